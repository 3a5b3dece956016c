import type { Socket } from 'node:net';
import { clientHelloIn } from './client-hello.ts';
import { keepStep } from './steps.ts';

/** What a client speaks, as its first bytes show. */
export type Spoken = 'tls' | 'http1' | 'http2' | 'other';

/** What becomes of a ClientHello that was begun: the client left within it, or took too long. */
export type Unfinished = 'cut-hello' | 'late-hello';

/** First byte of a TLS record that carries a handshake (RFC 8446 §5.1). */
const TLS_HANDSHAKE = 0x16;
/** How a client begins HTTP/2 without TLS (RFC 9113 §3.4). */
const HTTP2_PREFACE = 'PRI * HTTP/2.0\r\n';

/** How long a ClientHello may take once it has begun. */
const HELLO_MS = 60_000;

/**
 * Calls back with what the first bytes show; they stay in the socket, but for the few words of a client that has closed its
 * side behind them, which are handed over, as a ClientHello is. A client that says too little in time is `other`;
 * one that speaks TLS is only told of when its ClientHello is whole, so that what breaks after that is about our answer.
 */
export function onFirstBytes(
  socket: Socket,
  silenceMs: number,
  callback: (spoken: Spoken | Unfinished, words: Buffer) => void,
): void {
  let received: Buffer = NOTHING;
  let isTls = false;
  let timer = Number.isFinite(silenceMs) ? setTimeout(() => finish('other'), silenceMs) : undefined;
  const finish = keepStep((spoken: Spoken | Unfinished) => {
    clearTimeout(timer);
    socket.off('readable', look);
    socket.off('close', onClose);
    socket.off('end', onEnd);
    const hasEnded = socket.readableEnded || socket.destroyed;
    if (received.length > 0 && !hasEnded) socket.unshift(received);
    callback(spoken, hasEnded || spoken === 'tls' ? received : NOTHING);
  });
  const look = keepStep(() => {
    const chunk: Buffer | null = socket.read();
    if (chunk === null) return; // `readable` also announces the end.
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const spoken = spokenIn(received);
    if (spoken === undefined) return;
    if (spoken !== 'tls' || clientHelloIn(received) === 'whole') {
      finish(spoken);
      return;
    }
    if (isTls) return;
    isTls = true;
    clearTimeout(timer);
    timer = setTimeout(() => finish('late-hello'), HELLO_MS).unref();
  });
  const onClose = () => {
    clearTimeout(timer);
    if (isTls) finish('cut-hello');
  };
  const onEnd = () => {
    if (isTls) finish('cut-hello');
    else if (received.length > 0) finish('other');
    else socket.destroy();
  };
  socket.on('readable', look);
  socket.once('close', onClose);
  socket.once('end', onEnd);
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
