import type { Socket } from 'node:net';

/** What a client speaks, as its first bytes show. */
export type Spoken = 'tls' | 'http1' | 'http2' | 'other';

/** First byte of a TLS record that carries a handshake (RFC 8446 §5.1). */
const TLS_HANDSHAKE = 0x16;
/** How a client begins HTTP/2 without TLS (RFC 9113 §3.4). */
const HTTP2_PREFACE = 'PRI * HTTP/2.0\r\n';

/** Calls back with what the first bytes show; they stay in the socket. A client that says too little in time is `other`. */
export function onFirstBytes(socket: Socket, silenceMs: number, callback: (spoken: Spoken) => void): void {
  let received: Buffer = NOTHING;
  const finish = (spoken: Spoken) => {
    clearTimeout(timer);
    socket.off('readable', look);
    socket.off('close', forget);
    socket.off('end', leave);
    if (received.length > 0) socket.unshift(received);
    callback(spoken);
  };
  const look = () => {
    const chunk: Buffer | null = socket.read();
    if (chunk === null) return; // `readable` also announces the end.
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const spoken = spokenIn(received);
    if (spoken !== undefined) finish(spoken);
  };
  const forget = () => clearTimeout(timer);
  const leave = () => {
    if (received.length > 0) finish('other');
    else socket.destroy();
  };
  const timer = Number.isFinite(silenceMs) ? setTimeout(() => finish('other'), silenceMs) : undefined;
  socket.on('readable', look);
  socket.once('close', forget);
  socket.once('end', leave);
}

/** A method, and the beginning of a target: a path, `*`, or a URL; `SSH-2.0`, `QUIT` and `EHLO host` have none. */
const REQUEST_LINE = /^[A-Z][A-Z-]{0,19} (?:[/*]|https?:\/\/)/i;
/** What may yet become a request line. */
const REQUEST_LINE_BEGUN = /^[A-Z][A-Z-]{0,19}(?: (?:h|ht|htt|https?|https?:|https?:\/)?)?$/i;

/** Undefined where there is too little to tell. */
export function spokenIn(first: Buffer): Spoken | undefined {
  if (first[0] === TLS_HANDSHAKE) return 'tls';
  const text = first.toString('latin1', 0, 64);
  if (text.startsWith(HTTP2_PREFACE)) return 'http2';
  if (HTTP2_PREFACE.startsWith(text)) return undefined;
  if (REQUEST_LINE.test(text)) return 'http1';
  return REQUEST_LINE_BEGUN.test(text) ? undefined : 'other';
}

const NOTHING = Buffer.alloc(0);
