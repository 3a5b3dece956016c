import { grpcStatusOf } from '../../../exchange/grpc-status.ts';
import type { Phase } from '../../../exchange/transport-error.ts';
import { safeText } from '../../cells.ts';
import { span } from '../../line.ts';
import { findInMessage, type MessageText, type Placed, protocol, rememberedMessage } from '../message.ts';
import { beginningOf, fact, LONGEST_ROW, prose, rowsOf, wire } from '../rows.ts';
import type { OpenedExchange, Tab } from '../tab.ts';

/** What came back, or what broke. */
export const tab: Tab = {
  name: 'Response',
  order: 3,
  hasText: ({ exchange }) => exchange.response !== null || exchange.error !== null,
  rows(opened, shape, cells) {
    const message = messageOf(opened);
    return message === undefined ? rowsOf(nothing(opened)) : rememberedMessage(opened, message, shape, cells).rows;
  },
  find(opened, shape, where, cells) {
    if (!/^(?:response|error)\b/.test(where)) return undefined;
    const message = messageOf(opened);
    if (message !== undefined) return findInMessage(opened, message, shape, where, cells);
    const row = nothing(opened).findIndex((each) => each.where !== undefined && where.startsWith('error'));
    return row < 0 ? undefined : { shape, row };
  },
  foldable(opened, shape, cells) {
    const message = messageOf(opened);
    return message === undefined ? [] : rememberedMessage(opened, message, shape, cells).foldable();
  },
};

const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  dns: 'resolving the name',
  connect: 'connecting',
  'tls-upstream': 'in the TLS handshake with the server',
  'tls-client': 'in the TLS handshake with the client',
  request: 'sending the request',
  response: 'reading the response',
};

function messageOf(opened: OpenedExchange): MessageText | undefined {
  const { response } = opened.exchange;
  if (response === null) return undefined;
  const { status, reason, httpVersion, headers, body, trailers } = response;
  const line: Placed = {
    ...wire([
      span(`${protocol(httpVersion)} `, 'dim'),
      span(`${status} ${safeText(beginningOf(reason, LONGEST_ROW))}`.trimEnd(), 'strong'),
    ]),
    where: 'response.status',
    copies: { path: 'status', value: () => String(status) },
  };
  const grpc = grpcStatusOf(opened.exchange);
  const ending =
    grpc === null
      ? []
      : [fact('grpc', `${grpc.code} ${grpc.name ?? ''} ${beginningOf(grpc.message, LONGEST_ROW)}`.trimEnd(), 4)];
  return { head: [...brokenRows(opened), line, ...ending], side: 'response', headers, body, trailers };
}

/** What broke, and what the client got instead. */
function brokenRows({ exchange }: OpenedExchange): readonly Placed[] {
  const { error, proxyStatus } = exchange;
  const rows: Placed[] = [];
  if (error !== null) {
    const broke = `Broke while ${PHASE_WORDS[error.phase]}: ${error.code}`;
    rows.push({
      line: [span(safeText(broke), 'strong'), span(` ${safeText(beginningOf(error.message, LONGEST_ROW))}`)],
      hang: 2,
      wrap: 'words',
      where: 'error.code',
      copies: { path: 'error', value: () => `${error.code} ${error.message}` },
    });
  }
  if (proxyStatus !== null) rows.push(prose(`httpwhy itself answered the client with ${proxyStatus}.`));
  return rows;
}

function nothing(opened: OpenedExchange): readonly Placed[] {
  const rows = brokenRows(opened);
  if (rows.length > 0) return rows;
  const { durationMs } = opened.exchange;
  return [prose(durationMs === null ? 'Nothing has come back yet.' : 'No status line came.')];
}
