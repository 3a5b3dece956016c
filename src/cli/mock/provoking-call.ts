import { createHash } from 'node:crypto';
import { request } from 'node:http';
import type { CauseId } from '../../exchange/causes.ts';

/** Causes that only make sense of a request that reads. */
const READING: ReadonlySet<CauseId> = new Set([
  'not-modified',
  'partial-content',
  'range-not-satisfiable',
  'redirect-loop',
  'resource-not-found',
]);

/** What a client sends on which a server may fail for this cause: a body that it could not read, credentials or none. */
export function provokingRequest(cause: CauseId): {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
} {
  const method = READING.has(cause) ? 'GET' : 'POST';
  const isXml = cause === 'malformed-body';
  return {
    method,
    headers: {
      Accept: 'application/json',
      'User-Agent': 'shop-integration/1.4',
      ...(cause !== 'missing-credentials' && { Authorization: `Bearer ${opaqueToken(cause)}` }),
      ...(method === 'POST' && { 'Content-Type': isXml ? 'application/xml' : 'application/json' }),
    },
    body:
      method === 'GET'
        ? ''
        : isXml
          ? '<order><amount>12.50</amount><reference>web-5521</order>'
          : '{"amount":"12.50","reference":"web-5521"}',
  };
}

/** One for each cause: what a credential has been through counts for the next call with it. */
function opaqueToken(cause: CauseId): string {
  return createHash('sha256').update(cause).digest('hex').slice(0, 20);
}

/** Makes the call through a proxy and waits for whatever comes of it. */
export function makeProvokingCall(proxyUrl: string, url: string, cause: CauseId): Promise<void> {
  const { hostname, port } = new URL(proxyUrl);
  const { method, headers, body } = provokingRequest(cause);
  const { promise, resolve } = Promise.withResolvers<void>();
  const length = body === '' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  const outgoing = request({
    hostname,
    port,
    method,
    path: url,
    agent: false,
    headers: { Host: new URL(url).host, ...headers, ...length },
  });
  outgoing.once('error', () => resolve());
  outgoing.once('close', () => resolve());
  outgoing.once('response', (response) => response.on('error', () => undefined).resume());
  outgoing.end(body);
  return promise;
}
