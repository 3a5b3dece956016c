import { bodyText, decodeBody, isFormType, mediaType } from '../body.ts';
import type { Body } from '../exchange.ts';
import type { Headers } from '../headers.ts';
import { formatBytes } from '../units.ts';
import type { Change, Side } from './change.ts';
import { type ChangingPlaces, placeKey } from './history.ts';
import { compareJson, type JsonChange } from './json.ts';
import { looksGenerated, type Times, valueNoise } from './noise.ts';
import { comparePairs } from './pairs.ts';
import { shown } from './shown.ts';
import { compareText } from './text.ts';
import { formPairs } from './url-parts.ts';

/** A decoded body may grow to this many bytes. */
const MOST_DECODED = 64 * 1024 * 1024;

export interface BodySide {
  readonly headers: Headers;
  readonly body: Body | null;
}

export interface BodyComparison {
  readonly changes: readonly Change[];
  readonly leftOut: number;
}

const SAME: BodyComparison = { changes: [], leftOut: 0 };

export function compareBodies(
  side: Side,
  before: BodySide,
  after: BodySide,
  times: Times,
  changing: ChangingPlaces,
): BodyComparison {
  const [a, b] = [content(before), content(after)];
  if (a === null && b === null) return SAME;
  if (a === null || b === null) {
    const how = a === null ? 'added' : 'removed';
    return one({ ...whole(side), how, before: a?.words ?? null, after: b?.words ?? null });
  }
  if (areEqual(a.bytes, b.bytes)) return SAME;
  if (a.text === undefined || b.text === undefined) return one(compareBinary(side, a, b));
  if (isFormType(a.type) && isFormType(b.type)) return compareForms(side, a.text, b.text, times, changing);
  const json = compareJson(a.text, b.text);
  if (json !== undefined) return ofJson(side, json, times, changing);
  const isRetyped = looksJson(a.text) !== looksJson(b.text) && a.type !== b.type;
  if (isRetyped) return one({ ...whole(side), how: 'retyped', before: a.words, after: b.words });
  const text = compareText(a.text, b.text);
  if (text === undefined)
    return one({ ...whole(side), how: 'reordered', before: 'other line ends', after: null, noise: 'order' });
  return one({ ...whole(side), how: 'changed', before: a.words, after: b.words, text });
}

interface Content {
  readonly bytes: Uint8Array;
  /** Undefined where it is binary. */
  readonly text: string | undefined;
  readonly type: string;
  /** `application/json, 1.2 kB` */
  readonly words: string;
}

function content({ headers, body }: BodySide): Content | null {
  if (body === null || body.totalBytes === 0) return null;
  const { bytes } = decodeBody(headers, body, MOST_DECODED);
  const { type } = mediaType(headers);
  const size = formatBytes(bytes === body.bytes ? body.totalBytes : bytes.length);
  return {
    bytes,
    text: bodyText(headers, body, MOST_DECODED),
    type,
    words: type === '' ? size : `${shown(type)}, ${size}`,
  };
}

const whole = (side: Side) => ({ side, part: 'body', name: '', noise: null }) as const;

function one(change: Change): BodyComparison {
  return { changes: [change], leftOut: 0 };
}

function areEqual(some: Uint8Array, others: Uint8Array): boolean {
  return some.length === others.length && Buffer.compare(some, others) === 0;
}

function looksJson(text: string): boolean {
  return /^\s{0,100}[[{]/.test(text);
}

function compareBinary(side: Side, before: Content, after: Content): Change {
  const limit = Math.min(before.bytes.length, after.bytes.length);
  let same = 0;
  while (same < limit && before.bytes[same] === after.bytes[same]) same += 1;
  const words = (given: Content) => `${given.words}${given.text === undefined ? ', binary' : ''}`;
  return {
    ...whole(side),
    how: before.type === after.type ? 'changed' : 'retyped',
    before: words(before),
    after: `${words(after)}; the first ${same} bytes are the same`,
  };
}

function compareForms(
  side: Side,
  before: string,
  after: string,
  times: Times,
  changing: ChangingPlaces,
): BodyComparison {
  const { changes, order } = comparePairs(formPairs(before), formPairs(after), (name) => name);
  const all = changes.map(({ how, name, before: earlier, after: later, values }): Change => {
    const noise = values === null ? null : noiseOf(side, name, values, times, changing);
    return { side, part: 'body', name: shown(name), how, before: earlier, after: later, noise };
  });
  const orders: Change[] = order === null ? [] : [{ ...order, side, part: 'body', noise: 'order' }];
  return { changes: [...all, ...orders], leftOut: 0 };
}

function ofJson(
  side: Side,
  { changes, leftOut }: { readonly changes: readonly JsonChange[]; readonly leftOut: number },
  times: Times,
  changing: ChangingPlaces,
): BodyComparison {
  if (changes.length === 0) {
    return one({
      ...whole(side),
      how: 'reordered',
      before: 'the same values, written in another way',
      after: null,
      noise: 'order',
    });
  }
  return {
    leftOut,
    changes: changes.map(({ pointer, pattern, how, before, after, from }): Change => {
      const isValue = how === 'changed' && before !== null && after !== null;
      const noise = isValue ? noiseOf(side, pattern, [before, after], times, changing) : null;
      const moved = from === undefined ? {} : { from: shown(from) };
      return { side, part: 'body', name: shown(pointer), how, before, after, ...moved, noise };
    }),
  };
}

function noiseOf(
  side: Side,
  pattern: string,
  values: readonly [string, string],
  times: Times,
  changing: ChangingPlaces,
) {
  const isMade = changing.has(placeKey(side, 'body', pattern)) && values.every(looksGenerated);
  return isMade ? 'differs-always' : valueNoise(values, times);
}
