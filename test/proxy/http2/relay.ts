import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  createServer,
  type ServerHttp2Session,
  type ServerHttp2Stream,
  type ServerOptions,
} from 'node:http2';
import {
  type AddressInfo,
  connect as connectTcp,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import type { ServerConnection } from '../../../src/exchange/connection.ts';
import type { ClientCall, RequestHead, ResponseHead, UpstreamCall } from '../../../src/proxy/call.ts';
import { type Http2Client, type Http2ClientOptions, serveHttp2 } from '../../../src/proxy/http2/client-side.ts';
import { Http2Lane, type Http2LaneOptions } from '../../../src/proxy/http2/server-side.ts';
import type { NetworkError } from '../../../src/proxy/network-error.ts';
import type { Target } from '../../../src/proxy/target.ts';

export const CONNECTION: ServerConnection = {
  id: 1,
  server: '127.0.0.1:1',
  via: null,
  dnsMs: null,
  tcpMs: 0,
  tlsMs: null,
  tls: null,
};

export function target(path = '/'): Target {
  return {
    scheme: 'http',
    host: 'a.test',
    port: 80,
    serverName: 'a.test',
    path,
    url: `http://a.test${path}`,
    hostField: null,
  };
}

/** What passed between the two halves of the calls. */
export class Passed {
  readonly requests: RequestHead[] = [];
  readonly responses: ResponseHead[] = [];
  readonly clientFailures: NetworkError[] = [];
  readonly serverFailures: NetworkError[] = [];
  /** Largest number of bytes that had come from the server and not yet been taken by the client's half. */
  responseBytes = 0;
  requestBytes = 0;
  ended = 0;
}

/** Joins the two halves of a call, as a proxy does that records nothing. */
export function join(call: ClientCall, lane: Http2Lane, passed: Passed): void {
  const { head } = call;
  let server: UpstreamCall | undefined;
  passed.requests.push(head);
  call.listen({
    onData: (bytes) => {
      passed.requestBytes += bytes.length;
      return server!.write(bytes);
    },
    onEnd: (rawTrailers) => server!.end(rawTrailers),
    onDrain: () => server!.resume(),
    onHalfClosed: () => true,
    onFailed: (error) => {
      passed.clientFailures.push(error);
      server!.abort(error, error.resetCode ?? undefined);
    },
  });
  const hasHost = head.rawHeaders.includes('host') || head.authority === undefined;
  server = lane.send(
    {
      target: target(head.target),
      method: head.method,
      httpVersion: head.httpVersion,
      rawHeaders: hasHost ? head.rawHeaders : ['Host', head.authority!, ...head.rawHeaders],
      framing: head.framing,
      from: call.connection,
    },
    {
      onConnected: () => {
        if (head.framing.kind !== 'none') call.resume();
      },
      onInterim: (interim) => call.interim(interim),
      onResponse: (response) => {
        passed.responses.push(response);
        call.respond(response);
      },
      onData: (bytes) => {
        passed.responseBytes += bytes.length;
        return call.write(bytes);
      },
      onEnd: (rawTrailers) => {
        passed.ended += 1;
        call.end(rawTrailers);
      },
      onDrain: () => call.resume(),
      onFailed: (error) => {
        passed.serverFailures.push(error);
        call.abort(error.resetCode ?? undefined);
      },
    },
  );
}

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

export async function listen(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

export type StreamListener = (stream: ServerHttp2Stream, rawHeaders: readonly string[]) => void;

export interface Origin extends Listening {
  readonly sessions: ServerHttp2Session[];
}

/** A server of node:http2; bodies are read to nowhere unless the listener reads or pauses them. */
export async function origin(onStream: StreamListener, options: ServerOptions = {}): Promise<Origin> {
  const server = createServer({ strictSingleValueFields: false, maxHeaderListPairs: 5000, ...options });
  const sessions: ServerHttp2Session[] = [];
  server.on('session', (session) => {
    sessions.push(session);
    session.on('error', () => undefined);
  });
  server.on('stream', (stream, _headers, _flags, rawHeaders) => {
    stream.on('error', () => undefined);
    onStream(stream, rawHeaders);
    // Node.js resets a stream that nobody has begun to read, and may leave the end of its response away.
    if (stream.readableFlowing === null) stream.resume();
  });
  return { ...(await listen(server)), sessions };
}

export async function connectLane(
  port: number,
  options: Partial<Http2LaneOptions> = {},
  watcher: { gone(): void; closed?(): void } = { gone: () => undefined },
): Promise<Http2Lane> {
  const socket = connectTcp(port, '127.0.0.1');
  await once(socket, 'connect');
  return new Http2Lane(
    socket,
    CONNECTION,
    { maxHeaderBytes: 65_536, responseTimeoutMs: 30_000, ...options },
    { closed: () => undefined, ...watcher },
  );
}

export interface ProxyEnd extends Listening {
  readonly sessions: Http2Client[];
  readonly sockets: Socket[];
}

/** As a proxy would answer what it refuses, without a word about why. */
const BARE_REFUSALS: Pick<Http2ClientOptions, 'onExtendedConnect' | 'onBad' | 'onUnseen' | 'onBroken'> = {
  onExtendedConnect: (call) => {
    call.respond({ status: 501, reason: '', httpVersion: '2.0', rawHeaders: [], framing: { kind: 'none' } });
    call.end([]);
  },
  onBad: (call, { transport }) => {
    const status = transport.code === 'ERR_PROXY_LIMIT' ? 431 : 400;
    call.respond({ status, reason: '', httpVersion: '2.0', rawHeaders: [], framing: { kind: 'none' } });
    call.end([]);
  },
  onUnseen: () => undefined,
  onBroken: () => undefined,
};

/** The client's half behind a listener of its own. */
export async function clientSide(
  options: Partial<Http2ClientOptions> & Pick<Http2ClientOptions, 'onCall'>,
): Promise<ProxyEnd> {
  const sessions: Http2Client[] = [];
  const sockets: Socket[] = [];
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    sessions.push(serveHttp2(socket, { client: '127.0.0.1:1', clientTls: null, ...BARE_REFUSALS, ...options }));
  });
  return { ...(await listen(server)), sessions, sockets };
}

