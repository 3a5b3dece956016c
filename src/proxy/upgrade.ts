import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { createProxyServer } from 'http-proxy';
import type { Phase } from '../exchange/transport-error.ts';
import { answerFailure } from './answer.ts';
import { now } from './event-sink.ts';
import { clientOf, ExchangeLog } from './exchange-log.ts';
import type { Forwarding } from './forward.ts';
import { toTransportError } from './network-error.ts';
import { rawHeader } from './raw-headers.ts';
import { formatAuthority, type Target, type TargetResult } from './target.ts';

export interface UpgradeOptions {
  readonly rootCertificates: readonly string[];
  readonly verifiesServers: boolean;
}

/** Passes protocol upgrades (WebSocket) to their server, both ways, and records the handshake. */
export class Upgrader {
  readonly #forwarding: Forwarding;
  readonly #options: UpgradeOptions;
  readonly #proxy = createProxyServer({ ws: true, xfwd: false, changeOrigin: false });
  readonly #logs = new WeakMap<IncomingMessage, ExchangeLog>();

  constructor(forwarding: Forwarding, options: UpgradeOptions) {
    this.#forwarding = forwarding;
    this.#options = options;
    this.#proxy.on('proxyReqWs', (upstreamRequest, request) => this.#watch(upstreamRequest, request));
  }

  pass(request: IncomingMessage, socket: Socket, head: Buffer, result: TargetResult): void {
    const log = new ExchangeLog(this.#forwarding.sink, this.#forwarding.maxBodyBytes, {
      client: clientOf(request),
      method: request.method ?? '',
      url: result.kind === 'target' ? result.target.url : result.url,
      httpVersion: request.httpVersion,
      rawHeaders: request.rawHeaders,
    });
    log.requestEnd();
    socket.on('error', () => socket.destroy());
    if (result.kind === 'bad' || this.#forwarding.isSelf(result.target)) {
      const message = result.kind === 'bad' ? result.reason : 'the request is addressed to the proxy itself';
      const url = result.kind === 'bad' ? result.url : result.target.url;
      this.#refuse(log, request, socket, url, { phase: 'request', code: 'ERR_PROXY_BAD_REQUEST', message });
      return;
    }
    const { target } = result;
    this.#logs.set(request, log);
    request.url = target.path;
    socket.once('close', () => log.end());
    this.#proxy.ws(
      request,
      socket,
      head,
      {
        target: originOf(target),
        secure: this.#options.verifiesServers,
        ca: [...this.#options.rootCertificates].join('\n'),
      },
      (error: Error) => {
        const phase = log.status === null ? phaseOfCode((error as NodeJS.ErrnoException).code ?? '') : 'response';
        this.#refuse(log, request, socket, target.url, toTransportError(error, phase));
      },
    );
  }

  close(): void {
    this.#proxy.close();
  }

  #watch(upstreamRequest: ClientRequest, request: IncomingMessage): void {
    const log = this.#logs.get(request);
    if (log === undefined) return;
    const answered = (response: IncomingMessage) => {
      const { statusCode = 0, statusMessage = '', rawHeaders, httpVersion } = response;
      log.response({ status: statusCode, reason: statusMessage, rawHeaders }, httpVersion);
    };
    upstreamRequest.once('upgrade', (response) => answered(response));
    upstreamRequest.once('response', (response) => {
      answered(response);
      response.on('data', (bytes: Buffer) => log.responseChunk(bytes));
      response.once('end', () => {
        log.responseEnd();
        log.end();
      });
    });
  }

  #refuse(
    log: ExchangeLog,
    request: IncomingMessage,
    socket: Socket,
    url: string,
    error: Parameters<typeof answerFailure>[0],
  ): void {
    if (log.isEnded) return;
    if (log.status === null) {
      const call = { method: request.method ?? '', url, durationMs: now() - log.startedAt };
      const { status, rawHeaders, body } = answerFailure(error, call, rawHeader(request.rawHeaders, 'accept'));
      const fields = [];
      for (let i = 0; i + 1 < rawHeaders.length; i += 2) fields.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}\r\n`);
      socket.end(`HTTP/1.1 ${status} httpwhy\r\n${fields.join('')}connection: close\r\n\r\n${body}`);
      log.end(error, status);
    } else {
      log.end(error);
      socket.destroy();
    }
  }
}

/** http-proxy says what failed, not when; the code tells. */
function phaseOfCode(code: string): Phase {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'dns';
  if (code.startsWith('HPE_') || code === 'ECONNRESET' || code === 'EPIPE') return 'response';
  if (/^(?:ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|EPROTO)/.test(code)) return 'tls-upstream';
  return 'connect';
}

function originOf({ scheme, host, port }: Target): string {
  return `${scheme}://${formatAuthority({ host, port })}`;
}
