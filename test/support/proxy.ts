import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { createLeafSource } from '../../src/ca/leaf-source.ts';
import { openRoot, type Root } from '../../src/ca/root.ts';
import { type ProxyOptions, ProxyServer } from '../../src/proxy/proxy.ts';
import { MemorySink } from './memory-sink.ts';

export interface TestProxy {
  readonly port: number;
  readonly sink: MemorySink;
  readonly root: Root;
  close(): Promise<void>;
}

/** A proxy on a free port with a CA of its own, which records into memory. */
export async function startProxy(options: Partial<ProxyOptions> = {}): Promise<TestProxy> {
  const folder = temporaryFolder();
  const root = openRoot(folder.path, new Date());
  const leaves = createLeafSource(root, () => new Date());
  const sink = new MemorySink();
  const proxy = new ProxyServer(
    {
      host: '127.0.0.1',
      port: 0,
      maxBodyBytes: 1024 * 1024,
      rootCertificates: [],
      verifiesServers: true,
      connectTimeoutMs: 5000,
      responseTimeoutMs: 5000,
      caPem: readFileSync(root.certFile, 'utf8'),
      contextFor: (name) => leaves.contextFor(name),
      ...options,
    },
    sink,
  );
  const { port } = await proxy.listen();
  return {
    port,
    sink,
    root,
    async close() {
      await proxy.close(0);
      folder.remove();
    },
  };
}

export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'httpwhy-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly rawHeaders: readonly string[];
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  readonly rawTrailers: readonly string[];
}

/** One absolute-form request through the proxy. */
export function callThrough(
  proxyPort: number,
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = httpRequest(
    {
      host: '127.0.0.1',
      port: proxyPort,
      path: url,
      method: options.method ?? 'GET',
      agent: false,
      headers: { host: new URL(url).host, ...options.headers },
    },
    (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode = 0, statusMessage = '', rawHeaders, headers, rawTrailers } = response;
        resolve({
          status: statusCode,
          reason: statusMessage,
          rawHeaders,
          headers,
          body: Buffer.concat(chunks),
          rawTrailers,
        });
      });
    },
  );
  request.on('error', reject);
  request.end(options.body);
  return promise;
}

/** A TLS connection through a CONNECT tunnel; `connectLine` and SNI can be anything. */
export async function tunnelTls(
  proxyPort: number,
  authority: string,
  options: { ca: string; serverName?: string; httpVersion?: '1.0' | '1.1' },
): Promise<TLSSocket> {
  const socket = await openTunnel(proxyPort, authority, options.httpVersion);
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
  const host = authority.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  const secure = connectTls({ socket, ca: options.ca, host, servername: options.serverName ?? '' });
  secure.once('secureConnect', () => resolve(secure));
  secure.once('error', reject);
  return promise;
}

export async function openTunnel(proxyPort: number, authority: string, httpVersion = '1.1'): Promise<Socket> {
  const socket = connect(proxyPort, '127.0.0.1');
  socket.write(`CONNECT ${authority} HTTP/${httpVersion}\r\nHost: ${authority}\r\n\r\n`);
  const head = await readUntil(socket, '\r\n\r\n');
  if (!/^HTTP\/1\.[01] 200 /.test(head)) throw new Error(`no tunnel: ${head}`);
  return socket;
}

/** What arrives up to and including a mark (or until the end of the connection). */
export function readUntil(socket: Socket, mark: string | null): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  const onData = (chunk: Buffer) => {
    text += chunk.toString('latin1');
    if (mark !== null && text.includes(mark)) finish();
  };
  const finish = () => {
    socket.off('data', onData);
    socket.off('end', finish);
    socket.off('close', finish);
    socket.off('error', reject);
    socket.pause();
    resolve(text);
  };
  socket.on('data', onData);
  socket.once('end', finish);
  socket.once('close', finish);
  socket.once('error', reject);
  socket.resume();
  return promise;
}
