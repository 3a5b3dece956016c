import { isFormType, mediaType } from '../../exchange/body.ts';
import { headerValues } from '../../exchange/headers.ts';
import { escapedPart, unescapedPart } from '../../exchange/json-pointer.ts';
import { isSecretValue } from '../../exchange/redact/credentials.ts';
import { secretName } from '../../exchange/redact/names.ts';
import { maskSecret, redactHeaderValue } from '../../exchange/redact.ts';
import type { Facts } from '../facts.ts';

type Side = 'request' | 'response';

/** A place in an exchange, as evidence names it. */
export type Pointer =
  | { readonly kind: 'word'; readonly word: Word }
  | { readonly kind: 'header'; readonly side: Side; readonly name: string }
  | { readonly kind: 'query'; readonly name: string }
  /** Segments of a JSON Pointer (RFC 6901), `*` for every member; null: the body as text. */
  | { readonly kind: 'body'; readonly side: Side; readonly segments: readonly string[] | null };

export type Word = keyof typeof WORDS;

/** One value that a pointer led to. */
export interface Place {
  /** The pointer, with `*` replaced by what it stood for. */
  readonly where: string;
  readonly value: unknown;
  /** As it may be shown: secrets masked by the name of the place. */
  readonly shown: string;
}

/** What pointers and templates name by one word. */
const WORDS = {
  status: ({ status }: Facts) => status ?? undefined,
  'response.status': ({ status }: Facts) => status ?? undefined,
  method: ({ exchange }: Facts) => exchange.request.method,
  'request.method': ({ exchange }: Facts) => exchange.request.method,
  host: (facts: Facts) => facts.url()?.host,
  path: (facts: Facts) => facts.path(),
  'error.code': ({ exchange }: Facts) => exchange.error?.code,
} as const;

const WORD_PLACES: Readonly<Partial<Record<Word, string>>> = {
  status: 'response.status',
  method: 'request.method',
  host: 'request.url',
  path: 'request.url',
};

export const WORD_NAMES = Object.keys(WORDS) as readonly Word[];

const LONGEST_SHOWN = 200;
/** Members that `*` looks at, at each level. */
const MOST_MEMBERS = 100;
const MOST_PLACES = 200;

/** Undefined where the text is no pointer. */
export function parsePointer(text: string): Pointer | undefined {
  if (Object.hasOwn(WORDS, text)) return { kind: 'word', word: text as Word };
  const header = /^(request|response)\.headers\.([!#$%&'*+.^_`|~0-9A-Za-z-]{1,200})$/.exec(text);
  if (header !== null) return { kind: 'header', side: header[1] as Side, name: header[2]!.toLowerCase() };
  const query = /^request\.query\.(.{1,200})$/.exec(text);
  if (query !== null) return { kind: 'query', name: query[1]! };
  const body = /^(request|response)\.body(?:#((?:\/[^/]{0,200}){1,30}))?$/.exec(text);
  if (body === null) return undefined;
  const segments = body[2]?.slice(1).split('/').map(unescapedPart) ?? null;
  return { kind: 'body', side: body[1] as Side, segments };
}

/** The values that stand there, in order; none where the place does not exist. */
export function placesAt(pointer: Pointer, facts: Facts): readonly Place[] {
  switch (pointer.kind) {
    case 'word': {
      const value = WORDS[pointer.word](facts);
      return value === undefined ? [] : [place(WORD_PLACES[pointer.word] ?? pointer.word, value)];
    }
    case 'header': {
      const message = facts.exchange[pointer.side];
      const where = `${pointer.side}.headers.${pointer.name}`;
      return headerValues(message?.headers ?? [], pointer.name)
        .slice(0, MOST_MEMBERS)
        .map((value) => ({ where, value, shown: redactHeaderValue(pointer.name, value.slice(0, 4 * LONGEST_SHOWN)) }));
    }
    case 'query':
      return (facts.url()?.searchParams.getAll(pointer.name) ?? [])
        .slice(0, MOST_MEMBERS)
        .map((value) => place(`request.query.${pointer.name}`, value, pointer.name));
    case 'body':
      return pointer.segments === null ? textOf(pointer.side, facts) : membersOf(pointer.side, pointer.segments, facts);
  }
}

function place(where: string, value: unknown, name = ''): Place {
  const text = textOfValue(value) ?? (JSON.stringify(value) ?? '').slice(0, 4 * LONGEST_SHOWN);
  const secret = name === '' ? undefined : secretName(name, 'field');
  const isSecret = secret !== undefined && text !== '' && isSecretValue(text, secret.isStrong);
  return { where, value, shown: isSecret ? maskSecret(text) : text.slice(0, 4 * LONGEST_SHOWN) };
}

/** Undefined of objects and lists. */
export function textOfValue(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null ? undefined : String(value);
}

function textOf(side: Side, facts: Facts): readonly Place[] {
  const text = facts[side].body()?.text;
  return text === undefined
    ? []
    : [
        place(
          `${side}.body`,
          text
            .slice(0, 4 * LONGEST_SHOWN)
            .replace(/\s+/g, ' ')
            .trim(),
        ),
      ];
}

function membersOf(side: Side, segments: readonly string[], facts: Facts): readonly Place[] {
  let found: { readonly path: string; readonly value: unknown }[] = [{ path: '', value: documentOf(side, facts) }];
  for (const segment of segments) {
    found = found
      .flatMap(({ path, value }) =>
        namesIn(value, segment).map((name) => ({
          path: `${path}/${escapedPart(name)}`,
          value: (value as Readonly<Record<string, unknown>>)[name],
        })),
      )
      .slice(0, MOST_PLACES);
  }
  return found
    .filter(({ value }) => value !== undefined)
    .map(({ path, value }) => place(`${side}.body#${path}`, value, segments.at(-1)));
}

function namesIn(value: unknown, segment: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Object.hasOwn(value, segment) && !(Array.isArray(value) && segment === 'length')) return [segment];
  if (segment !== '*') return [];
  if (Array.isArray(value)) return Array.from(value.slice(0, MOST_MEMBERS).keys(), String);
  const names: string[] = [];
  for (const name in value) {
    if (names.push(name) === MOST_MEMBERS) break;
  }
  return names;
}

/** JSON, or the fields of a form. */
function documentOf(side: Side, facts: Facts): unknown {
  const json = facts[side].json();
  if (json !== undefined) return json;
  const message = facts.exchange[side];
  if (message === null || !isFormType(mediaType(message.headers).type)) return undefined;
  const body = facts[side].body();
  if (body === undefined || !body.isWhole || body.isRecordingCut) return undefined;
  return Object.fromEntries([...new URLSearchParams(body.text)].slice(0, MOST_PLACES));
}
