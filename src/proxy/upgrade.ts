import { Agent, type ClientRequest, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createProxyServer } from 'http-proxy';
import type { TlsFacts } from '../exchange/connection.ts';
import type { ExtendedConnect, RequestHead } from './call.ts';
import type { Connector } from './connector.ts';
import { ExchangeLog } from './exchange-log.ts';
import { type Forwarding, rejectionOf } from './forward.ts';
import { networkError } from './network-error.ts';
import { recordedHead } from './raw-headers.ts';
import { upgradeVerdict } from './rules/upgrade-verdict.ts';
import type { TargetResult } from './target.ts';
import { answerUpgrade } from './websocket/answer-upgrade.ts';
import type { PassageEnd } from './websocket/passage-end.ts';
import { SocketClient } from './websocket/socket-client.ts';
import { StreamClient } from './websocket/stream-client.ts';
import type { FinalHead, UpgradeClient } from './websocket/upgrade-client.ts';
import { type HandshakeListener, UpgradePassage } from './websocket/upgrade-passage.ts';
import type { WireEnd } from './websocket/wire-end.ts';

export interface UpgradeOptions {
  /** Of each WebSocket message as many bytes are recorded. */
  readonly maxBodyBytes: number;
  /** From the handshake's request to its response. */
  readonly responseTimeoutMs: number;
  /** One line about what is missing in a record. */
  onNotice?(line: string): void;
}

type UpgradeForwarding = Pick<Forwarding, 'sink' | 'isSelf' | 'rules'>;

/** What is known of the client and its connection. */
interface Origin {
  readonly client: string | null;
  readonly clientTls: TlsFacts | null;
}

/** The largest head of a response, and the largest trailers of a request. */
const MAX_HEADER_BYTES = 64 * 1024;

/**
 * Passes upgrades to other protocols to their server: http-proxy makes the handshake and joins the two connections.
 * The messages of a WebSocket are recorded as they pass; of any other protocol the bytes are counted.
 */
export class Upgrader {
  readonly #connector: Pick<Connector, 'connect' | 'connectTcp'>;
  readonly #options: UpgradeOptions;
  readonly #proxy = createProxyServer({ ws: true });
  readonly #passages = new Set<UpgradePassage>();

  constructor(connector: Pick<Connector, 'connect' | 'connectTcp'>, options: UpgradeOptions) {
    this.#connector = connector;
    this.#options = options;
    // Each passage hears of its own errors; without a listener here http-proxy would throw them.
    this.#proxy.on('error', () => undefined);
  }

  /** The socket is the callee's from here on; it is paused, and bytes that came early are still in it. */
  upgrade(
    forwarding: UpgradeForwarding,
    head: RequestHead,
    socket: Socket,
    result: TargetResult,
    origin: Origin,
  ): void {
    this.#upgrade(forwarding, new SocketClient(head, socket), result, origin);
  }

  /** A WebSocket over HTTP/2 (RFC 8441); the call has just been handed over. */
  openWebSocket(forwarding: UpgradeForwarding, call: ExtendedConnect, result: TargetResult): void {
    this.#upgrade(forwarding, new StreamClient(call), result, call);
  }

  #upgrade(
    { sink, isSelf, rules }: UpgradeForwarding,
    asking: UpgradeClient,
    result: TargetResult,
    { client, clientTls }: Origin,
  ): void {
    const { maxBodyBytes, responseTimeoutMs, onNotice } = this.#options;
    const { head } = asking;
    const url = result.kind === 'target' ? result.target.url : result.url;
    const log = new ExchangeLog(sink, maxBodyBytes, { client, clientTls, url, ...recordedHead(head) });
    if (asking.bodyFrom === null) log.requestEnd();
    const rejection = rejectionOf({ isSelf }, result);
    if (rejection !== undefined || result.kind === 'bad') {
      answerUpgrade(log, asking, rejection!, url);
      return;
    }
    const refused = upgradeVerdict(rules, head, url);
    if (refused !== undefined) {
      log.rule(refused.rule);
      answerUpgrade(log, asking, refused.error, url);
      return;
    }
    const passage = new UpgradePassage({
      ...{ sink, log, client: asking, target: result.target, maxBodyBytes, responseTimeoutMs },
      maxTrailerBytes: MAX_HEADER_BYTES,
      ...(onNotice !== undefined && { onNotice }),
    });
    this.#passages.add(passage);
    asking.onceClosed(() => this.#passages.delete(passage));
    sink.onceReady(() => {
      void passage.begin(this.#connector, (clientEnd, serverEnd, listener) => {
        this.#handshake(clientEnd, serverEnd, listener);
      });
    }, 'call');
  }

  /** Breaks off all that is under way. */
  close(): void {
    const error = networkError('response', 'ERR_PROXY_STOPPED', 'httpwhy was stopped before the call was complete');
    for (const passage of this.#passages) passage.stop(error);
  }

  /**
   * The ends send heads of their own (`WireEnd.head`), so that all http-proxy is told of the request is what it insists
   * on: it knows no method but GET and no protocol but WebSocket, and normalizes paths and the case of names.
   */
  #handshake(client: PassageEnd, server: WireEnd, listener: HandshakeListener): void {
    const request = new IncomingMessage(new Socket());
    request.method = 'GET';
    request.url = '/';
    request.httpVersion = '1.1';
    request.headers = { connection: 'Upgrade', upgrade: 'websocket' };
    this.#proxy.once('proxyReqWs', (outgoing) => {
      outgoing.on('information', (response) => listener.onInterim(informationHead(response)));
      // Before http-proxy, which writes the head to the client when it hears of it.
      outgoing.once('upgrade', (response) => listener.onSwitched(headOf(response)));
      process.nextTick(() => answerRefusals(outgoing, listener));
    });
    this.#proxy.ws(
      request,
      client,
      Buffer.alloc(0),
      // The name is not looked up: the connection is there, with TLS where it needs it.
      { target: 'http://server.invalid', agent: new OneConnection(server), ssl: { maxHeaderSize: MAX_HEADER_BYTES } },
      (error) => listener.onFailed(error),
    );
  }
}

/** http-proxy would pass on a refusal with another framing, and with no regard to a client that is slow. */
function answerRefusals(outgoing: ClientRequest, listener: HandshakeListener): void {
  outgoing.removeAllListeners('response');
  outgoing.once('response', (response) => listener.onRefused(headOf(response), response));
}

/** Gives the one connection that is there to the one request that is made. */
class OneConnection extends Agent {
  readonly #connection: Duplex;

  constructor(connection: Duplex) {
    super();
    this.#connection = connection;
  }

  override createConnection(): Duplex {
    return this.#connection;
  }
}

function headOf({ statusCode = 0, statusMessage = '', httpVersion, rawHeaders }: IncomingMessage): FinalHead {
  return { status: statusCode, reason: statusMessage, httpVersion, rawHeaders };
}

function informationHead(response: {
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly httpVersion: string;
  readonly rawHeaders: string[];
}): FinalHead {
  const { statusCode: status, statusMessage: reason, httpVersion, rawHeaders } = response;
  return { status, reason, httpVersion, rawHeaders };
}
