import type { Http2Stream } from 'node:http2';

/**
 * Sends RST_STREAM, and nothing that would make half a message a whole one: `close` alone ends the writable side first,
 * so that END_STREAM goes out and, the stream being over then, the reset does not.
 */
export function resetStream(stream: Http2Stream, code: number): void {
  if (stream.closed) return;
  stream._final = (callback) => callback();
  stream.close(code);
}
