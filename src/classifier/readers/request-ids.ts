import type { Exchange } from '../../exchange/exchange.ts';

/** Fields whose name does not end as the others do. */
const NAMES: ReadonlySet<string> = new Set([
  'cf-ray',
  'traceparent',
  'x-amz-id-2',
  'x-amz-cf-id',
  'x-vercel-id',
  'x-cloud-trace-context',
  'x-guploader-uploadid',
  'x-arequestid',
  'x-sid',
  'x-fb-debug',
  'x-fb-trace-id',
  'x-msedge-ref',
  'x-azure-ref',
  'x-nf-request-id',
  'x-iinfo',
  'x-akamai-request-id',
  'x-served-by-request',
  'x-transaction',
  'x-tt-logid',
  'x-b3-traceid',
  'b3',
  'uber-trace-id',
  'x-datadog-trace-id',
  'x-appengine-log-flush-count',
  'paypal-debug-id',
  'sentry-trace',
  'x-sentry-id',
  'x-logref',
]);

/** `request-id`, `x-amzn-requestid`, `twilio-request-id`, `x-ms-correlation-request-id`, `atl-traceid`. */
const PATTERN =
  /(?:^|-)(?:request|req|requests|correlation|trace|transaction|tx|debug|activity|operation|invocation|incident|log|call|error|event|message-request)-?id$|(?:^|-)(?:requestid|traceid|correlationid)$/;

/** What names a page or a client rather than a call. */
const NO_ID = /^(?:last-event-id|x-client-request-id-format)$/;

const MOST_IDS = 12;

export interface RequestId {
  /** As sent. */
  readonly header: string;
  readonly value: string;
  readonly side: 'request' | 'response';
}

/** The ids by which the server's people find a call in their log: the server's own before those that the client sent. */
export function readRequestIds({ request, response }: Exchange): readonly RequestId[] {
  const found: RequestId[] = [];
  for (const side of ['response', 'request'] as const) {
    const headers = (side === 'response' ? response?.headers : request.headers) ?? [];
    for (const [header, value] of headers) {
      if (value === '' || !isRequestIdField(header) || found.some((id) => id.value === value)) continue;
      found.push({ header, value, side });
      if (found.length === MOST_IDS) return found;
    }
  }
  return found;
}

export function isRequestIdField(name: string): boolean {
  if (name.length > 60) return false;
  const key = name.toLowerCase();
  return (NAMES.has(key) || PATTERN.test(key)) && !NO_ID.test(key);
}
