import type { Exchange } from './exchange.ts';

/** How long each part of an exchange took, in milliseconds; null where it was not reached or not needed. */
export interface Phases {
  readonly dnsMs: number | null;
  /** TCP, and the handshake with an upstream proxy. */
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
  /** From the connection to the last byte of the request. */
  readonly sendMs: number | null;
  /** From there to the response's head. */
  readonly waitMs: number | null;
  readonly receiveMs: number | null;
}

/** A connection that was there already cost this exchange nothing. */
export function phasesOf({ connection, timing, durationMs, response }: Exchange): Phases {
  const opened = connection.isReused ? null : connection.server;
  const { connectedMs, requestSentMs, responseStartMs } = timing;
  const isSent = connectedMs !== null && requestSentMs !== null;
  // A server may answer before the request is whole.
  const waitsFrom = Math.min(Math.max(connectedMs ?? 0, requestSentMs ?? 0), responseStartMs ?? Number.MAX_VALUE);
  return {
    dnsMs: opened?.dnsMs ?? null,
    connectMs: opened?.tcpMs ?? null,
    tlsMs: opened?.tlsMs ?? null,
    sendMs: isSent ? Math.max(0, requestSentMs - connectedMs) : null,
    waitMs: responseStartMs === null ? null : responseStartMs - waitsFrom,
    receiveMs:
      response === null || durationMs === null || responseStartMs === null
        ? null
        : Math.max(0, durationMs - responseStartMs),
  };
}

/** `dns 2.5 ms · connect 11 ms · wait 3.1 ms` needs these words; in the order in which they happen. */
export function namedPhases(phases: Phases): readonly (readonly [name: string, ms: number])[] {
  const { dnsMs, connectMs, tlsMs, sendMs, waitMs, receiveMs } = phases;
  const all: readonly (readonly [string, number | null])[] = [
    ['dns', dnsMs],
    ['connect', connectMs],
    ['tls', tlsMs],
    ['send', sendMs],
    ['wait', waitMs],
    ['receive', receiveMs],
  ];
  return all.filter((phase): phase is readonly [string, number] => phase[1] !== null);
}
