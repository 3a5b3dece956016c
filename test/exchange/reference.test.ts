import { STATUS_CODES } from 'node:http';
import { describe, expect, test } from 'vitest';
import { rule as statusAlone } from '../../src/classifier/rules/status-alone.ts';
import { CAUSE_IDS, CAUSES, type CauseId } from '../../src/exchange/causes.ts';
import { printable } from '../../src/exchange/printable.ts';
import { CAUSE_ENTRIES } from '../../src/exchange/reference/causes.ts';
import { GRPC_ENTRIES } from '../../src/exchange/reference/grpc.ts';
import { STATUS_CLASSES, STATUS_ENTRIES } from '../../src/exchange/reference/statuses.ts';
import { TRANSPORT_CODES } from '../../src/exchange/reference/transport-codes.ts';
import { CLOSE_ENTRIES, closeRange } from '../../src/exchange/reference/websocket.ts';
import { type Phase, transportCause } from '../../src/exchange/transport-error.ts';
import { find } from '../classifier/build.ts';

/** https://www.iana.org/assignments/http-status-codes, with the two that it lists as unused. */
const REGISTERED = [
  [100, 101, 102, 103, 104],
  [200, 201, 202, 203, 204, 205, 206, 207, 208, 226],
  [300, 301, 302, 303, 304, 305, 306, 307, 308],
  [400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418],
  [421, 422, 423, 424, 425, 426, 428, 429, 431, 451],
  [500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511],
].flat();

const UNOFFICIAL = [
  [419, 420, 430, 440, 444, 449, 450, 460, 463, 494, 495, 496, 497, 498, 499],
  [509, 520, 521, 522, 523, 524, 525, 526, 527, 529, 530, 561, 598, 599],
].flat();

const CODE_ENTRIES = [...STATUS_ENTRIES, ...GRPC_ENTRIES, ...CLOSE_ENTRIES];

/** Every text of the reference that is a sentence, with the entry it stands in. */
const PROSE: readonly (readonly [entry: string, text: string])[] = [
  ...CAUSE_IDS.flatMap((id) => {
    const { means, commonCauses, debug, handle } = CAUSE_ENTRIES[id];
    return [means, ...commonCauses, ...debug, ...handle].map((text) => [id, text] as const);
  }),
  ...CODE_ENTRIES.flatMap(({ code, name, means, look, react }) =>
    [means, ...look, ...react].map((text) => [`${code} ${name}`, text] as const),
  ),
  ...STATUS_CLASSES.flatMap(({ digit, means, react }) =>
    [means, ...react].map((text) => [`${digit}xx`, text] as const),
  ),
  ...TRANSPORT_CODES.map(({ code, means }) => [code, means] as const),
];

/** What an entry calls itself: a heading, a name, a source, an example. */
const LABELS: readonly (readonly [entry: string, text: string])[] = [
  ...CAUSE_IDS.flatMap((id) => [CAUSE_ENTRIES[id].title, CAUSE_ENTRIES[id].example].map((text) => [id, text] as const)),
  ...CODE_ENTRIES.flatMap(({ code, name, source }) => [name, source].map((text) => [String(code), text] as const)),
];

describe('what the reference covers', () => {
  test('every cause of the vocabulary, each with something in each part', () => {
    expect(Object.keys(CAUSE_ENTRIES).sort()).toEqual([...CAUSE_IDS].sort());
    for (const id of CAUSE_IDS) {
      const { commonCauses, debug, handle, related } = CAUSE_ENTRIES[id];
      expect([id, commonCauses.length >= 2, debug.length >= 2, handle.length >= 1, related.length >= 2]).toEqual([
        id,
        true,
        true,
        true,
        true,
      ]);
    }
  });

  test('every status code that IANA lists, and no other as official', () => {
    expect(STATUS_ENTRIES.filter(({ isOfficial }) => isOfficial).map(({ code }) => code)).toEqual(REGISTERED);
  });

  test('every status that Node.js knows a name for', () => {
    const known = new Set(STATUS_ENTRIES.map(({ code }) => code));
    expect(Object.keys(STATUS_CODES).filter((code) => !known.has(Number(code)))).toEqual([]);
  });

  test('the common unofficial statuses', () => {
    const unofficial = STATUS_ENTRIES.filter(({ isOfficial }) => !isOfficial).map(({ code }) => code);
    expect(unofficial).toEqual(expect.arrayContaining(UNOFFICIAL));
  });

  test('all gRPC statuses in their order, each with an HTTP status that has an entry', () => {
    expect(GRPC_ENTRIES.map(({ code }) => code)).toEqual(Array.from({ length: 17 }, (_, code) => code));
    const statuses = new Set(STATUS_ENTRIES.map(({ code }) => code));
    expect(GRPC_ENTRIES.filter(({ httpStatus }) => !statuses.has(httpStatus))).toEqual([]);
  });

  test('the registered close codes of WebSocket, and the ranges of the others', () => {
    const codes = CLOSE_ENTRIES.map(({ code }) => code);
    expect(codes).toEqual([...Array.from({ length: 16 }, (_, index) => 1000 + index), 3000, 3003, 3008]);
    expect(closeRange(999)).toBeUndefined();
    expect(closeRange(5000)).toBeUndefined();
    expect([1016, 2999, 3001, 4000, 4999].map((code) => closeRange(code) !== undefined)).not.toContain(false);
  });

  test('no code or transport code twice', () => {
    for (const entries of [STATUS_ENTRIES, CLOSE_ENTRIES, TRANSPORT_CODES]) {
      expect(new Set(entries.map(({ code }) => code)).size).toBe(entries.length);
    }
  });
});

