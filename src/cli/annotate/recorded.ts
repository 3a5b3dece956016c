import type { Annotation } from '../../exchange/annotation.ts';
import type { Body, Exchange, StreamMessage } from '../../exchange/exchange.ts';
import { type Headers, headerValue } from '../../exchange/headers.ts';

/** One exchange out of a file, or what is wrong with it. */
export type Recorded =
  | {
      readonly kind: 'exchange';
      readonly id: string | number;
      readonly exchange: Exchange;
      /** All that the file holds of a stream; absent where it holds no more than `lastMessages`. */
      readonly messages?: readonly StreamMessage[];
      /** What httpwhy said about it when it wrote the file, and the number that the exchange had then. */
      readonly own?: OwnWords | null;
      /** Its own past, the oldest first; null where what stood before it in the file is its past. */
      readonly history: readonly Exchange[] | null;
      /** What the file does not hold, so that its absence proves nothing. */
      readonly unknown: Unknown | null;
    }
  /** A sentence that begins with the place: `line 3: …`. */
  | { readonly kind: 'problem'; readonly message: string };

export interface OwnWords {
  readonly id: string | number;
  /** Null for an exchange that had not ended. */
  readonly annotation: Annotation | null;
}

/** Of the URL that stands for one nobody named; it never resolves (RFC 6761 §6.4). */
export const UNKNOWN_HOST = 'unknown.invalid';

export type Unknown = 'request' | 'credentials';

export type Reader = (input: AsyncIterable<Uint8Array>, options: ReadOptions) => AsyncIterable<Recorded>;

export interface ReadOptions {
  /** Epoch milliseconds that stand for a time which the file does not tell. */
  readonly recordedAt: number;
  /** As the person gave it, for responses without their request. */
  readonly request: NamedRequest | undefined;
  readonly complain: (line: string) => void;
}

export interface NamedRequest {
  readonly method: string;
  readonly url: string;
}

/**
 * Headers for a body whose content coding was undone already, as tools write them down: left in place, the coding would be
 * undone twice, and the length is that of the coded body.
 */
export function withoutCoding(headers: Headers): Headers {
  if (headerValue(headers, 'content-encoding') === undefined) return headers;
  return headers.filter(([name]) => !/^content-(?:encoding|length)$/i.test(name));
}

/** A body that is shorter than its `Content-Length` was abridged in the file. */
export function bodyOf(bytes: Uint8Array, headers: Headers): Body {
  const announced = Number(headerValue(headers, 'content-length') ?? '');
  const isCoded = headerValue(headers, 'content-encoding') !== undefined;
  const isAbridged = !isCoded && Number.isSafeInteger(announced) && announced > bytes.length;
  return { bytes, totalBytes: isAbridged ? announced : bytes.length };
}

/** `1.1` from `HTTP/1.1`, `2.0` from `h2` and `HTTP/2`; `1.1` where it is not said. */
export function httpVersion(text: string): string {
  const match = /(?:http\/|^h)?(\d)(?:\.(\d))?$/i.exec(text.trim());
  return match === null ? '1.1' : `${match[1]}.${match[2] ?? 0}`;
}
