import { nearest } from '../../exchange/nearest.ts';

export type IssuePath = readonly (string | number)[];

/** One thing that is wrong in a rule. */
export interface Issue {
  /** Into the rule. */
  readonly path: IssuePath;
  /** The key itself is wrong, not its value. */
  readonly isKey: boolean;
  readonly message: string;
}

export type Plain = Readonly<Record<string, unknown>>;

/** Collects what is wrong, so that all of it can be said at once. */
export class Issues {
  readonly list: Issue[] = [];

  add(path: IssuePath, message: string): undefined {
    this.list.push({ path, isKey: false, message });
  }

  /** The members of a map, or undefined. Keys that are not known are said. */
  map(value: unknown, path: IssuePath, keys: readonly string[], what: string): Plain | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.add(path, `${what} is a map with ${listed(keys)}`);
    }
    for (const key of Object.keys(value)) {
      if (keys.includes(key)) continue;
      const message = `${what} has no key "${key.slice(0, 60)}"${didYouMean(key, keys) || `; it may have ${listed(keys)}`}`;
      this.list.push({ path: [...path, key], isKey: true, message });
    }
    return value as Plain;
  }
}

/** `; did you mean status?`, or nothing. */
export function didYouMean(given: string, names: readonly string[]): string {
  const near = nearest(given, names);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

/** `a, b and c`. */
export function listed(names: readonly string[], word = 'and'): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}
