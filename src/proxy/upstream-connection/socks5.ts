import type { Socket } from 'node:net';
import { parseServerName } from '../../ca/server-name.ts';
import type { Authority } from '../target.ts';
import { ask, type ReadAnswer } from './proxy-dialogue.ts';
import type { StepLimits } from './step.ts';
import { proxyError, type UpstreamProxy } from './upstream-proxy.ts';

const VERSION = 5;
const NO_AUTHENTICATION = 0;
const USERNAME_PASSWORD = 2;
const NO_ACCEPTABLE_METHOD = 0xff;
/** Of the dialogue of username and password (RFC 1929 §2), which counts by itself. */
const PASSWORD_VERSION = 1;
const CONNECT = 1;
const IPV4 = 1;
const NAME = 3;
const IPV6 = 4;

/** Replies other than 0 (RFC 1928 §6), as the end of a sentence. */
const REPLIES: Readonly<Record<number, string>> = {
  1: 'failed',
  2: 'does not allow this connection by its rules',
  3: 'reports that the network is unreachable',
  4: 'reports that the host is unreachable',
  5: 'reports that the server refused the connection',
  6: 'reports that the connection attempt took too long',
  7: 'does not support CONNECT',
  8: 'does not support this kind of address',
};

/**
 * Has a SOCKS5 proxy connect to an authority (RFC 1928). Names go to the proxy as they are and are resolved there.
 * Rejects with a `NetworkError` that names the proxy.
 */
export async function openSocksTunnel(
  socket: Socket,
  proxy: UpstreamProxy,
  authority: Authority,
  limits: StepLimits,
): Promise<void> {
  const address = addressBytes(authority.host);
  if (address === undefined) throw proxyError(proxy, 'takes no host name longer than 255 bytes');
  await authenticate(socket, proxy, limits);
  const port = Buffer.from([authority.port >> 8, authority.port & 0xff]);
  const request = Buffer.concat([Buffer.from([VERSION, CONNECT, 0]), address, port]);
  await ask(socket, proxy, request, replyReader(proxy), limits);
}

async function authenticate(socket: Socket, proxy: UpstreamProxy, limits: StepLimits): Promise<void> {
  const { credentials } = proxy;
  const methods = credentials === null ? [NO_AUTHENTICATION] : [NO_AUTHENTICATION, USERNAME_PASSWORD];
  const greeting = Buffer.from([VERSION, methods.length, ...methods]);
  const method = await ask(socket, proxy, greeting, pairReader(proxy, VERSION), limits);
  if (method === NO_AUTHENTICATION) return;
  if (method !== USERNAME_PASSWORD || credentials === null) {
    throw proxyError(
      proxy,
      method !== NO_ACCEPTABLE_METHOD && !methods.includes(method)
        ? `chose an authentication that was not offered (${method})`
        : credentials === null
          ? 'demands a user name and a password'
          : 'accepts neither a user name with a password nor a call without one',
    );
  }
  const username = Buffer.from(credentials.username);
  const password = Buffer.from(credentials.password);
  const login = Buffer.concat([
    Buffer.from([PASSWORD_VERSION, username.length]),
    username,
    Buffer.from([password.length]),
    password,
  ]);
  const status = await ask(socket, proxy, login, pairReader(proxy, PASSWORD_VERSION), limits);
  if (status !== 0) throw proxyError(proxy, 'did not accept user name and password');
}

/** Two bytes: a version and a value. */
function pairReader(proxy: UpstreamProxy, version: number): ReadAnswer<number> {
  return (received) => {
    if (received[0] !== version) throw notSocks(proxy);
    return received.length < 2 ? undefined : { value: received[1]!, bytes: 2 };
  };
}

/** Version, reply, a zero, and the address from which the proxy connects, which is of no use to us. */
function replyReader(proxy: UpstreamProxy): ReadAnswer<undefined> {
  return (received) => {
    if (received[0] !== VERSION) throw notSocks(proxy);
    const [, reply, , kind, nameLength] = received;
    if (reply === undefined) return undefined;
    // Some proxies close after the reply without the rest.
    if (reply !== 0) throw proxyError(proxy, REPLIES[reply] ?? `failed with the unknown reply ${reply}`);
    if (kind === undefined || nameLength === undefined) return undefined;
    const addressLength = kind === IPV4 ? 4 : kind === IPV6 ? 16 : kind === NAME ? 1 + nameLength : undefined;
    if (addressLength === undefined) throw notSocks(proxy);
    const bytes = 4 + addressLength + 2;
    return received.length < bytes ? undefined : { value: undefined, bytes };
  };
}

function notSocks(proxy: UpstreamProxy) {
  return proxyError(proxy, 'answered with something that is not SOCKS5');
}

/** Kind and bytes of a destination; undefined for a name that does not fit. */
function addressBytes(host: string): Buffer | undefined {
  const name = parseServerName(host);
  if (name?.kind === 'address') return Buffer.from([name.bytes.length === 4 ? IPV4 : IPV6, ...name.bytes]);
  const text = Buffer.from(host, 'latin1');
  return text.length === 0 || text.length > 255 ? undefined : Buffer.concat([Buffer.from([NAME, text.length]), text]);
}
