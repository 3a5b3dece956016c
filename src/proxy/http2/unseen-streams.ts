import type { ServerHttp2Session } from 'node:http2';
import { type NetworkError, networkError } from '../network-error.ts';

/** How often a connection is looked at: no event tells of a request that was refused below our own code. */
const LOOK_MS = 250;

/**
 * Finds the requests that node:http2 resets by itself, unseen: malformed ones, and those with too many fields. All that
 * is known of them is that their streams were processed (`lastProcStreamID`) and never handed over.
 */
export class UnseenStreams {
  readonly #session: ServerHttp2Session;
  readonly #maxFields: number;
  readonly #onFound: (problem: NetworkError) => void;
  readonly #timer: NodeJS.Timeout;
  /** The last stream that was handed over or spoken of. */
  #lastId = 0;
  /** The stream for which a ping is under way. */
  #askedId = 0;
  #isOver = false;

  constructor(session: ServerHttp2Session, maxFields: number, onFound: (problem: NetworkError) => void) {
    this.#session = session;
    this.#maxFields = maxFields;
    this.#onFound = onFound;
    this.#timer = setInterval(() => this.#look(), LOOK_MS).unref();
  }

  /** A stream that was handed over; with `isComplete` none before it can have been refused for want of room. */
  saw(id: number, isComplete: boolean): void {
    const first = this.#lastId + 2;
    this.#lastId = Math.max(this.#lastId, id);
    // Clients count their streams by two, but begin where they like: Firefox at 15, nghttp at 13.
    if (!isComplete || first === 2 || id <= first) return;
    this.#tellMalformed(first === id - 2 ? `stream ${first}` : `streams ${first} to ${id - 2}`);
  }

  /** The connection is closed. */
  end(): void {
    const id = this.#processedId();
    this.stop();
    if (id > this.#lastId)
      this.#tell(
        `the client left in the middle of the head of an HTTP/2 request, or sent a malformed one (stream ${id})`,
      );
  }

  /** Nothing is told any more: what is wrong with the connection is known. */
  stop(): void {
    this.#isOver = true;
    clearInterval(this.#timer);
  }

  #look(): void {
    const id = this.#processedId();
    if (id <= this.#lastId || id === this.#askedId) return;
    this.#askedId = id;
    // A head in several frames is processed from the first one on; between them there is no answer (RFC 9113 §6.10).
    this.#session.ping((error: Error | null) => {
      if (error !== null || id <= this.#lastId || this.#isOver) return;
      this.#lastId = id;
      this.#tellMalformed(`stream ${id}`);
    });
  }

  /** 0 for a session that is gone. */
  #processedId(): number {
    return this.#session.state.lastProcStreamID ?? 0;
  }

  #tellMalformed(where: string): void {
    this.#tell(
      `a malformed HTTP/2 request was reset unread (${where}): its pseudo-header fields are not those of a request, ` +
        `or it has a field that HTTP/2 forbids, or more than ${this.#maxFields} fields`,
    );
  }

  #tell(message: string): void {
    this.#onFound(networkError('request', 'ERR_PROXY_BAD_REQUEST', message));
  }
}
