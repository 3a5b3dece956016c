import type { Evidence } from '../exchange/annotation.ts';
import { partsOfPointer } from '../exchange/json-pointer.ts';
import type { Facts } from './facts.ts';
import { inBody, step } from './readers/error-report/members.ts';

const IN_BODY = 'response.body#';

/**
 * Evidence leads to the bytes that it quotes. Readers give places in what they have made of a body (an envelope unwrapped, a
 * list of which one entry counts); where there is nothing at such a place, it is where the body says the same.
 */
export function placed(evidence: readonly Evidence[], facts: Facts): readonly Evidence[] {
  if (!evidence.some(({ where }) => where.startsWith(IN_BODY))) return evidence;
  const json = facts.response.json();
  if (typeof json !== 'object' || json === null) return evidence;
  return evidence.map((item) => {
    if (!item.where.startsWith(IN_BODY)) return item;
    const value = valueAt(json, item.where.slice(IN_BODY.length));
    if (value !== undefined && !saysOther(value, item.what)) return item;
    const pointer = pointerOf(json, item.what);
    return pointer === undefined && value !== undefined ? item : { ...item, where: inBody(pointer ?? '') };
  });
}

/** A code beside the sentence that is quoted. */
function saysOther(value: unknown, text: string): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const [there, wanted] = [plain(String(value)).toLowerCase(), plain(text).toLowerCase()];
  return !there.includes(wanted.slice(0, SAME)) && !wanted.includes(there.slice(0, SAME));
}

const SAME = 40;

function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const name of partsOfPointer(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

const MOST_NODES = 500;
const LONGEST_COMPARED = 300;

/** Where a value reads like the text, breadth first: errors stand near the top. */
function pointerOf(root: object, text: string): string | undefined {
  const wanted = plain(text);
  if (wanted === '') return undefined;
  let around: string | undefined;
  const queue: { readonly value: unknown; readonly pointer: string }[] = [{ value: root, pointer: '' }];
  for (let next = 0; next < queue.length; next += 1) {
    const { value, pointer } = queue[next]!;
    if (typeof value === 'string' || typeof value === 'number') {
      const there = plain(String(value));
      if (there === wanted) return pointer;
      if (wanted.length >= LEAST_PART && there.includes(wanted)) around ??= pointer;
    } else if (typeof value === 'object' && value !== null) {
      for (const key in value) {
        if (queue.length >= MOST_NODES) break;
        queue.push({ value: (value as Readonly<Record<string, unknown>>)[key], pointer: step(pointer, key) });
      }
    }
  }
  return around;
}

/** A shorter text stands within many others. */
const LEAST_PART = 6;

function plain(text: string): string {
  return text.slice(0, LONGEST_COMPARED).replace(/\s+/g, ' ').trim();
}
