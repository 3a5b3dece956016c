import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { EventSink } from '../event-sink.ts';
import { isTurnSpent, onNextTurn, spendTurn } from '../turn.ts';

export interface WireEndOptions {
  /** While it is full, nothing is read and what is written waits. */
  readonly sink: EventSink;
  /** After bytes were handed on that the socket received. */
  onReceived?(bytes: Buffer): void;
  /** After bytes were written to the socket, the head not counted. */
  onSent?(bytes: Buffer): void;
  /** After the head was written. */
  onHeadSent?(): void;
}

/**
 * One end of an upgraded connection as http-proxy sees it, which renders the heads of the handshake from objects with
 * lower-case keys: the head that is written first is replaced by `head`, and all that follows passes as it is, with
 * the socket's own back-pressure. Both directions end by themselves.
 */
export class WireEnd extends Duplex {
  /** What goes out in place of the head that is written; one character for each byte. */
  head = '';
  readonly #socket: Socket;
  readonly #options: WireEndOptions;
  #isHeadSent = false;
  #isReading = false;
  #isHeld = false;
  /** Somebody wanted to read while it was held. */
  #isAsked = false;
  #hasEnded = false;
  #isReset = false;
  #isReleased = false;

  constructor(socket: Socket, options: WireEndOptions) {
    super();
    this.#socket = socket;
    this.#options = options;
    socket.allowHalfOpen = true;
    socket.on('end', this.#onEnd);
    socket.on('error', this.#onError);
    socket.on('close', this.#onClose);
  }

  setTimeout(milliseconds: number): this {
    this.#socket.setTimeout(milliseconds);
    return this;
  }

  setNoDelay(isOn: boolean): this {
    this.#socket.setNoDelay(isOn);
    return this;
  }

  setKeepAlive(isOn: boolean, delayMs: number): this {
    this.#socket.setKeepAlive(isOn, delayMs);
    return this;
  }

  /** Destroys it as soon as what was written has gone out. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished || this.destroyed) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  /** Nothing is read until `letGo`: what comes first is for another reader. */
  hold(): void {
    this.#isHeld = true;
  }

  letGo(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    if (this.#isAsked) this._read();
  }

  /** The other end was reset: this one will be, too, in place of an orderly end. */
  reset(): void {
    this.#isReset = true;
  }

  /** Leaves the socket alone from here on, open and unread. */
  release(): void {
    this.#isReleased = true;
    this.#socket.off('data', this.#onData);
    this.#socket.off('end', this.#onEnd);
    this.#socket.off('close', this.#onClose);
    this.#socket.pause();
    this.destroy();
  }

  override _read(): void {
    this.#isAsked = true;
    if (this.#isHeld) return;
    if (!this.#isReading) {
      this.#isReading = true;
      this.#socket.on('data', this.#onData);
    }
    this.#options.sink.onceReady(() => {
      if (isTurnSpent()) onNextTurn(() => this.#resume());
      else this.#resume();
    });
  }

  #resume(): void {
    if (!this.#isReleased) this.#socket.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    const socket = this.#socket;
    if (this.#isReleased) {
      callback();
      return;
    }
    let rest = bytes;
    if (!this.#isHeadSent) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end === -1) {
        callback();
        return;
      }
      this.#isHeadSent = true;
      socket.write(this.head, 'latin1');
      this.#options.onHeadSent?.();
      rest = bytes.subarray(end + 4);
    }
    const isRoom = rest.length === 0 || socket.write(rest);
    if (rest.length > 0) this.#options.onSent?.(rest);
    if (isRoom) this.#options.sink.onceReady(callback);
    else socket.once('drain', () => this.#options.sink.onceReady(callback));
  }

  override _final(callback: () => void): void {
    const socket = this.#socket;
    if (this.#isReleased || socket.destroyed) callback();
    else if (this.#isReset) socket.write('', () => callback());
    else socket.end(() => callback());
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    const socket = this.#socket;
    if (!this.#isReleased && !socket.destroyed) {
      // TLS cannot be reset by itself; without its own goodbye the other end sees that it broke off.
      if (this.#isReset && !(socket instanceof TLSSocket)) socket.resetAndDestroy();
      else socket.destroy();
    }
    callback(error);
  }

  readonly #onData = (bytes: Buffer): void => {
    const isWanted = this.push(bytes);
    this.#options.onReceived?.(bytes);
    spendTurn(bytes.length);
    if (!isWanted || this.#options.sink.isFull || isTurnSpent()) this.#socket.pause();
  };

  readonly #onEnd = (): void => {
    this.#hasEnded = true;
    this.push(null);
  };

  readonly #onError = (error: Error): void => {
    if (!this.#isReleased) this.destroy(error);
  };

  readonly #onClose = (): void => {
    // What has arrived and is still to be read is not lost with the socket.
    if (this.#hasEnded && this.#isReading && !this.readableEnded) this.once('end', () => this.destroy());
    else this.destroy();
  };
}
