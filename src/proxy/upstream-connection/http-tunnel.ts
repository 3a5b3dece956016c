import type { Socket } from 'node:net';
import { printable } from '../../exchange/printable.ts';
import { type Authority, formatAuthority } from '../target.ts';
import { ask, type ReadAnswer } from './proxy-dialogue.ts';
import type { StepLimits } from './step.ts';
import { proxyAuthorization, proxyError, type UpstreamProxy } from './upstream-proxy.ts';

const MAX_REASON = 100;

/** Has an HTTP proxy make a tunnel to an authority (RFC 9110 §9.3.6). Rejects with a `NetworkError` that names the proxy. */
export function openHttpTunnel(
  socket: Socket,
  proxy: UpstreamProxy,
  authority: Authority,
  limits: StepLimits,
): Promise<void> {
  const name = formatAuthority(authority);
  const authorization = proxyAuthorization(proxy);
  const question = [
    `CONNECT ${name} HTTP/1.1`,
    `Host: ${name}`,
    ...(authorization === null ? [] : [`Proxy-Authorization: ${authorization}`]),
    '\r\n',
  ].join('\r\n');
  const readAnswer: ReadAnswer<undefined> = (received) => {
    const end = received.indexOf('\r\n\r\n');
    const head = received.toString('latin1', 0, end < 0 ? undefined : end);
    if (!'HTTP/1.'.startsWith(head.slice(0, 7))) {
      throw proxyError(proxy, `answered with something that is not HTTP: ${shown(head)}`);
    }
    if (end < 0) return undefined;
    const [, status, reason = ''] = /^HTTP\/1\.[01] (\d{3})(?: ([^\r\n]*))?(?:\r\n|$)/.exec(head) ?? [];
    if (status === undefined) throw proxyError(proxy, `answered with something that is not HTTP: ${shown(head)}`);
    // Such a response has no body, whatever its header says.
    if (status.startsWith('2')) return { value: undefined, bytes: end + 4 };
    throw proxyError(proxy, `answered ${`${status} ${shown(reason)}`.trim()}`);
  };
  return ask(socket, proxy, question, readAnswer, limits);
}

function shown(text: string): string {
  return printable(text.split(/\r?\n/, 1)[0]!.slice(0, MAX_REASON));
}
