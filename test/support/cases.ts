import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Confidence, Fault } from '../../src/exchange/annotation.ts';
import { CAUSES, type CauseId } from '../../src/exchange/causes.ts';
import type { Exchange } from '../../src/exchange/exchange.ts';
import { type ExchangeText, readExchangeText } from './cases-exchange.ts';
import { CaseError, type Line, type Meta } from './cases-line.ts';

/** What an expert says about an exchange; the words are those of the development corpus. */
export interface Expectation {
  readonly cause: CauseId | null;
  /** Other answers an expert would accept for `cause`. */
  readonly also: readonly (CauseId | null)[];
  /** Of `error-in-success`: what the body reports; null where it does not say. Null for every other cause too. */
  readonly inner: CauseId | null;
  readonly innerAlso: readonly (CauseId | null)[];
  readonly fault: Fault;
  readonly faultAlso: readonly Fault[];
  /** The highest confidence that an honest classifier may claim. */
  readonly confidence: Confidence;
  /** Strings that the summary must contain, compared without regard to case. */
  readonly mention: readonly string[];
}

export interface Case {
  /** `payment/adyen: an unknown card number`, unique. */
  readonly id: string;
  /** The folder: `payment`. */
  readonly group: string;
  /** The file's name, as a rule the provider or software: `adyen`. */
  readonly name: string;
  readonly title: string;
  readonly source: string;
  /** Why the label is what it is; empty where nothing was said. */
  readonly note: string;
  /** `test/cases/payment/adyen.http:12`, where the case begins. */
  readonly at: string;
  /** Its number follows those of the history. */
  readonly exchange: Exchange;
  /** Oldest first, numbered from 1. */
  readonly history: readonly Exchange[];
  readonly expect: Expectation;
}

const FOLDER = join(import.meta.dirname, '..', 'cases');

/** Every case below `test/cases`, by folder, file and place. */
export function loadCases(folder = FOLDER): Case[] {
  const groups = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return groups
    .map(({ name }) => name)
    .sort()
    .flatMap((group) =>
      readdirSync(join(folder, group))
        .filter((file) => file.endsWith('.http'))
        .sort()
        .flatMap((file) => parseCases(readFileSync(join(folder, group, file), 'utf8'), `${group}/${file}`)),
    );
}

/**
 * The cases of one file in the grammar of `test/cases/README.md`.
 * @param path `group/name.http`; group and name of the cases, and the place that errors give.
 * @throws CaseError for whatever does not follow the grammar, with file and line.
 */
export function parseCases(text: string, path: string): Case[] {
  const lines: Line[] = text.split('\n').map((line, index) => ({ text: line, number: index + 1, path }));
  const starts = lines.filter(({ text: line }) => line.startsWith('### '));
  if (starts.length === 0)
    throw new CaseError({ text: '', number: 1, path }, 'no case: a case begins with "### title"');
  const early = lines.slice(0, starts[0]!.number - 1).find((line) => line.text.trim() !== '');
  if (early !== undefined) throw new CaseError(early, 'text before the first "### title"');
  const cases = starts.map((start, index) =>
    caseOf(lines.slice(start.number - 1, (starts[index + 1]?.number ?? lines.length + 1) - 1), path),
  );
  const titles = new Set<string>();
  for (const [index, { title }] of cases.entries()) {
    if (titles.has(title)) throw new CaseError(starts[index]!, `a second case with the title "${title}"`);
    titles.add(title);
  }
  return cases;
}

const PATH = /^([a-z0-9-]+)\/([a-z0-9-]+)\.http$/;

function caseOf(lines: readonly Line[], path: string): Case {
  const [first, ...rest] = lines as [Line, ...Line[]];
  const [, group, name] = PATH.exec(path) ?? [];
  if (group === undefined || name === undefined) throw new CaseError(first, 'the path must be group/name.http');
  const title = first.text.slice('### '.length).trim();
  if (title === '') throw new CaseError(first, 'a case without a title');

  const meta = metaOf(rest, ['source', 'expect', 'note', 'started', 'took', 'error', 'said', 'closed']);
  const source = meta.get('source');
  if (source === undefined || source.value === '') throw new CaseError(first, 'no "# source:"');
  const expectLine = meta.get('expect');
  if (expectLine === undefined) throw new CaseError(first, 'no "# expect:"');

  const { now, before } = partsOf(
    rest.filter(({ number }) => ![...meta.values()].some((m) => m.line.number === number)),
  );
  const exchange = readExchangeText(
    { first, meta, lines: now },
    { id: before.length + 1, defaultStartedAt: Date.parse('2026-11-24T09:00:00.000Z') },
  );
  const history = before.map((part, index) =>
    readExchangeText(part, { id: index + 1, defaultStartedAt: exchange.startedAt - 1000 * (before.length - index) }),
  );
  const late = history.findIndex(({ startedAt }, index) => startedAt > (history[index + 1] ?? exchange).startedAt);
  if (late !== -1)
    throw new CaseError(before[late]!.first, 'an earlier exchange that begins after the one that follows');
  return {
    id: `${group}/${name}: ${title}`,
    group,
    name,
    title,
    source: source.value,
    note: meta.get('note')?.value ?? '',
    at: `test/cases/${path}:${first.number}`,
    exchange,
    history,
    expect: expectationOf(expectLine.value, expectLine.line),
  };
}

