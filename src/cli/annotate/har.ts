import { Buffer } from 'node:buffer';
import { findJsonFault } from '../../classifier/readers/json-fault.ts';
import { UserError } from '../../exchange/user-error.ts';
import { entryContent } from '../har/entry-exchange.ts';
import { type BrokenEntry, EntryScanner, LARGEST_ENTRY_BYTES, type ScannedEntry } from '../har/entry-scanner.ts';
import { ENTRY, type HarEntry } from '../har/entry-schema.ts';
import type { NoEntries } from '../har/list-search.ts';
import type { Reader, Recorded } from './recorded.ts';

/** So many entries, or bytes of them, are looked at to see whether the file was cleaned of credentials. */
const MOST_AHEAD = 2000;
const MOST_AHEAD_BYTES = 32 * 1024 * 1024;

type Exchange = Extract<Recorded, { kind: 'exchange' }>;

/** One entry as far as it was read. */
interface Read {
  readonly recorded: Recorded;
  readonly hasCredentials: boolean;
  readonly bytes: number;
}

/**
 * HAR 1.2, of any size: one entry is held at a time, but for the first ones. The entries are each other's past, in the order
 * of the file; their ids are their numbers from 1.
 */
export const read: Reader = async function* (chunks, { recordedAt, complain }) {
  let ahead: Read[] | null = [];
  let aheadBytes = 0;
  let unknown: Exchange['unknown'] = null;
  for await (const scanned of entriesOf(chunks)) {
    const entry = readEntry(scanned, recordedAt);
    if (ahead === null) {
      if (entry.hasCredentials) unknown = null;
      yield withUnknown(entry.recorded, unknown);
      continue;
    }
    ahead.push(entry);
    aheadBytes += entry.bytes;
    if (!entry.hasCredentials && ahead.length < MOST_AHEAD && aheadBytes < MOST_AHEAD_BYTES) continue;
    unknown = entry.hasCredentials ? null : 'credentials';
    if (unknown !== null) complain(cleaned(`None of the first ${ahead.length} entries`));
    for (const { recorded } of ahead) yield withUnknown(recorded, unknown);
    ahead = null;
  }
  if (ahead === null || ahead.length === 0) return;
  const isCleaned = ahead.some(({ recorded }) => recorded.kind === 'exchange');
  if (isCleaned) complain(cleaned('No entry'));
  for (const { recorded } of ahead) yield withUnknown(recorded, 'credentials');
};

function cleaned(none: string): string {
  return `${none} has an Authorization or Cookie header. Browsers leave them out of a HAR unless told to export it with sensitive data, so that none is said to be missing for certain.`;
}

function withUnknown(recorded: Recorded, unknown: Exchange['unknown']): Recorded {
  return recorded.kind === 'exchange' ? { ...recorded, unknown } : recorded;
}

async function* entriesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ScannedEntry> {
  const scanner = new EntryScanner();
  for await (const chunk of chunks) {
    yield* scanner.push(chunk);
    if (scanner.isDone) break;
  }
  yield* scanner.end();
  const { noEntries } = scanner;
  if (noEntries !== undefined) throw badHar(NO_ENTRIES[noEntries](scanner.offset));
}

const NO_ENTRIES: Readonly<Record<NoEntries, (offset: number) => string>> = {
  'not-an-object': () => 'it is no JSON object',
  'no-entries': () => 'log.entries is no list',
  'cut-off': (offset) => `it ends at byte ${offset}, before the list log.entries`,
  'not-json': (offset) => `it stops being JSON at byte ${offset}, before the list log.entries`,
};

function badHar(problem: string): UserError {
  return new UserError('bad-har', `This HAR file cannot be read: ${problem}.`, 'Export it again, as HAR 1.2.');
}

function readEntry(scanned: ScannedEntry, recordedAt: number): Read {
  if (scanned.kind === 'broken') return problem(scanned.number, BROKEN[scanned.why](scanned.offset), 0);
  const { number, offset, bytes } = scanned;
  const value = parsed(bytes);
  if (value === undefined) return problem(number, notJson(bytes, offset), bytes.length);
  const { data, error } = ENTRY.safeParse(value.json);
  if (data === undefined) {
    const issue = error.issues[0]!;
    const place = issue.path.join('.') || 'the entry';
    return problem(number, `byte ${offset}: ${place}: ${issue.message}`, bytes.length);
  }
  return {
    recorded: {
      kind: 'exchange',
      id: number,
      ...entryContent(data, number, recordedAt),
      history: null,
      unknown: null,
    },
    hasCredentials: hasCredentials(data),
    bytes: bytes.length,
  };
}

function problem(number: number, words: string, bytes: number): Read {
  return { recorded: { kind: 'problem', message: `entry ${number}: ${words}.` }, hasCredentials: false, bytes };
}

const BROKEN: Readonly<Record<BrokenEntry, (offset: number) => string>> = {
  'not-json': (offset) => `stops being JSON at byte ${offset}`,
  'cut-off': (offset) => `is cut off by the end of the file at byte ${offset}`,
  'too-large': (offset) =>
    `is larger than ${LARGEST_ENTRY_BYTES / 1024 / 1024} MiB at byte ${offset}, and was passed over`,
  'too-deep': (offset) => `is nested too deep at byte ${offset}`,
};

function parsed(bytes: Buffer): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(bytes.toString('utf8')) };
  } catch {
    return undefined;
  }
}

function notJson(bytes: Buffer, offset: number): string {
  const text = bytes.toString('utf8');
  const fault = findJsonFault(text, true);
  if (fault === undefined) return `not valid JSON at byte ${offset}`;
  const place = offset + Buffer.byteLength(text.slice(0, fault.offset));
  return `not valid JSON at byte ${place}: ${fault.problem}`;
}

/** What httpwhy wrote lacks nothing. */
function hasCredentials({ request, response, _httpwhy }: HarEntry): boolean {
  const isOne = ({ name }: { readonly name: string }) => /^(?:(?:proxy-)?authorization|cookie|set-cookie)$/i.test(name);
  return (
    _httpwhy != null ||
    request.headers?.some(isOne) === true ||
    response?.headers?.some(isOne) === true ||
    [request.cookies, response?.cookies].some((cookies) => (cookies?.length ?? 0) > 0)
  );
}
