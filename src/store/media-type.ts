import type { Headers } from '../exchange/headers.ts';

const LONGEST = 200;
const MOST_REMEMBERED = 500;

/** A capture has few of them, each many times. */
const known = new Map<string, string | null>();

/** `application/json` of `Content-Type: Application/JSON; charset=utf-8`; null where there is none. */
export function mediaTypeOf(headers: Headers): string | null {
  for (const [name, value] of headers) {
    // Most names differ in their length.
    if (name.length !== 12 || name.toLowerCase() !== 'content-type') continue;
    let type = known.get(value);
    if (type === undefined) {
      type = value.slice(0, LONGEST).split(';', 1)[0]!.trim().toLowerCase() || null;
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(value, type);
    }
    return type;
  }
  return null;
}
