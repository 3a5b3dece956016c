import type { Socket } from 'node:net';
import type { RequestHead } from '../call.ts';
import { endToEndHeaders } from '../hop-by-hop.ts';
import { CLIENT_LEFT } from '../http1/client-side.ts';
import { closeGently } from '../http1/close-gently.ts';
import { framedFields } from '../http1/framed-fields.ts';
import { Outgoing } from '../http1/outgoing.ts';
import { requestHead, responseHead } from '../http1/write.ts';
import { type NetworkError, networkError } from '../network-error.ts';
import { rawHeader } from '../raw-headers.ts';
import type { Target } from '../target.ts';
import { handshakeFields } from './handshake-fields.ts';
import type { EndOptions } from './passage-end.ts';
import { hasBody } from './request-body.ts';
import type { FinalHead, RefusalBody, UpgradeClient } from './upgrade-client.ts';
import { WireEnd } from './wire-end.ts';

/** A client whose whole connection changes its protocol (RFC 9110 §7.8): it and the server make the handshake. */
export class SocketClient implements UpgradeClient {
  readonly head: RequestHead;
  readonly bodyFrom: Socket | null;
  readonly #socket: Socket;
  #end: WireEnd | undefined;

  /** The socket is paused, and bytes that came early are still in it. */
  constructor(head: RequestHead, socket: Socket) {
    this.head = head;
    this.bodyFrom = hasBody(head) ? socket : null;
    this.#socket = socket;
    socket.on('error', () => undefined); // `close` follows.
  }

  onceReset(callback: (error: NetworkError) => void): void {
    this.#socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EPIPE') return; // It had ended before, in order.
      callback(networkError('response', 'ERR_CLIENT_ABORTED', CLIENT_LEFT));
    });
  }

  onceClosed(callback: () => void): void {
    this.#socket.once('close', callback);
  }

  handshake(target: Target): string {
    const { method, framing } = this.head;
    const fields = framedFields(handshakeFields(this.head, target), framing.kind === 'chunked');
    return requestHead(method, target.path, '1.1', fields);
  }

  open(options: EndOptions): WireEnd {
    this.#end = new WireEnd(this.#socket, options);
    return this.#end;
  }

  interim({ status, reason, rawHeaders }: FinalHead): void {
    this.#socket.write(responseHead(status, reason, '1.1', endToEndHeaders(rawHeaders)), 'latin1');
  }

  accept({ status, reason, httpVersion, rawHeaders }: FinalHead): void {
    this.#end!.head = responseHead(status, reason, httpVersion, rawHeaders);
  }

  /** The connection ends with it. */
  refuse({ status, reason, httpVersion, rawHeaders }: FinalHead): RefusalBody {
    const socket = this.#socket;
    const isChunked = /\bchunked\b/i.test(rawHeader(rawHeaders, 'transfer-encoding') ?? '');
    const fields = framedFields(rawHeaders, isChunked);
    fields.push('Connection', rawHeader(fields, 'upgrade') === undefined ? 'close' : 'Upgrade, close');
    const out = new Outgoing(socket);
    // A body that lasts until the connection closes needs the version in which that was usual.
    out.begin(responseHead(status, reason, httpVersion === '1.0' ? '1.0' : '1.1', fields), isChunked);
    return {
      write: (bytes) => out.write(bytes),
      onceRoom: (callback) => socket.once('drain', callback),
      end(rawTrailers) {
        out.end(rawTrailers);
        closeGently(socket);
      },
      breakOff: () => socket.destroy(),
    };
  }

  destroy(): void {
    this.#socket.destroy();
  }
}
