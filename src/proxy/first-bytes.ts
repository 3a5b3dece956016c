import type { Socket } from 'node:net';

/** What a client speaks, as its first bytes show. */
export type Spoken = 'tls' | 'http1' | 'http2' | 'other';

/** First byte of a TLS record that carries a handshake (RFC 8446 §5.1). */
const TLS_HANDSHAKE = 0x16;
/** How a client begins HTTP/2 without TLS (RFC 9113 §3.4). */
const HTTP2_PREFACE = 'PRI * HTTP/2.0\r\n';

/** Calls back with what the first bytes show; they stay in the socket. A client that says nothing in time is `other`. */
export function onFirstBytes(socket: Socket, silenceMs: number, callback: (spoken: Spoken) => void): void {
  const finish = (spoken: Spoken) => {
    clearTimeout(timer);
    socket.off('readable', look);
    socket.off('close', forget);
    socket.off('end', leave);
    callback(spoken);
  };
  const look = () => {
    const chunk: Buffer | null = socket.read();
    if (chunk === null) return; // `readable` also announces the end.
    socket.unshift(chunk);
    finish(spokenIn(chunk));
  };
  const forget = () => clearTimeout(timer);
  const leave = () => socket.destroy();
  const timer = Number.isFinite(silenceMs) ? setTimeout(() => finish('other'), silenceMs) : undefined;
  socket.on('readable', look);
  socket.once('close', forget);
  socket.once('end', leave);
}

export function spokenIn(first: Buffer): Spoken {
  if (first[0] === TLS_HANDSHAKE) return 'tls';
  const text = first.toString('latin1', 0, 32);
  if (text.startsWith(HTTP2_PREFACE.slice(0, Math.max(4, text.length)))) return 'http2';
  // A method in capitals and the beginning of a target, or as much of a method as has arrived; `SSH-2.0` is none.
  return /^[A-Z][A-Z-]{0,19}(?:$| [/*h])/i.test(text.split('\r')[0]!) ? 'http1' : 'other';
}
