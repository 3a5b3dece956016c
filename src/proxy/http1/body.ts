import type { Framing } from '../call.ts';
import { bad } from './bad-message.ts';
import type { BodyReader, BodyStep } from './body-reader.ts';
import { ChunkedReader } from './chunked.ts';
import { MORE, NOTHING } from './section.ts';

export type { BodyReader, BodyStep } from './body-reader.ts';

export interface BodyLimits {
  /** The trailers of a chunked body: all lines, the empty one and the line end before them. */
  readonly maxTrailerBytes: number;
}

export function createBodyReader(framing: Framing, limits: BodyLimits): BodyReader {
  switch (framing.kind) {
    case 'none':
      return new LengthReader(0);
    case 'length':
      return new LengthReader(framing.bytes);
    case 'chunked':
      return new ChunkedReader(limits.maxTrailerBytes);
    case 'until-close':
      return new UntilCloseReader();
  }
}

const END: BodyStep = { kind: 'end', rest: NOTHING, rawTrailers: [] };

class LengthReader implements BodyReader {
  readonly #promisedBytes: number;
  #missingBytes: number;

  constructor(promisedBytes: number) {
    this.#promisedBytes = promisedBytes;
    this.#missingBytes = promisedBytes;
  }

  push(bytes: Buffer, onData: (piece: Buffer) => void): BodyStep {
    const missing = this.#missingBytes;
    const { length } = bytes;
    if (length > missing) {
      this.#missingBytes = 0;
      if (missing === 0) return { kind: 'end', rest: bytes, rawTrailers: [] };
      onData(bytes.subarray(0, missing));
      return { kind: 'end', rest: bytes.subarray(missing), rawTrailers: [] };
    }
    this.#missingBytes = missing - length;
    if (length > 0) onData(bytes);
    return length === missing ? END : MORE;
  }

  finish(): BodyStep {
    if (this.#missingBytes === 0) return END;
    const receivedBytes = this.#promisedBytes - this.#missingBytes;
    return bad(
      'HPE_INVALID_EOF_STATE',
      `the connection ended after ${receivedBytes} of ${this.#promisedBytes} bytes of the body`,
    );
  }
}

class UntilCloseReader implements BodyReader {
  push(bytes: Buffer, onData: (piece: Buffer) => void): BodyStep {
    if (bytes.length > 0) onData(bytes);
    return MORE;
  }

  finish(): BodyStep {
    return END;
  }
}
