import { bodyText } from './body.ts';
import type { Exchange, ResponseMessage } from './exchange.ts';
import { escapedPart } from './json-pointer.ts';

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

/** Members of an error body that name the call: `request_id`, `traceId`, PayPal's `debug_id`, Google's `log_id`. */
const MEMBER = /^(?:x[-_])?(?:request|req|trace|correlation|debug|log|transaction|error|incident|activity)[-_]?id$/i;

const LONGEST_BODY = 256 * 1024;
const DEEPEST = 3;
const MOST_MEMBERS = 500;

export interface BodyRequestId {
  /** JSON Pointer of the member: `/error/request_id`. */
  readonly pointer: string;
  readonly value: string;
}

/** The ids that the JSON body of a response carries; where the headers have none, these are what a call is found by. */
export function requestIdsInBody(response: ResponseMessage): readonly BodyRequestId[] {
  if (response.body === null || response.body.totalBytes > LONGEST_BODY) return [];
  const text = bodyText(response.headers, response.body, LONGEST_BODY);
  if (text === undefined || !/^\s{0,64}\{/.test(text)) return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const found: BodyRequestId[] = [];
  collect(value, '', 0, found);
  return found.slice(0, MOST_IDS);
}

function collect(value: unknown, pointer: string, depth: number, found: BodyRequestId[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth >= DEEPEST) return;
  for (const [name, member] of Object.entries(value).slice(0, MOST_MEMBERS)) {
    const place = `${pointer}/${escapedPart(name)}`;
    if (typeof member === 'string' || typeof member === 'number') {
      const id = String(member);
      if (MEMBER.test(name) && id.length >= 4 && id.length <= 200 && !found.some((known) => known.value === id)) {
        found.push({ pointer: place, value: id });
      }
    } else collect(member, place, depth + 1, found);
  }
}