export interface Relay {
  readonly client: ClientHttp2Session;
  readonly origin: Origin;
  readonly proxy: ProxyEnd;
  readonly lane: Http2Lane;
  readonly passed: Passed;
  close(): Promise<void>;
}

/** Client, proxy and server in a row, all over real sockets. */
export async function relay(
  onStream: StreamListener,
  options: { server?: ServerOptions; lane?: Partial<Http2LaneOptions> } = {},
): Promise<Relay> {
  const server = await origin(onStream, options.server);
  const lane = await connectLane(server.port, options.lane);
  const passed = new Passed();
  const proxy = await clientSide({ onCall: (call) => join(call, lane, passed) });
  const client = connect(`http://127.0.0.1:${proxy.port}`, {
    strictSingleValueFields: false,
    maxHeaderListPairs: 5000,
    maxSendHeaderBlockLength: 1 << 20,
  } as object);
  client.on('error', () => undefined);
  return {
    client,
    origin: server,
    proxy,
    lane,
    passed,
    async close() {
      client.destroy();
      await proxy.close();
      await server.close();
    },
  };
}

export interface Answer {
  readonly status: number | undefined;
  /** Without `:status`. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly rawTrailers: readonly string[];
  readonly interims: readonly (readonly string[])[];
  readonly resetCode: number;
  /** The server ended the stream; Node.js says so of a reset with NO_ERROR, too. */
  readonly hasEnded: boolean;
}

export async function answerOf(stream: ClientHttp2Stream): Promise<Answer> {
  let status: number | undefined;
  let rawHeaders: readonly string[] = [];
  let rawTrailers: readonly string[] = [];
  let hasEnded = false;
  const interims: string[][] = [];
  const body: Buffer[] = [];
  stream.on('error', () => undefined);
  stream.on('headers', (_headers, _flags, raw) => interims.push(raw));
  stream.on('response', (headers, _flags, raw) => {
    status = headers[':status'];
    rawHeaders = raw.slice(2);
  });
  stream.on('trailers', (_headers, _flags, raw) => {
    rawTrailers = raw;
  });
  stream.on('data', (bytes: Buffer) => body.push(bytes));
  stream.on('end', () => {
    hasEnded = true;
  });
  if (!stream.destroyed) await new Promise((resolve) => stream.once('close', resolve));
  return { status, rawHeaders, body: Buffer.concat(body), rawTrailers, interims, resetCode: stream.rstCode, hasEnded };
}

/** A request without a body, or with one that is sent at once. */
export function ask(client: ClientHttp2Session, fields: readonly string[], body?: Buffer | string): Promise<Answer> {
  const stream = client.request(fields, { endStream: body === undefined });
  const answer = answerOf(stream);
  if (body !== undefined) stream.end(body);
  return answer;
}

/** Waits for something that another event of the loop brings about. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}
