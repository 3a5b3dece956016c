import { type Connection, NO_CONNECTION, NO_TIMING, type Timing } from '../../exchange/exchange.ts';
import type { HarEntry } from './entry-schema.ts';

type Timings = NonNullable<HarEntry['timings']>;

/** What the times and the address tell of the connection that carried an entry. */
export function connectionOf(entry: HarEntry): Connection {
  const server = serverAddress(entry);
  if (server === undefined) return NO_CONNECTION;
  const { timings, connection } = entry;
  const { tcpMs, tlsMs } = handshakes(entry);
  const number = Number(connection ?? '');
  return {
    ...NO_CONNECTION,
    server: {
      id: Number.isSafeInteger(number) && number > 0 ? number : 0,
      server,
      via: null,
      dnsMs: known(timings?.dns),
      tcpMs: tcpMs ?? 0,
      tlsMs,
      tls: null,
    },
    isReused: (tcpMs ?? 0) + (tlsMs ?? 0) === 0,
  };
}

/** `address:port`; the port is that of the URL, for no tool writes it down. */
function serverAddress({ serverIPAddress, request }: HarEntry): string | undefined {
  const address = (serverIPAddress ?? '').replace(/^\[|\]$/g, '');
  if (!/^[\da-f.:]{2,45}$/i.test(address) || !URL.canParse(request.url)) return undefined;
  const { port, protocol } = new URL(request.url);
  const isPlain = protocol === 'http:' || protocol === 'ws:';
  return `${address.includes(':') ? `[${address}]` : address}:${port || (isPlain ? 80 : 443)}`;
}

/** Milliseconds from the start, one part after the other (HAR 1.2, "timings"). */
export function timingOf(entry: HarEntry, hasResponse: boolean): Timing {
  const { timings } = entry;
  if (!timings || (known(timings.wait) === null && known(timings.send) === null)) return NO_TIMING;
  const { tcpMs, tlsMs } = handshakes(entry);
  const before = [timings.blocked, timings.dns].reduce<number>((sum, ms) => sum + (known(ms) ?? 0), 0);
  const connectedMs = before + (tcpMs ?? 0) + (tlsMs ?? 0);
  const requestSentMs = connectedMs + (known(timings.send) ?? 0);
  return {
    connectedMs,
    requestSentMs,
    responseStartMs: hasResponse ? requestSentMs + (known(timings.wait) ?? 0) : null,
  };
}

/** `ssl` is a part of `connect`; mitmproxy counts it beside it, which the sum of all tells. */
function handshakes({ timings, time }: HarEntry): { readonly tcpMs: number | null; readonly tlsMs: number | null } {
  const connect = known(timings?.connect);
  const ssl = known(timings?.ssl);
  if (!timings || connect === null) return { tcpMs: null, tlsMs: null };
  if (ssl === null) return { tcpMs: connect, tlsMs: null };
  const isBeside =
    ssl > connect || Math.abs(sumOf(timings) + ssl - (time ?? 0)) < Math.abs(sumOf(timings) - (time ?? 0));
  return { tcpMs: isBeside ? connect : connect - ssl, tlsMs: ssl };
}

function sumOf({ blocked, dns, connect, send, wait, receive }: Timings): number {
  return [blocked, dns, connect, send, wait, receive].reduce<number>((sum, ms) => sum + (known(ms) ?? 0), 0);
}

/** -1 and null stand for what was not needed. */
function known(ms: number | null | undefined): number | null {
  return typeof ms === 'number' && ms >= 0 ? ms : null;
}