const META = /^# ([a-z]+): (.*)$/;

/** The `# key: value` lines at the head, each at most once. */
function metaOf(lines: readonly Line[], allowed: readonly string[]): Map<string, Meta> {
  const meta = new Map<string, Meta>();
  for (const line of lines) {
    if (line.text === '# before:' || line.text === '# now:' || !line.text.startsWith('#')) break;
    const [, key, value] = META.exec(line.text) ?? [];
    if (key === undefined || value === undefined) throw new CaseError(line, 'expected "# key: value"');
    if (!allowed.includes(key)) throw new CaseError(line, `"# ${key}:" is not known here, only ${allowed.join(', ')}`);
    if (meta.has(key)) throw new CaseError(line, `a second "# ${key}:"`);
    meta.set(key, { value: value.trim(), line });
  }
  return meta;
}

interface Parts {
  readonly before: readonly ExchangeText[];
  readonly now: readonly Line[];
}

/** The blocks after `# before:` lines, and what stands after `# now:` (or everything, where nothing came before). */
function partsOf(lines: readonly Line[]): Parts {
  const marks = lines.filter(({ text }) => text === '# before:' || text === '# now:');
  if (marks.length === 0) return { before: [], now: lines };
  const last = marks.at(-1)!;
  if (last.text !== '# now:') throw new CaseError(last, '"# before:" without a "# now:" after it');
  const early = marks.slice(0, -1).find(({ text }) => text === '# now:');
  if (early !== undefined) throw new CaseError(early, 'a "# now:" that is not the last');
  if (marks.length === 1) throw new CaseError(last, '"# now:" without a "# before:"');
  const stray = lines.find((line) => line.number < marks[0]!.number && line.text.trim() !== '');
  if (stray !== undefined) throw new CaseError(stray, 'text between the head and "# before:"');
  const after = (mark: Line, next: Line | undefined) =>
    lines.filter(({ number }) => number > mark.number && (next === undefined || number < next.number));
  const before = marks.slice(0, -1).map((mark, index) => {
    const block = after(mark, marks[index + 1]);
    const meta = metaOf(block, ['started', 'took', 'error']);
    return { first: mark, meta, lines: block.slice(meta.size) };
  });
  return { before, now: after(last, undefined) };
}

const PAIR = /([a-z-]+)=("[^"]*"|[^\s"]+)(?:\s+|$)/y;
const FAULTS: readonly string[] = ['client', 'server', 'network', 'proxy', 'nobody'] satisfies Fault[];
const CONFIDENCES: readonly string[] = ['certain', 'likely', 'guess'] satisfies Confidence[];
const KEYS = ['cause', 'also', 'inner', 'inner-also', 'fault', 'fault-also', 'confidence', 'mention'];

function expectationOf(text: string, line: Line): Expectation {
  const found = new Map<string, string[]>();
  PAIR.lastIndex = 0;
  while (PAIR.lastIndex < text.length) {
    const at = PAIR.lastIndex;
    const [, key, quoted] = PAIR.exec(text) ?? [];
    if (key === undefined || quoted === undefined) {
      throw new CaseError(line, `expected key=value at "${text.slice(at, at + 30)}"`);
    }
    if (!KEYS.includes(key)) throw new CaseError(line, `"${key}" is not known, only ${KEYS.join(', ')}`);
    if (found.has(key) && key !== 'mention') throw new CaseError(line, `a second "${key}"`);
    found.set(key, [...(found.get(key) ?? []), quoted.replace(/^"|"$/g, '')]);
  }
  const one = (key: string): string => {
    const value = found.get(key)?.[0];
    if (value === undefined) throw new CaseError(line, `no "${key}" in "# expect:"`);
    return value;
  };
  const list = (key: string) => found.get(key)?.[0]?.split(',') ?? [];
  const causeOf = (id: string): CauseId | null => {
    if (id === 'null') return null;
    if (!Object.hasOwn(CAUSES, id)) throw new CaseError(line, `"${id}" is not a cause`);
    return id as CauseId;
  };
  const oneOf = <T extends string>(value: string, allowed: readonly string[]): T => {
    if (!allowed.includes(value)) throw new CaseError(line, `"${value}" is not one of ${allowed.join(', ')}`);
    return value as T;
  };
  const cause = causeOf(one('cause'));
  if ((cause === 'error-in-success') !== found.has('inner')) {
    throw new CaseError(
      line,
      '"inner" belongs to error-in-success, always and only (inner=null where the body does not say)',
    );
  }
  const also = list('also').map(causeOf);
  if (also.includes(cause)) throw new CaseError(line, `"also" repeats ${cause}`);
  return {
    cause,
    also,
    inner: cause === 'error-in-success' ? causeOf(one('inner')) : null,
    innerAlso: list('inner-also').map(causeOf),
    fault: oneOf(one('fault'), FAULTS),
    faultAlso: list('fault-also').map((value) => oneOf(value, FAULTS)),
    confidence: oneOf(one('confidence'), CONFIDENCES),
    mention: found.get('mention') ?? [],
  };
}
