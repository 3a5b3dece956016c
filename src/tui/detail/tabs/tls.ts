import type { CertificateFacts, ServerTlsFacts, TlsFacts } from '../../../exchange/connection.ts';
import { formatDuration } from '../../../exchange/units.ts';
import { beginningOf, fact, GAP, heading, LONGEST_ROW, prose, type Row, rowsOf, warning } from '../rows.ts';
import type { OpenedExchange, Tab } from '../tab.ts';

/** Both TLS connections, and the certificates that the server showed. */
export const tab: Tab = {
  name: 'TLS',
  order: 7,
  hasText: ({ exchange }) => exchange.connection.clientTls !== null || exchange.connection.server?.tls != null,
  rows: (opened) => rowsOf(rowsFor(opened)),
  find(opened, shape, where) {
    if (!/^connection\b/.test(where) || !tab.hasText(opened)) return undefined;
    return { shape, row: 0 };
  },
};

function rowsFor({ exchange }: OpenedExchange): readonly Row[] {
  const { clientTls, server } = exchange.connection;
  const serverTls = server?.tls ?? null;
  if (clientTls === null && serverTls === null) {
    const isTls = /^(?:https|wss):/i.test(exchange.request.url);
    return [prose(isTls ? 'No TLS handshake was completed.' : 'No TLS: this call went as plain HTTP.')];
  }
  return [
    heading('with the server'),
    ...(serverTls === null
      ? [prose(server === null ? 'no server was reached' : 'plain HTTP')]
      : serverRows(serverTls, exchange.startedAt)),
    GAP,
    heading('with the client'),
    ...(clientTls === null ? [prose('plain HTTP')] : factRows(clientTls)),
  ];
}

function factRows({ protocol, cipher, alpn, serverName }: TlsFacts): readonly Row[] {
  return [
    fact('protocol', protocol),
    fact('cipher', cipher),
    fact('alpn', alpn ?? 'none agreed on'),
    fact('name', serverName ?? 'none sent (no SNI)'),
  ];
}

function serverRows(tls: ServerTlsFacts, at: number): readonly Row[] {
  const { chain, distrust } = tls;
  return [
    ...factRows(tls),
    ...(distrust === null
      ? [fact('trust', 'the chain is trusted')]
      : [warning(`The chain is not trusted: ${distrust}`)]),
    ...chain.flatMap((certificate, index) => certificateRows(certificate, index, at)),
  ];
}

function certificateRows(certificate: CertificateFacts, index: number, at: number): readonly Row[] {
  const { subject, issuer, names, validFrom, validTo, fingerprint } = certificate;
  const validity = validityAt(validFrom, validTo, at);
  return [
    GAP,
    heading(index === 0 ? 'certificate of the server' : `certificate ${index + 1} of its chain`),
    fact('subject', beginningOf(subject, LONGEST_ROW)),
    fact('issuer', `${beginningOf(issuer, LONGEST_ROW)}${issuer === subject ? ' (itself)' : ''}`),
    ...(names.length === 0 ? [] : [fact('names', beginningOf(names.join(', '), LONGEST_ROW))]),
    fact('valid', `${validFrom} to ${validTo}`),
    ...(validity.isGood ? [fact('', validity.words)] : [warning(`           ${validity.words}`)]),
    fact('sha-256', fingerprint),
  ];
}

function validityAt(
  validFrom: string,
  validTo: string,
  at: number,
): { readonly isGood: boolean; readonly words: string } {
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  if (to < at) return { isGood: false, words: `expired ${formatDuration(at - to)} before this call` };
  if (from > at) return { isGood: false, words: `not valid until ${formatDuration(from - at)} after this call` };
  return { isGood: true, words: Number.isNaN(to) ? '' : `${formatDuration(to - at)} left at this call` };
}
