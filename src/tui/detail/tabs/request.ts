import { safeText } from '../../cells.ts';
import { span } from '../../line.ts';
import { findInMessage, type MessageText, protocol, queryRows, rememberedMessage } from '../message.ts';
import { beginningOf, LONGEST_ROW, wire } from '../rows.ts';
import type { OpenedExchange, Tab } from '../tab.ts';

/** What the client sent: address with its parameters, header fields, body. */
export const tab: Tab = {
  name: 'Request',
  order: 2,
  hasText: () => true,
  rows: (opened, shape, cells) => rememberedMessage(opened, messageOf(opened), shape, cells).rows,
  find(opened, shape, where, cells) {
    return where.startsWith('request.') ? findInMessage(opened, messageOf(opened), shape, where, cells) : undefined;
  },
  foldable: (opened, shape, cells) => rememberedMessage(opened, messageOf(opened), shape, cells).foldable(),
};

function messageOf({ exchange }: OpenedExchange): MessageText {
  const { method, url, httpVersion, headers, body, trailers } = exchange.request;
  const line = {
    ...wire([
      span(safeText(beginningOf(method, 100)), 'strong'),
      span(` ${safeText(beginningOf(url, LONGEST_ROW))}`),
      span(` ${protocol(httpVersion)}`, 'dim'),
    ]),
    where: 'request.url',
    copies: { path: 'url', value: () => url },
  };
  return { head: [line, ...queryRows(url, exchange.startedAt)], side: 'request', headers, body, trailers };
}
