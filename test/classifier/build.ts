import { Buffer } from 'node:buffer';
import { createClassifier } from '../../src/classifier/classify.ts';
import { createFacts } from '../../src/classifier/facts.ts';
import type { Finding, RuleDefinition } from '../../src/classifier/rule.ts';
import type { Annotation } from '../../src/exchange/annotation.ts';
import { type Body, type Exchange, NO_CONNECTION, NO_TIMING } from '../../src/exchange/exchange.ts';
import type { Headers } from '../../src/exchange/headers.ts';
import { type History, NO_HISTORY } from '../../src/exchange/history.ts';
import type { TransportError } from '../../src/exchange/transport-error.ts';

export const NOON = Date.UTC(2026, 10, 5, 12, 0, 0);

/** What differs from an ordinary call: a GET of https://api.example.com/v1/orders that took 100 ms at noon. */
export interface Difference {
  readonly id?: number;
  readonly method?: string;
  readonly url?: string;
  readonly httpVersion?: string;
  readonly requestHeaders?: Headers;
  readonly requestBody?: string | Uint8Array | null;
  /** Bytes that passed; more than the body has where the recording was cut. */
  readonly requestBytes?: number;
  /** Null: no response came. */
  readonly status?: number | null;
  readonly reason?: string;
  readonly headers?: Headers;
  readonly body?: string | Uint8Array | null;
  readonly error?: TransportError;
  readonly durationMs?: number;
  readonly proxyStatus?: number;
  readonly timing?: Partial<Exchange['timing']>;
}

export function exchange(difference: Difference = {}): Exchange {
  const { status = 200 } = difference;
  return {
    id: difference.id ?? 1,
    startedAt: NOON,
    durationMs: difference.durationMs ?? 100,
    request: {
      method: difference.method ?? 'GET',
      url: difference.url ?? 'https://api.example.com/v1/orders',
      httpVersion: difference.httpVersion ?? '1.1',
      headers: difference.requestHeaders ?? [],
      trailers: [],
      body: bodyOf(difference.requestBody ?? null, difference.requestBytes),
    },
    response:
      status === null
        ? null
        : {
            status,
            reason: difference.reason ?? '',
            httpVersion: '1.1',
            headers: difference.headers ?? [],
            trailers: [],
            body: bodyOf(difference.body ?? null),
          },
    error: difference.error ?? null,
    proxyStatus: difference.proxyStatus ?? null,
    connection: NO_CONNECTION,
    timing: { ...NO_TIMING, ...difference.timing },
    messageCount: 0,
  };
}

function bodyOf(content: string | Uint8Array | null, totalBytes?: number): Body | null {
  if (content === null) return null;
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return { bytes, totalBytes: totalBytes ?? bytes.length };
}

/** What one rule finds. */
export function find(rule: RuleDefinition, difference: Difference, history: History = NO_HISTORY): Finding | undefined {
  return rule.find(createFacts(exchange(difference)), history);
}

/** What the engine makes of one rule's finding. */
export function annotate(rule: RuleDefinition, difference: Difference, history: History = NO_HISTORY): Annotation {
  const classify = createClassifier([{ name: 'rule', ...rule }], (_name, error) => {
    throw error;
  });
  return classify(exchange(difference), history);
}

export function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
}

/** `Date` header `ms` after noon. */
export function date(ms = 0): [string, string] {
  return ['Date', new Date(NOON + ms).toUTCString()];
}
