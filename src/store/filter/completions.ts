import { FIELDS, type Field, fieldNamed } from './fields.ts';

/** What may be typed at the caret. */
export interface Completion {
  /** What takes the place of the stretch. */
  readonly text: string;
  /** One line for the person; may be empty. */
  readonly help: string;
  readonly kind: 'field' | 'value' | 'operator';
}

export interface Completions {
  /** The stretch of the filter that a candidate replaces, in UTF-16 units from 0. */
  readonly start: number;
  readonly end: number;
  /** The likeliest first. */
  readonly candidates: readonly Completion[];
}

/** Values of a field that the capture has seen and that begin with, or contain, what was typed; the most used first. */
export type SeenValues = (field: string, typed: string, limit: number) => readonly string[];

const MOST_CANDIDATES = 50;

const OPERATORS: readonly Completion[] = [
  { text: 'or ', help: 'either of two', kind: 'operator' },
  { text: '-', help: 'not what follows', kind: 'operator' },
  { text: '(', help: 'several terms in one', kind: 'operator' },
];

/** Candidates for the term at the caret. Never throws, whatever was typed; `seen` is asked only for fields that have values. */
export function completions(text: string, caret: number, seen: SeenValues): Completions {
  const term = termAt(text, caret);
  const signs = /^[-!]*/.exec(term.text)![0].length;
  const typed = term.text.slice(signs);
  const match = /^([a-z][a-z0-9_.-]*)(?::|(?=[<>]))/i.exec(typed);
  const field = match === null ? undefined : fieldNamed(match[1]!);
  if (field === undefined) {
    const candidates = [...fieldsFor(typed), ...(typed === '' && signs === 0 && term.start > 0 ? OPERATORS : [])];
    return { start: term.start + signs, end: term.end, candidates };
  }
  const valueStart = term.start + signs + lastValueIn(typed, match![0].length);
  const value = text.slice(valueStart, Math.max(valueStart, caret));
  return { start: valueStart, end: term.end, candidates: valuesFor(field, value, seen) };
}

/** The term around the caret, up to the caret: what stands behind it is replaced only where it continues the word. */
function termAt(text: string, caret: number): { readonly start: number; readonly end: number; readonly text: string } {
  let start = 0;
  let quote = '';
  for (let at = 0; at < caret; at += 1) {
    const character = text[at]!;
    if (quote !== '') {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
    } else if (character === '"') quote = character;
    else if (/\s/.test(character) || (character === '(' && at === start)) start = at + 1;
  }
  const rest = quote === '' ? /^[^\s(),"]*/.exec(text.slice(caret))![0] : '';
  return { start: Math.min(start, caret), end: caret + rest.length, text: text.slice(start, caret) };
}

function lastValueIn(typed: string, from: number): number {
  let start = from;
  let isQuoted = false;
  for (let at = from; at < typed.length; at += 1) {
    if (typed[at] === '"') isQuoted = !isQuoted;
    if (typed[at] === ',' && !isQuoted) start = at + 1;
  }
  return start + /^[<>]?=?/.exec(typed.slice(start))![0].length;
}

function fieldsFor(typed: string): Completion[] {
  const name = typed.toLowerCase();
  return FIELDS.filter((field) => [field.name, ...field.aliases].some((candidate) => candidate.startsWith(name))).map(
    (field) => ({ text: `${field.name}:`, help: `${field.about}, ${field.example}`, kind: 'field' }),
  );
}

function valuesFor(field: Field, typed: string, seen: SeenValues): Completion[] {
  const wanted = typed.replace(/^"/, '').toLowerCase();
  const known = field.takes.known.filter(({ value }) => value.toLowerCase().includes(wanted));
  const names = new Set(known.map(({ value }) => value));
  const fromCapture = field.isSeen === true ? seen(field.name, wanted, MOST_CANDIDATES) : [];
  const candidates = [
    ...fromCapture.filter((value) => !names.has(value)).map((value) => ({ value, help: '' })),
    ...known,
  ];
  const isBeginning = ({ value }: { readonly value: string }) => value.toLowerCase().startsWith(wanted);
  return candidates
    .toSorted((a, b) => Number(isBeginning(b)) - Number(isBeginning(a)))
    .slice(0, MOST_CANDIDATES)
    .map(({ value, help }) => ({ text: quotedIfNeeded(value), help, kind: 'value' }));
}

/** As the parser reads it back. */
export function quotedIfNeeded(value: string): string {
  if (value !== '' && !/[\s"'(),*\\]|^[<>=]|\.\./.test(value)) return value;
  const escaped = value.replace(/[\\"\n\r\t]/g, (character) => ESCAPED[character] ?? `\\${character}`);
  return `"${escaped}"`;
}

const ESCAPED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
