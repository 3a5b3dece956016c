import type { Exchange } from '../exchange/exchange.ts';

/** Headers in which APIs and gateways name a call; support teams ask for these first. */
const NAMES = [
  'request-id',
  'x-request-id',
  'x-requestid',
  'x-req-id',
  'x-github-request-id',
  'x-amzn-requestid',
  'x-amzn-request-id',
  'x-amz-request-id',
  'x-amz-id-2',
  'x-amzn-trace-id',
  'x-amz-cf-id',
  'cf-ray',
  'x-ms-request-id',
  'x-ms-correlation-request-id',
  'apim-request-id',
  'x-goog-request-id',
  'x-cloud-trace-context',
  'x-guploader-uploadid',
  'twilio-request-id',
  'paypal-debug-id',
  'x-slack-req-id',
  'x-okta-request-id',
  'x-shopify-request-id',
  'x-arequestid',
  'x-vercel-id',
  'fly-request-id',
  'x-kong-request-id',
  'x-correlation-id',
  'correlation-id',
  'x-trace-id',
  'x-b3-traceid',
  'traceparent',
];

export interface RequestId {
  readonly header: string;
  readonly value: string;
  readonly side: 'request' | 'response';
}

/** The ids that the exchange carries: the server's own before those that the client sent. */
export function requestIds({ request, response }: Exchange): readonly RequestId[] {
  const found: RequestId[] = [];
  for (const side of ['response', 'request'] as const) {
    const headers = (side === 'response' ? response?.headers : request.headers) ?? [];
    for (const [header, value] of headers) {
      if (!NAMES.includes(header.toLowerCase()) || value === '') continue;
      if (!found.some((id) => id.value === value)) found.push({ header, value, side });
    }
  }
  return found.slice(0, 12);
}
