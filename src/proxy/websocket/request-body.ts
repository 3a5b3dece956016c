import type { Socket } from 'node:net';
import type { Framing, RequestHead } from '../call.ts';
import type { EventSink } from '../event-sink.ts';
import { type BodyReader, createBodyReader } from '../http1/body.ts';
import { Outgoing } from '../http1/outgoing.ts';

export interface RequestBodyOptions {
  readonly sink: EventSink;
  readonly framing: Framing;
  /** The client's: paused, with what came behind the head still in it. */
  readonly from: Socket;
  /** The server's: the head has been written to it. */
  readonly to: Socket;
  readonly maxTrailerBytes: number;
  onPiece(bytes: Buffer): void;
  onEnd(rawTrailers: readonly string[]): void;
  /** The body breaks the protocol. */
  onBroken(reason: string): void;
  /** The client has closed its side within the body. */
  onCutOff(): void;
}

export function hasBody({ framing }: Pick<RequestHead, 'framing'>): boolean {
  return framing.kind === 'chunked' || (framing.kind === 'length' && framing.bytes > 0);
}

/**
 * The body of a request that asks for an upgrade. The connection changes its protocol behind it (RFC 9110 §7.8), so it is
 * read as what it is, framed anew, and what follows is left in the client's socket.
 */
export class RequestBody {
  readonly #options: RequestBodyOptions;
  readonly #reader: BodyReader;
  readonly #out: Outgoing;
  #isOver = false;

  constructor(options: RequestBodyOptions) {
    this.#options = options;
    const { framing, to, maxTrailerBytes } = options;
    this.#reader = createBodyReader(framing, { maxTrailerBytes });
    this.#out = new Outgoing(to);
    this.#out.begin('', framing.kind === 'chunked');
  }

  start(): void {
    const { from } = this.#options;
    from.on('data', this.#onData);
    from.on('end', this.#onCutOff);
    this.#proceed();
  }

  /** Nobody wants the rest: a client that reads nothing before it has sent everything is let go on. */
  stop(): void {
    if (this.#isOver) return;
    this.#leave();
    this.#options.from.on('data', () => undefined).resume();
  }

  readonly #onData = (bytes: Buffer): void => {
    const { from, to, sink, onPiece, onEnd, onBroken } = this.#options;
    let isRoom = true;
    const step = this.#reader.push(bytes, (piece) => {
      isRoom = this.#out.write(piece);
      onPiece(piece);
    });
    if (this.#isOver) return;
    if (step.kind === 'more') {
      if (isRoom && !sink.isFull) return;
      from.pause();
      if (isRoom) this.#proceed();
      else to.once('drain', () => this.#proceed());
      return;
    }
    this.#leave();
    from.pause();
    if (step.kind === 'bad') {
      onBroken(step.message);
      return;
    }
    this.#out.end(step.rawTrailers);
    if (step.rest.length > 0) from.unshift(step.rest);
    onEnd(step.rawTrailers);
  };

  readonly #onCutOff = (): void => {
    this.#leave();
    this.#options.onCutOff();
  };

  #proceed(): void {
    const { from, sink } = this.#options;
    sink.onceReady(() => {
      if (!this.#isOver) from.resume();
    });
  }

  #leave(): void {
    this.#isOver = true;
    this.#options.from.off('data', this.#onData).off('end', this.#onCutOff);
  }
}
