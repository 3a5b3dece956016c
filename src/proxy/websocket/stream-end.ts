import type { ExtendedConnect, ResponseHead } from '../call.ts';
import { CANCEL } from '../http2/reset-codes.ts';
import { type EndOptions, PassageEnd } from './passage-end.ts';

interface StreamEndOptions extends EndOptions {
  /** Calls back when `write`, having said false, may be called again. */
  onceRoom(callback: () => void): void;
}

/** An end that is a stream of HTTP/2 (RFC 8441 §5): END_STREAM stands for the end of a connection, CANCEL for its reset. */
export class StreamEnd extends PassageEnd {
  /** What goes out in place of the head that is written. */
  head: ResponseHead | undefined;
  readonly #call: ExtendedConnect;
  readonly #onceRoom: (callback: () => void) => void;
  #hasEnded = false;
  #isLost = false;

  constructor(call: ExtendedConnect, options: StreamEndOptions) {
    super(options);
    this.#call = call;
    this.#onceRoom = options.onceRoom;
  }

  /** Both directions have ended in order, or were broken off here: whatever becomes of the stream is no loss. */
  get isOver(): boolean {
    return !this.isReleased && (this.destroyed || (this.#hasEnded && this.writableFinished));
  }

  /** False: nothing more until `resume`. */
  onData(bytes: Buffer): boolean {
    return this.destroyed || this.receive(bytes);
  }

  onEnd(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.push(null);
  }

  /** The stream is gone, with an error where it broke off. */
  onLost(error?: Error): void {
    this.#isLost = true;
    // What has arrived and is still to be read is not lost with it.
    if (error === undefined && this.#hasEnded && !this.readableEnded) this.once('end', () => this.destroy());
    else this.destroy(error);
  }

  protected override readOn(): void {
    if (!this.destroyed) this.#call.resume();
  }

  protected override sendHead(): void {
    if (this.head !== undefined) this.#call.respond(this.head);
  }

  protected override send(bytes: Buffer): boolean {
    return this.#call.write(bytes);
  }

  protected override onceRoom(callback: () => void): void {
    this.#onceRoom(callback);
  }

  override _final(callback: () => void): void {
    if (this.isReset) callback();
    else this.#call.halfClose(callback);
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    if (!this.isReleased && !this.#isLost) {
      if (this.writableFinished && !this.isReset) this.#call.end([]);
      else this.#call.abort(CANCEL);
    }
    callback(error);
  }
}
