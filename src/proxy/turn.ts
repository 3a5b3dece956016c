import { callWaiting } from './call-waiting.ts';
import type { EventSink } from './event-sink.ts';

/** What may pass in one turn of the event loop before those who have more must wait for the next, in bytes. */
const TURN_BYTES = 1024 * 1024;
/** A message that is read beside the traffic takes as long as it takes to pass on so many bytes. */
const MESSAGE_BYTES = 1000;
/** Pieces below this size take as long as it takes to pass on so many bytes. */
const COUNTED_BYTES = 4096;
/** They are counted by so many at once: whoever sends few of them waits for answers in between, and turns are not free. */
const SMALL_PIECES = 64;

let left = TURN_BYTES;
let smallPieces = 0;
let isRenewing = false;
const waiting = new Set<() => void>();

/**
 * libuv reads 2 MiB from one socket before it looks at the next, and does so for each. With hundreds of transfers, or
 * with bytes that are dear because each eight of them are a message, a turn takes seconds, and a new call needs several.
 */
export function spendTurn(bytes: number): void {
  if (bytes >= COUNTED_BYTES) left -= bytes;
  else {
    smallPieces += 1;
    if (smallPieces < SMALL_PIECES) return;
    smallPieces = 0;
    left -= SMALL_PIECES * COUNTED_BYTES;
  }
  renewLater();
}

/** A message of a stream was read and recorded. */
export function spendTurnOnMessage(): void {
  left -= MESSAGE_BYTES;
  renewLater();
}

/** Whoever reads more than a piece shall stop, and go on by `onNextTurn`. */
export function isTurnSpent(): boolean {
  return left <= 0;
}

export function onNextTurn(callback: () => void): void {
  waiting.add(callback);
  renewLater();
}

/**
 * After a piece of a body: whether the next may follow at once. Where not, `resume` is called later: once, however many
 * pieces come meanwhile, if it is the same function each time.
 */
export function mayGoOn(sink: Pick<EventSink, 'isFull' | 'onceReady'>, bytes: number, resume: () => void): boolean {
  spendTurn(bytes);
  if (sink.isFull) sink.onceReady(resume);
  else if (isTurnSpent()) onNextTurn(resume);
  else return true;
  return false;
}

function renewLater(): void {
  if (isRenewing) return;
  isRenewing = true;
  setImmediate(renew);
}

function renew(): void {
  isRenewing = false;
  left = TURN_BYTES;
  callWaiting(waiting, renewLater);
}
