import type { CertificateFacts, ServerConnection, TlsFacts } from '../exchange/connection.ts';

/** A row of the table `server_connection`. */
export interface ConnectionRecord {
  readonly id: number;
  readonly number: number;
  readonly server: string;
  readonly via: string | null;
  readonly dns_ms: number | null;
  readonly tcp_ms: number;
  readonly tls_ms: number | null;
  readonly tls_protocol: string | null;
  readonly tls_cipher: string | null;
  readonly tls_alpn: string | null;
  readonly tls_server_name: string | null;
  readonly tls_chain: string | null;
  readonly tls_distrust: string | null;
}

export function toConnectionRecord(connection: ServerConnection): Omit<ConnectionRecord, 'id'> {
  const { id: number, server, via, dnsMs, tcpMs, tlsMs, tls } = connection;
  return {
    number,
    server,
    via,
    dns_ms: dnsMs,
    tcp_ms: tcpMs,
    tls_ms: tlsMs,
    tls_protocol: tls?.protocol ?? null,
    tls_cipher: tls?.cipher ?? null,
    tls_alpn: tls?.alpn ?? null,
    tls_server_name: tls?.serverName ?? null,
    tls_chain: tls && JSON.stringify(tls.chain),
    tls_distrust: tls?.distrust ?? null,
  };
}

export function toServerConnection(record: ConnectionRecord): ServerConnection {
  return {
    id: record.number,
    server: record.server,
    via: record.via,
    dnsMs: record.dns_ms,
    tcpMs: record.tcp_ms,
    tlsMs: record.tls_ms,
    tls:
      record.tls_protocol === null
        ? null
        : {
            protocol: record.tls_protocol,
            cipher: record.tls_cipher ?? '',
            alpn: record.tls_alpn,
            serverName: record.tls_server_name,
            chain: JSON.parse(record.tls_chain ?? '[]') as readonly CertificateFacts[],
            distrust: record.tls_distrust,
          },
  };
}

const written = new WeakMap<TlsFacts, string>();

/** The exchanges of one client connection share the facts, and so the text. */
export function tlsFactsToJson(facts: TlsFacts | null): string | null {
  if (facts === null) return null;
  let json = written.get(facts);
  if (json === undefined) {
    const { protocol, cipher, alpn, serverName } = facts;
    json = JSON.stringify({ protocol, cipher, alpn, serverName });
    written.set(facts, json);
  }
  return json;
}

export function tlsFactsFromJson(json: string | null): TlsFacts | null {
  return json === null ? null : (JSON.parse(json) as TlsFacts);
}
