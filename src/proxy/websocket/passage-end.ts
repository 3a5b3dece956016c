import { Duplex } from 'node:stream';
import type { EventSink } from '../event-sink.ts';
import { isTurnSpent, onNextTurn, spendTurn } from '../turn.ts';

export interface EndOptions {
  /** While it is full, nothing is read and what is written waits. */
  readonly sink: EventSink;
  /** After bytes were handed on that were received. */
  onReceived?(bytes: Buffer): void;
  /** After bytes were sent, the head not counted. */
  onSent?(bytes: Buffer): void;
}

/**
 * One end of an upgraded connection as http-proxy sees it, which renders the heads of the handshake from objects with
 * lower-case keys: the head that is written first is replaced by one of our own, and all that follows passes as it is,
 * with the back-pressure of what lies below. Both directions end by themselves.
 */
export abstract class PassageEnd extends Duplex {
  readonly #options: EndOptions;
  #isHeadSent = false;
  #isHeld = false;
  /** Somebody wanted to read while it was held. */
  #isAsked = false;
  /** The other end was reset. */
  protected isReset = false;
  protected isReleased = false;

  constructor(options: EndOptions) {
    super();
    this.#options = options;
  }

  /** Sends the head that stands in place of the one that was written. */
  protected abstract sendHead(): void;
  /** False: nothing more until `onceRoom` calls back. */
  protected abstract send(bytes: Buffer): boolean;
  protected abstract onceRoom(callback: () => void): void;
  /** Reads on, until `receive` says false. */
  protected abstract readOn(): void;

  // What http-proxy sets on sockets.

  setTimeout(_milliseconds: number): this {
    return this;
  }

  setNoDelay(_isOn: boolean): this {
    return this;
  }

  setKeepAlive(_isOn: boolean, _delayMs: number): this {
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
    this.isReset = true;
  }

  /** Leaves what lies below alone from here on, open and unread. */
  release(): void {
    this.isReleased = true;
    this.destroy();
  }

  protected receive(bytes: Buffer): boolean {
    const { sink, onReceived } = this.#options;
    const isWanted = this.push(bytes);
    onReceived?.(bytes);
    spendTurn(bytes.length);
    return isWanted && !sink.isFull && !isTurnSpent();
  }

  override _read(): void {
    this.#isAsked = true;
    if (this.#isHeld) return;
    this.#options.sink.onceReady(() => {
      if (isTurnSpent()) onNextTurn(() => this.readOn());
      else this.readOn();
    });
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    const { sink, onSent } = this.#options;
    if (this.isReleased) {
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
      this.sendHead();
      rest = bytes.subarray(end + 4);
    }
    const isRoom = rest.length === 0 || this.send(rest);
    if (rest.length > 0) onSent?.(rest);
    if (isRoom) sink.onceReady(callback);
    else this.onceRoom(() => sink.onceReady(callback));
  }
}
