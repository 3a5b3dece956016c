import type { RequestMessage } from '../../exchange/exchange.ts';
import { headerValue } from '../../exchange/headers.ts';
import type { ClientCall, ClientListener, Framing, RequestHead, ResponseHead } from '../../proxy/call.ts';
import { CLIENT_LEFT } from '../../proxy/http1/client-side.ts';
import { networkError } from '../../proxy/network-error.ts';
import { isChunked } from '../../replay/body.ts';

const PIECE_BYTES = 64 * 1024;

/**
 * The client's half of a call whose request is in memory, and who reads nothing of the response: what passes is recorded
 * by whoever forwards it. To the server it is the client that was recorded.
 */
export class MemoryClient implements ClientCall {
  readonly head: RequestHead;
  readonly client = null;
  readonly clientTls = null;
  /** Each request is a client of its own: none is sent on a connection that another one signed in. */
  readonly connection = {};
  readonly #body: Buffer;
  readonly #rawTrailers: readonly string[];
  readonly #onHead: (head: ResponseHead) => void;
  #listener: ClientListener | undefined;
  #sent = 0;
  #isSending = false;
  #isWhole: boolean;
  #hasLeft = false;

  /** `target` as the proxy wants it; `onHead` hears of the response's head. */
  constructor(request: RequestMessage, target: string, onHead: (head: ResponseHead) => void) {
    const bytes = request.body?.bytes ?? new Uint8Array();
    this.#body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#rawTrailers = request.trailers.flat();
    this.#onHead = onHead;
    const framing = framingOf(request);
    this.#isWhole = framing.kind === 'none';
    this.head = {
      method: request.method,
      target,
      authority: undefined,
      httpVersion: request.httpVersion,
      rawHeaders: request.headers.flat(),
      framing,
    };
  }

  listen(listener: ClientListener): void {
    this.#listener = listener;
  }

  /** Sends the body as far as the server takes it; called again when it takes more. */
  resume(): void {
    if (this.#isSending || this.#isWhole || this.#hasLeft) return;
    this.#isSending = true;
    let isRoom = true;
    while (isRoom && this.#sent < this.#body.length) {
      const piece = this.#body.subarray(this.#sent, this.#sent + PIECE_BYTES);
      this.#sent += piece.length;
      isRoom = this.#listener!.onData(piece);
    }
    this.#isSending = false;
    if (this.#sent < this.#body.length) return;
    this.#isWhole = true;
    this.#listener!.onEnd(this.#rawTrailers);
  }

  interim(): void {}

  respond(head: ResponseHead): void {
    this.#onHead(head);
  }

  write(): boolean {
    return true;
  }

  end(): void {
    this.#hasLeft = true;
  }

  abort(): void {
    this.#hasLeft = true;
  }

  /** Leaves before the end of the response, as a client does that hangs up. */
  hangUp(): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.#listener?.onFailed(networkError('response', 'ERR_CLIENT_ABORTED', CLIENT_LEFT));
  }
}

function framingOf(request: RequestMessage): Framing {
  const bytes = request.body?.bytes.length ?? 0;
  if (isChunked(request)) return { kind: 'chunked' };
  // HTTP/2 needs no announcement, and HTTP/1.1 behind it would read a body without one as the next request.
  if (bytes > 0)
    return headerValue(request.headers, 'content-length') ? { kind: 'length', bytes } : { kind: 'chunked' };
  // Trailers need a body to follow, also an empty one.
  return request.trailers.length > 0 ? { kind: 'chunked' } : { kind: 'none' };
}
