import type { Socket } from 'node:net';
import type { RequestHead, ResponseHead } from '../call.ts';
import type { NetworkError } from '../network-error.ts';
import type { Target } from '../target.ts';
import type { EndOptions, PassageEnd } from './passage-end.ts';

export type FinalHead = Omit<ResponseHead, 'framing'>;

/** The client that asks for an upgrade: a connection of HTTP/1.1, or one stream of HTTP/2. */
export interface UpgradeClient {
  readonly head: RequestHead;
  /** From where the request's body is read; null where it has none. */
  readonly bodyFrom: Socket | null;
  /** Calls back when the client broke off in place of an end in order. `onceClosed` follows. */
  onceReset(callback: (error: NetworkError) => void): void;
  /** Calls back when there is no client any more, in order or not. */
  onceClosed(callback: () => void): void;
  /** The head of the handshake that is made with the server. Throws `RangeError` for one that HTTP/1.1 cannot express. */
  handshake(target: Target): string;
  /** What http-proxy is to join with the server's end. To be called once. */
  open(options: EndOptions): PassageEnd;
  /** An interim response (1xx but 101). */
  interim(head: FinalHead): void;
  /**
   * The server has switched protocols (101): what the client is told of it goes out with the first bytes that are written to
   * the end. Throws `RangeError` for a head that cannot be passed on, `NetworkError` for one that is no answer to the handshake.
   */
  accept(head: FinalHead): void;
  /**
   * Any other final response, whose `rawHeaders` are end-to-end fields, `Upgrade` and `Transfer-Encoding`. Throws like `accept`.
   * The end is to be released.
   */
  refuse(head: FinalHead): RefusalBody;
  destroy(): void;
}

/** The body of a response that is no switch, and the end of all. */
export interface RefusalBody {
  /** False: wait for `onceRoom`. */
  write(bytes: Buffer): boolean;
  onceRoom(callback: () => void): void;
  end(rawTrailers: readonly string[]): void;
  /** The client is to see that this is not all. */
  breakOff(): void;
}
