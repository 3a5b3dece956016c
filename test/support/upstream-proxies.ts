import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type TestServer, tcpServer } from './servers.ts';
import { tlsServer } from './tls-server.ts';

export interface TestHttpProxy extends TestServer {
  /** Every head it got, as it came. */
  readonly heads: readonly string[];
}

export interface HttpProxyOptions {
  /** `user:password` without which it answers 407. */
  readonly login?: string;
  /** Answers this to every CONNECT instead of connecting. */
  readonly answer?: string;
  /** Sent right behind the answer that opens a tunnel, in the same piece. */
  readonly early?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A proxy for CONNECT; whatever else it gets is answered with 204. */
export async function httpProxy(options: HttpProxyOptions = {}): Promise<TestHttpProxy> {
  const heads: string[] = [];
  const serve = (socket: Socket) => serveHttpProxy(socket, options, heads);
  const server = options.tls === undefined ? await tcpServer(serve) : await tlsServer(options.tls, serve);
  return { port: server.port, heads, close: () => server.close() };
}

function serveHttpProxy(socket: Socket, { login, answer, early = '' }: HttpProxyOptions, heads: string[]): void {
  let received = '';
  socket.on('data', function onData(piece: Buffer) {
    received += piece.toString('latin1');
    if (!received.endsWith('\r\n\r\n')) return;
    socket.off('data', onData);
    heads.push(received);
    const [, host = '', port = ''] = /^CONNECT \[?(.*?)\]?:(\d+) /.exec(received) ?? [];
    const authorization = login && `Proxy-Authorization: Basic ${Buffer.from(login).toString('base64')}\r\n`;
    if (authorization !== undefined && !received.includes(authorization)) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
    } else if (answer !== undefined) socket.write(answer, 'latin1');
    else if (host === '') socket.write('HTTP/1.1 204 No Content\r\n\r\n');
    else join(socket, host, Number(port), `HTTP/1.1 200 Connection established\r\nX-Proxy: yes\r\n\r\n${early}`);
  });
}

export interface TestSocksProxy extends TestServer {
  /** Kind of address (1, 3 or 4), host and port of every request. */
  readonly asked: readonly { readonly kind: number; readonly host: string; readonly port: number }[];
}

export interface SocksProxyOptions {
  /** `user:password` that it demands. */
  readonly login?: string;
  /** Replies this instead of connecting. */
  readonly reply?: number;
  /** Every answer byte by byte, in pieces of their own. */
  readonly isSlow?: boolean;
}

export async function socksProxy(options: SocksProxyOptions = {}): Promise<TestSocksProxy> {
  const asked: { kind: number; host: string; port: number }[] = [];
  const server = await tcpServer((socket) => {
    serveSocks(socket, options, asked).catch(() => socket.destroy());
  });
  return { port: server.port, asked, close: () => server.close() };
}

async function serveSocks(
  socket: Socket,
  { login, reply, isSlow = false }: SocksProxyOptions,
  asked: { kind: number; host: string; port: number }[],
): Promise<void> {
  const read = reader(socket);
  const send = async (...bytes: number[]) => {
    for (const piece of isSlow ? bytes.map((byte) => [byte]) : [bytes]) {
      socket.write(Buffer.from(piece));
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const [, count = 0] = await read(2);
  const methods = await read(count);
  const method = login === undefined ? 0 : 2;
  if (!methods.includes(method)) return send(5, 0xff);
  await send(5, method);
  if (login !== undefined) {
    const [, nameLength = 0] = await read(2);
    const name = await read(nameLength);
    const [passwordLength = 0] = await read(1);
    const given = `${name}:${await read(passwordLength)}`;
    await send(1, given === login ? 0 : 1);
    if (given !== login) return;
  }
  const [, , , kind = 0] = await read(4);
  const address = await read(kind === 1 ? 4 : kind === 4 ? 16 : (await read(1))[0]!);
  const host = kind === 3 ? address.toString() : kind === 1 ? address.join('.') : address.toString('hex');
  const port = (await read(2)).readUInt16BE();
  asked.push({ kind, host, port });
  if (reply !== undefined) return send(5, reply, 0, 1, 0, 0, 0, 0, 0, 0);
  // A bound address in the form of a name is allowed, and longer than the usual one.
  const answer = [5, 0, 0, 3, 4, ...Buffer.from('here'), 0, 1];
  if (isSlow) await send(...answer);
  join(socket, '127.0.0.1', port, isSlow ? '' : Buffer.from(answer));
}

/** Reads exact numbers of bytes. */
function reader(socket: Socket): (count: number) => Promise<Buffer> {
  socket.pause();
  return async (count) => {
    if (count === 0) return Buffer.alloc(0);
    let bytes: Buffer | null = socket.read(count);
    while (bytes === null) {
      if (socket.readableEnded || socket.destroyed) throw new Error('closed');
      await once(socket, 'readable');
      bytes = socket.read(count);
    }
    return bytes;
  };
}

function join(client: Socket, host: string, port: number, answer: string | Buffer): void {
  const server = connect(port, host === 'name.test' ? '127.0.0.1' : host, () => {
    client.write(answer);
    client.pipe(server);
    server.pipe(client);
  });
  server.on('error', () => client.destroy());
  client.on('error', () => server.destroy());
  client.once('close', () => server.destroy());
}
