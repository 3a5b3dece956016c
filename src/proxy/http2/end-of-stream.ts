import type { Http2Stream } from 'node:http2';

/**
 * Whether the peer has ended its side of a stream with END_STREAM. Node.js emits `end` also for a stream that was reset
 * with NO_ERROR or lost with its connection, and a body that was cut there would pass for a whole one.
 */
export class EndOfStream {
  /** True as soon as END_STREAM has arrived, though bytes may still wait to be read. */
  hasArrived: boolean;

  constructor(stream: Http2Stream, hasArrived: boolean) {
    this.hasArrived = hasArrived;
    if (hasArrived) return;
    const push = stream.push;
    stream.push = (piece: unknown, encoding?: BufferEncoding) => {
      // Closing a stream for any other reason marks it as closed before it ends the side that is read.
      if (piece === null && !stream.closed) this.hasArrived = true;
      return push.call(stream, piece, encoding);
    };
  }
}
