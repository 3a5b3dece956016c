import { plainName } from './error-report/members.ts';

const LONGEST_NAME = 60;

/** The name that was probably meant: the same in another style, else with one or two letters wrong. */
export function nearestName(
  wanted: string,
  names: readonly string[],
): { readonly name: string; readonly isStyle: boolean } | undefined {
  if (wanted.length < 2 || wanted.length > LONGEST_NAME) return undefined;
  const plain = plainName(wanted);
  if (plain === '') return undefined;
  const style = names.find((name) => name !== wanted && plainName(name) === plain);
  if (style !== undefined) return { name: style, isStyle: true };
  // Short names differ by one letter from many others.
  const allowed = plain.length < 4 ? 0 : plain.length < 8 ? 1 : 2;
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    const candidate = plainName(name);
    if (candidate === '' || Math.abs(candidate.length - plain.length) > allowed) continue;
    const distance = editDistance(plain, candidate, allowed);
    if (distance <= allowed && distance > 0 && (best === undefined || distance < best.distance))
      best = { name, distance };
  }
  return best === undefined ? undefined : { name: best.name, isStyle: false };
}

/** Letters to insert, delete, change or swap with their neighbour (Damerau); more than `limit` counts as `limit + 1`. */
export function editDistance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    let smallest = row;
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      let cost = Math.min(above[column]! + 1, current[column - 1]! + 1, above[column - 1]! + (isSame ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, before[column - 2]! + 1);
      }
      current.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest > limit) return limit + 1;
    before = above;
    above = current;
  }
  return above[b.length]!;
}
