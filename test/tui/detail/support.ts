import type { AnnotatedExchange, Annotation } from '../../../src/exchange/annotation.ts';
import type { Exchange, StreamMessage } from '../../../src/exchange/exchange.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import type { Rows } from '../../../src/tui/detail/rows.ts';
import { type Contents, FIRST_SHAPE, type OpenedExchange, type Shape, type Tab } from '../../../src/tui/detail/tab.ts';
import { TABS } from '../../../src/tui/detail/tabs.ts';
import { textOf } from '../../../src/tui/line.ts';
import { body, exchange } from '../support.ts';

export function tabNamed(name: string): Tab {
  const found = TABS.find((tab) => tab.name === name);
  if (found === undefined) throw new Error(`there is no tab ${name}`);
  return found;
}

/** The bodies and messages of an exchange as a capture would give them. */
export function contentsOf({ request, response }: Exchange, messages: readonly StreamMessage[] = []): Contents {
  const bytesOf = (side: 'request' | 'response') =>
    (side === 'request' ? request.body : response?.body)?.bytes ?? new Uint8Array();
  return {
    bodySize: (_id, side) => bytesOf(side).length,
    body: (_id, side, from, length) => bytesOf(side).subarray(from, from + length),
    messages: (_id, from, limit) => messages.slice(from, from + limit),
  };
}

export function openedExchange(
  { exchange, annotation }: AnnotatedExchange,
  messages: readonly StreamMessage[] = [],
): OpenedExchange {
  return { exchange, annotation, contents: contentsOf(exchange, messages) };
}

/** An exchange whose response has this body. */
export function withBody(
  content: string | Uint8Array,
  type: string,
  headers: Headers = [],
  totalBytes?: number,
): Exchange {
  const { response } = exchange();
  return exchange({
    response: { ...response!, headers: [['Content-Type', type], ...headers], body: body(content, totalBytes) },
  });
}

export function texts(rows: Rows): readonly string[] {
  return Array.from({ length: rows.count }, (_, index) => textOf(rows.at(index).line).trimEnd());
}

/** The rows of a tab as text. */
export function textsOfTab(
  name: string,
  exchange: Exchange,
  {
    annotation = null,
    shape = FIRST_SHAPE,
    cells = 100,
    messages = [],
  }: {
    readonly annotation?: Annotation | null;
    readonly shape?: Shape;
    readonly cells?: number;
    readonly messages?: readonly StreamMessage[];
  } = {},
): readonly string[] {
  return texts(tabNamed(name).rows(openedExchange({ exchange, annotation }, messages), shape, cells));
}

/** The rows of a response's body, without the line that names its type. */
export function bodyTexts(
  content: string | Uint8Array,
  type: string,
  options: Parameters<typeof textsOfTab>[2] = {},
): readonly string[] {
  const rows = textsOfTab('Response', withBody(content, type), options);
  return rows.slice(rows.findIndex((row) => row.startsWith('body ')) + 1);
}

export function folded(...keys: readonly string[]): Shape {
  return { ...FIRST_SHAPE, folds: new Set(keys) };
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token with these claims; its signature is nobody's. */
export function token(claims: object): string {
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
}
