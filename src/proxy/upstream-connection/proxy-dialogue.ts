import type { Socket } from 'node:net';
import { runStep, type Step, type StepLimits } from './step.ts';
import { proxyError, type UpstreamProxy } from './upstream-proxy.ts';

/** An answer of a proxy, and how many of the bytes received it took. */
export interface Answer<T> {
  readonly value: T;
  readonly bytes: number;
}

/** The answer at the beginning of what has come so far; undefined while it is not whole. May throw a `NetworkError`. */
export type ReadAnswer<T> = (received: Buffer) => Answer<T> | undefined;

/** No answer that opens a tunnel is longer. */
const MAX_ANSWER_BYTES = 16 * 1024;

/**
 * Sends bytes to a proxy and reads its answer; what follows the answer stays in the socket.
 * Rejects with a `NetworkError` that names the proxy, and leaves the socket to the caller.
 */
export function ask<T>(
  socket: Socket,
  proxy: UpstreamProxy,
  question: string | Buffer,
  readAnswer: ReadAnswer<T>,
  limits: StepLimits,
): Promise<T> {
  const step: Step = {
    phase: 'connect',
    timedOut: () => proxyError(proxy, `did not answer within ${limits.timeoutMs} ms`),
  };
  return runStep<T>(step, limits, (done, fail) => {
    let received: Buffer = Buffer.alloc(0);
    // Reading by `readable` leaves the socket as new: after `pause` it would wait for an explicit `resume`.
    const onReadable = () => {
      for (let piece = socket.read(); piece !== null; piece = socket.read()) {
        received = Buffer.concat([received, piece as Buffer]);
      }
      if (received.length === 0) return;
      let answer: Answer<T> | undefined;
      try {
        answer = readAnswer(received);
      } catch (error) {
        fail(error);
        return;
      }
      if (answer === undefined) {
        if (received.length > MAX_ANSWER_BYTES) fail(proxyError(proxy, 'sent an answer that is too long'));
        return;
      }
      done(answer.value);
      if (answer.bytes < received.length) socket.unshift(received.subarray(answer.bytes));
    };
    const onError = (error: NodeJS.ErrnoException) =>
      fail(proxyError(proxy, `broke the connection off (${error.code ?? error.message})`));
    const onEnd = () => fail(proxyError(proxy, 'closed the connection without an answer'));
    // Its events may have passed already.
    if (socket.destroyed) onEnd();
    socket.on('readable', onReadable);
    socket.on('error', onError);
    socket.on('end', onEnd);
    socket.on('close', onEnd);
    socket.write(question);
    return () => {
      socket.off('readable', onReadable);
      socket.off('error', onError);
      socket.off('end', onEnd);
      socket.off('close', onEnd);
    };
  });
}
