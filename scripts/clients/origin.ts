import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { issueLeaf, makeLeafKey } from '../../src/ca/leaf.ts';
import type { Root } from '../../src/ca/root.ts';
import { parseServerName } from '../../src/ca/server-name.ts';

/** A server that says to each client what it wants to hear of a package, repository or service called `answer`. */
export interface Origin {
  readonly port: number;
  close(): void;
}

/** HTTP/1.1 in clear text. */
export function plainOrigin(): Promise<Origin> {
  // Java asks for HTTP/2 in this way, too, and is content with an answer.
  const shouldUpgradeCallback = ({ headers }: { readonly headers: NodeJS.Dict<string | string[]> }) =>
    headers.upgrade === 'websocket';
  return listening(createServer({ shouldUpgradeCallback }, answer).on('upgrade', upgrade));
}

/** HTTP/2 or HTTP/1.1, as the client wants, with a certificate for the name. */
export function secureOrigin(root: Root, name: string): Promise<Origin> {
  const { keyPem, certPem } = issueLeaf(root, makeLeafKey(), parseServerName(name)!, new Date());
  const server = createSecureServer({ key: keyPem, cert: certPem, allowHTTP1: true }, answer);
  return listening(server.on('upgrade', upgrade));
}

async function listening(server: Server): Promise<Origin> {
  const sockets = new Set<Duplex>();
  for (const event of ['connection', 'secureConnection']) {
    server.on(event, (socket: Duplex) => {
      sockets.add(socket.on('error', () => undefined));
      socket.once('close', () => sockets.delete(socket));
    });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

type Asked = Pick<Http2ServerRequest, 'url' | 'headers' | 'authority'>;

function answer(request: Asked, response: Pick<Http2ServerResponse, 'setHeader' | 'end'>): void {
  const url = request.url ?? '/';
  const { type, body } = bodyFor(url, request);
  response.setHeader('content-type', type);
  response.end(body);
}

const COMMIT = '1234567890abcdef1234567890abcdef12345678';
const json = (value: unknown, type = 'application/json') => ({ type, body: JSON.stringify(value) });

function bodyFor(url: string, { headers, authority }: Asked): { readonly type: string; readonly body: string } {
  const { pathname, searchParams } = new URL(url, 'http://origin.test');
  const isSecure = /localhost/.test(headers.host ?? authority ?? '');
  const base = `${isSecure ? 'https' : 'http'}://${headers.host ?? authority}`;
  const mount = pathname.split('/', 2).join('/');
  // pip
  if (pathname.includes('/simple/')) {
    const file = { filename: 'answer-1.0.0.tar.gz', url: `${base}/answer-1.0.0.tar.gz`, hashes: {} };
    const index = { meta: { 'api-version': '1.0' }, name: 'answer', files: [file] };
    return json(index, 'application/vnd.pypi.simple.v1+json');
  }
  // cargo
  if (pathname.endsWith('/config.json')) return json({ dl: `${base}/dl`, api: `${base}${mount}` });
  if (pathname.endsWith('/api/v1/crates')) {
    return json({
      crates: [{ name: 'answer', max_version: '1.0.0', description: 'of the origin' }],
      meta: { total: 1 },
    });
  }
  // Maven and Gradle
  if (pathname.endsWith('.pom')) {
    const facts =
      '<groupId>test</groupId><artifactId>answer</artifactId><version>1.0.0</version><packaging>pom</packaging>';
    return { type: 'application/xml', body: `<project><modelVersion>4.0.0</modelVersion>${facts}</project>` };
  }
  // Composer
  if (pathname.endsWith('/packages.json')) {
    const version = { name: 'test/answer', version: '1.0.0', dist: { type: 'zip', url: `${base}/answer.zip` } };
    return json({ packages: { 'test/answer': { '1.0.0': version } } });
  }
  // git
  if (pathname.endsWith('/info/refs')) {
    const line = `${COMMIT} refs/heads/answer\0agent=origin\n`;
    const length = (line.length + 4).toString(16).padStart(4, '0');
    const body = `001e# service=git-upload-pack\n0000${length}${line}0000`;
    return { type: 'application/x-git-upload-pack-advertisement', body };
  }
  // git-lfs
  if (pathname.endsWith('/locks')) {
    const lock = { id: '1', path: 'answer', locked_at: '2026-01-01T00:00:00Z', owner: { name: 'origin' } };
    return json({ locks: [lock] }, 'application/vnd.git-lfs+json');
  }
  // Mercurial
  if (searchParams.get('cmd') === 'capabilities')
    return { type: 'application/mercurial-0.1', body: 'lookup branchmap' };
  if (searchParams.has('cmd')) return { type: 'application/mercurial-0.1', body: `1 ${COMMIT}\n` };
  // docker: the engine
  if (pathname.endsWith('/containers/json')) return json([{ Id: COMMIT, Image: 'answer', Names: ['/answer'] }]);
  const name = mount.slice(1);
  const versions = { '1.0.0': { name, version: '1.0.0', dist: { tarball: 'https://origin.test/answer.tgz' } } };
  return json({
    name,
    path: url,
    // npm and its like
    versions,
    'dist-tags': { latest: '1.0.0' },
    // aws dynamodb
    TableNames: ['answer'],
  });
}

/** Greets by WebSocket, and closes. */
function upgrade(
  request: { readonly url?: string; readonly headers: NodeJS.Dict<string | string[]> },
  socket: Duplex,
): void {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  const text = Buffer.from(`greetings from ${request.url}`);
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.write(Buffer.concat([Buffer.from([0x81, text.length]), text]));
  // The client answers a close frame with one, and the connection ends.
  socket.once('data', () => socket.end(Buffer.from([0x88, 0x02, 0x03, 0xe8])));
}
