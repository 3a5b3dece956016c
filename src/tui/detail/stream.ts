import type { StreamMessage } from '../../exchange/exchange.ts';
import type { OpenedExchange } from './tab.ts';

const PAGE = 100;
const MOST_PAGES = 20;

const pages = new WeakMap<OpenedExchange, Map<number, readonly StreamMessage[]>>();

/** One message of a stream by its place from 0, read a page at a time; undefined where it was not recorded. */
export function messageAt(opened: OpenedExchange, index: number): StreamMessage | undefined {
  const known = pages.get(opened) ?? new Map<number, readonly StreamMessage[]>();
  pages.set(opened, known);
  const page = Math.floor(index / PAGE);
  let messages = known.get(page);
  if (messages === undefined) {
    messages = opened.contents.messages(opened.exchange.id, page * PAGE, PAGE);
    known.set(page, messages);
    if (known.size > MOST_PAGES) known.delete(known.keys().next().value!);
  }
  return messages[index % PAGE];
}

/** A server-sent event taken apart (HTML Standard, §9.2.6). */
export interface ServerEvent {
  /** Fields other than `data`, in order. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The `data` lines joined; undefined where there is none. */
  readonly data: string | undefined;
}

export function serverEvent(text: string): ServerEvent {
  const fields: (readonly [string, string])[] = [];
  const data: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === '') continue;
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') data.push(value);
    else fields.push([name === '' ? 'comment' : name, value]);
  }
  return { fields, data: data.length === 0 ? undefined : data.join('\n') };
}
