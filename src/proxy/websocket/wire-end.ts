import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type EndOptions, PassageEnd } from './passage-end.ts';

export interface WireEndOptions extends EndOptions {
  /** After the head was written. */
  onHeadSent?(): void;
}

/** An end that is a connection of its own. */
export class WireEnd extends PassageEnd {
  /** What goes out in place of the head that is written; one character for each byte. */
  head = '';
  readonly #socket: Socket;
  readonly #onHeadSent: (() => void) | undefined;
  #isReading = false;
  #hasEnded = false;

  constructor(socket: Socket, options: WireEndOptions) {
    super(options);
    this.#socket = socket;
    this.#onHeadSent = options.onHeadSent;
    socket.allowHalfOpen = true;
    socket.on('end', this.#onEnd);
    socket.on('error', this.#onError);
    socket.on('close', this.#onClose);
  }

  override setTimeout(milliseconds: number): this {
    this.#socket.setTimeout(milliseconds);
    return this;
  }

  override setNoDelay(isOn: boolean): this {
    this.#socket.setNoDelay(isOn);
    return this;
  }

  override setKeepAlive(isOn: boolean, delayMs: number): this {
    this.#socket.setKeepAlive(isOn, delayMs);
    return this;
  }

  override release(): void {
    this.#socket.off('data', this.#onData);
    this.#socket.off('end', this.#onEnd);
    this.#socket.off('close', this.#onClose);
    this.#socket.pause();
    super.release();
  }

  protected override readOn(): void {
    if (this.isReleased) return;
    if (!this.#isReading) {
      this.#isReading = true;
      this.#socket.on('data', this.#onData);
    }
    this.#socket.resume();
  }

  protected override sendHead(): void {
    this.#socket.write(this.head, 'latin1');
    this.#onHeadSent?.();
  }

  protected override send(bytes: Buffer): boolean {
    return this.#socket.write(bytes);
  }

  protected override onceRoom(callback: () => void): void {
    this.#socket.once('drain', callback);
  }

  override _final(callback: () => void): void {
    const socket = this.#socket;
    if (this.isReleased || socket.destroyed) callback();
    else if (this.isReset) socket.write('', () => callback());
    else socket.end(() => callback());
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    const socket = this.#socket;
    if (!this.isReleased && !socket.destroyed) {
      // TLS cannot be reset by itself; without its own goodbye the other end sees that it broke off.
      if (this.isReset && !(socket instanceof TLSSocket)) socket.resetAndDestroy();
      else socket.destroy();
    }
    callback(error);
  }

  readonly #onData = (bytes: Buffer): void => {
    if (!this.receive(bytes)) this.#socket.pause();
  };

  readonly #onEnd = (): void => {
    this.#hasEnded = true;
    this.push(null);
  };

  readonly #onError = (error: Error): void => {
    if (!this.isReleased) this.destroy(error);
  };

  readonly #onClose = (): void => {
    // What has arrived and is still to be read is not lost with the socket.
    if (this.#hasEnded && this.#isReading && !this.readableEnded) this.once('end', () => this.destroy());
    else this.destroy();
  };
}
