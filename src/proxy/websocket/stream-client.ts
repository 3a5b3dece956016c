import type { ExtendedConnect } from '../call.ts';
import { endToEndHeaders } from '../hop-by-hop.ts';
import { CLIENT_LEFT } from '../http1/client-side.ts';
import { type NetworkError, networkError } from '../network-error.ts';
import type { Target } from '../target.ts';
import type { EndOptions, PassageEnd } from './passage-end.ts';
import { StreamEnd } from './stream-end.ts';
import { TranslatedHandshake } from './translated-handshake.ts';
import type { FinalHead, RefusalBody, UpgradeClient } from './upgrade-client.ts';

/** A client that wants a WebSocket on a stream of its HTTP/2 connection (RFC 8441): the handshake with the server is ours. */
export class StreamClient implements UpgradeClient {
  readonly head: ExtendedConnect['head'];
  readonly bodyFrom = null;
  readonly #call: ExtendedConnect;
  readonly #handshake: TranslatedHandshake;
  #end: StreamEnd | undefined;
  /** It closed its connection, which is no reset: to the server it is the end that it would have seen alone. */
  #hasLeft = false;
  #onReset: ((error: NetworkError) => void) | undefined;
  #waiting: (() => void)[] = [];

  constructor(call: ExtendedConnect) {
    this.head = call.head;
    this.#call = call;
    this.#handshake = new TranslatedHandshake(call.head);
    call.listen({
      onData: (bytes) => this.#end?.onData(bytes) ?? true,
      onEnd: () => this.#end?.onEnd(),
      onDrain: () => {
        for (const callback of this.#waiting.splice(0)) callback();
      },
      onHalfClosed: () => {
        this.#hasLeft = true;
        this.#end?.onEnd();
        return true;
      },
      onFailed: (error) => {
        this.#onLost(error);
        call.abort(); // After a bug it may still be there.
      },
    });
    // Also where it was our own response that broke it off.
    call.onceClosed(() => this.#onLost(networkError('response', 'ERR_CLIENT_ABORTED', CLIENT_LEFT)));
  }

  onceReset(callback: (error: NetworkError) => void): void {
    this.#onReset = callback;
  }

  onceClosed(callback: () => void): void {
    this.#call.onceClosed(callback);
  }

  handshake(target: Target): string {
    return this.#handshake.request(target);
  }

  open(options: EndOptions): PassageEnd {
    this.#end = new StreamEnd(this.#call, { ...options, onceRoom: (callback) => this.#waiting.push(callback) });
    return this.#end;
  }

  interim({ rawHeaders, ...head }: FinalHead): void {
    this.#call.interim({ ...head, rawHeaders: endToEndHeaders(rawHeaders), framing: { kind: 'none' } });
  }

  accept(head: FinalHead): void {
    this.#end!.head = this.#handshake.response(head);
  }

  refuse(head: FinalHead): RefusalBody {
    const call = this.#call;
    this.#handshake.checkRefusal(head);
    call.respond({ ...head, framing: { kind: 'chunked' } });
    return {
      write: (bytes) => call.write(bytes),
      onceRoom: (callback) => this.#waiting.push(callback),
      end: (rawTrailers) => call.end(rawTrailers),
      breakOff: () => call.abort(),
    };
  }

  destroy(): void {
    this.#end?.reset();
    this.#end?.destroy();
    this.#call.abort();
  }

  #onLost(error: NetworkError): void {
    if (this.#end?.isOver) return;
    if (!this.#hasLeft) this.#onReset?.(error);
    this.#end?.onLost(this.#hasLeft ? undefined : error);
  }
}
