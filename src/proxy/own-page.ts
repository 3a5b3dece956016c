import type { ClientCall, RequestHead } from './call.ts';

export interface OwnPageOptions {
  /** The CA's certificate as PEM; nothing else of ours is ever served. */
  readonly caPem: string;
  /** Whether an authority (`localhost:8080`) is an address of this proxy. Pages of other names are refused (DNS rebinding). */
  isOwnAuthority(authority: string): boolean;
}

/**
 * Answers a request that is addressed to the proxy itself as if it were a web server: a help page at `/`, the CA at
 * `/ca.pem`. False for anything else. Never data: whatever page a browser shows can send requests here.
 */
export function answerOwnPage(call: ClientCall, { caPem, isOwnAuthority }: OwnPageOptions): boolean {
  const { method, target, authority } = call.head;
  if (!isOwnPage(call.head) || authority === undefined || !isOwnAuthority(authority.toLowerCase())) return false;
  const isCa = target === '/ca.pem';
  const body = Buffer.from(isCa ? caPem : helpText(authority));
  call.listen({
    onData: () => true,
    onEnd: () => undefined,
    onDrain: () => undefined,
    onHalfClosed: () => true,
    onFailed: () => undefined,
  });
  call.respond({
    status: 200,
    reason: 'OK',
    httpVersion: '1.1',
    rawHeaders: [
      'content-type',
      isCa ? 'application/x-x509-ca-cert' : 'text/plain; charset=utf-8',
      'content-length',
      String(body.length),
      ...(isCa ? ['content-disposition', 'attachment; filename="httpwhy-ca.pem"'] : []),
      'cache-control',
      'no-store',
      'x-content-type-options',
      'nosniff',
      'cross-origin-resource-policy',
      'same-origin',
    ],
    framing: method === 'HEAD' ? { kind: 'none' } : { kind: 'length', bytes: body.length },
  });
  if (method !== 'HEAD') call.write(body);
  call.end([]);
  return true;
}

function isOwnPage({ method, target, framing }: RequestHead): boolean {
  return (method === 'GET' || method === 'HEAD') && framing.kind === 'none' && (target === '/' || target === '/ca.pem');
}

function helpText(authority: string): string {
  return `This is httpwhy, a proxy that records API calls and says why they failed.

It is not a web server: programs use it as their proxy.

  HTTP_PROXY=http://${authority} HTTPS_PROXY=http://${authority} your-program
  httpwhy run -- your-program        sets all variables, and trust in the CA
  curl --proxy http://${authority} --cacert ca.pem https://api.example.com/

The certificate authority to trust, for HTTPS: http://${authority}/ca.pem
What was recorded: httpwhy log
`;
}