describe('what entries say about each other', () => {
  const isId = (id: string) => Object.hasOwn(CAUSES, id);

  test('related causes and likely causes exist, differ, and are not the entry itself', () => {
    for (const id of CAUSE_IDS) {
      const { related } = CAUSE_ENTRIES[id];
      expect(related.filter((other) => !isId(other) || other === id)).toEqual([]);
      expect(related).toEqual([...new Set(related)]);
    }
    for (const { likelyCauses } of CODE_ENTRIES) {
      expect(likelyCauses.filter((id) => !isId(id))).toEqual([]);
      expect(likelyCauses).toEqual([...new Set(likelyCauses)]);
    }
  });

  test('every cause can be reached from a status, a transport code or another cause', () => {
    const reached = new Set<CauseId>([
      ...CODE_ENTRIES.flatMap(({ likelyCauses }) => likelyCauses),
      ...TRANSPORT_CODES.map(({ cause }) => cause),
      ...CAUSE_IDS.flatMap((id) => CAUSE_ENTRIES[id].related),
    ]);
    expect(CAUSE_IDS.filter((id) => !reached.has(id))).toEqual([]);
  });

  test('every error status names a likely cause', () => {
    expect(STATUS_ENTRIES.filter(({ code, likelyCauses }) => code >= 400 && likelyCauses.length === 0)).toEqual([]);
  });

  test('what the classifier guesses from a bare status is among the likely causes of that status', () => {
    const disagreeing = STATUS_ENTRIES.flatMap(({ code, likelyCauses }) => {
      const cause = code < 400 ? undefined : find(statusAlone, { status: code })?.cause;
      // `unspecified` is no reading that could contradict.
      return cause == null || cause === 'unspecified' || likelyCauses.includes(cause) ? [] : [`${code}: ${cause}`];
    });
    expect(disagreeing).toEqual([]);
  });

  test('a transport code leads to the cause that the log gives it in some phase', () => {
    const phases: readonly Phase[] = ['dns', 'connect', 'tls-upstream', 'tls-client', 'request', 'response'];
    const wrong = TRANSPORT_CODES.filter(({ code, cause }) => {
      const causes = phases.flatMap((phase) =>
        [null, 200].map((status) => transportCause({ phase, code, message: '' }, status)),
      );
      return !causes.includes(cause);
    });
    expect(wrong).toEqual([]);
  });
});

describe('how the reference is written', () => {
  test('every text is one clean line', () => {
    const unclean = [...PROSE, ...LABELS].filter(
      ([, text]) => printable(text) !== text || text.trim() !== text || / {2}|`/.test(text) || text === '',
    );
    expect(unclean).toEqual([]);
  });

  test('sentences begin like sentences and end with a full stop; labels do not', () => {
    expect(PROSE.filter(([, text]) => !/[^.…]\.$/.test(text))).toEqual([]);
    expect(LABELS.filter(([, text]) => text.endsWith('.'))).toEqual([]);
  });

  test('no sentence stands in the reference twice', () => {
    const places = new Map<string, string[]>();
    for (const [entry, text] of PROSE) {
      for (const sentence of sentencesOf(text)) places.set(sentence, [...(places.get(sentence) ?? []), entry]);
    }
    expect([...places].filter(([, entries]) => entries.length > 1)).toEqual([]);
  });

  test('a meaning says more than the line of the vocabulary, and no text is endless', () => {
    for (const id of CAUSE_IDS) expect(CAUSE_ENTRIES[id].means.length).toBeGreaterThan(CAUSES[id].when.length * 0.6);
    const sizes = (texts: readonly string[]) => texts.filter((text) => text.length < 14 || text.length > 420);
    expect(sizes(PROSE.map(([, text]) => text))).toEqual([]);
    expect(CAUSE_IDS.filter((id) => CAUSE_ENTRIES[id].title.length > 60)).toEqual([]);
    expect(CAUSE_IDS.filter((id) => CAUSE_ENTRIES[id].example.length > 120)).toEqual([]);
    expect(CAUSE_IDS.filter((id) => CAUSE_ENTRIES[id].means.length < 120)).toEqual([]);
  });

  test('every entry says whether and how to repeat the call, or that there is nothing to repeat', () => {
    const RETRY =
      /\brepeat|\bretr|\bagain\b|\breconnect|\bonce\b|\bback off\b|\bpoll\b|\bstop\b|\bnot be sent\b|\bfollow\b|\bwait\b|\banother\b/i;
    const silent = CAUSE_IDS.filter(
      (id) => CAUSES[id].retry !== 'never' && !CAUSE_ENTRIES[id].handle.some((text) => RETRY.test(text)),
    );
    expect(silent).toEqual([]);
  });
});

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.;])\s+/)
    .map((sentence) => sentence.toLowerCase().replace(/[.;]$/, ''))
    .filter((sentence) => sentence.length > 12);
}
