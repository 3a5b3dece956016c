import type { BadMessage } from './bad-message.ts';

export type BodyStep =
  | { readonly kind: 'more' }
  /** `rest` is what came behind the body. */
  | { readonly kind: 'end'; readonly rest: Buffer; readonly rawTrailers: readonly string[] }
  | BadMessage;

/**
 * Reads the body of one message. A body of no bytes ends with the first push, which may be an empty one. After the end
 * all bytes come back as `rest`; after a refusal every call gives the same refusal.
 */
export interface BodyReader {
  /**
   * Hands over what the bytes hold of the body, before it returns and without copying. Each chunk is a piece of its
   * own, or several where it came in several; what stood before a fault has been handed over by then.
   */
  push(bytes: Buffer, onData: (piece: Buffer) => void): BodyStep;
  /** The connection has ended: that is the end of a body only where nothing else says so. */
  finish(): BodyStep;
}
