import type { Exchange } from '../exchange/exchange.ts';
import { isTunnel, protocolOf } from '../exchange/extended-connect.ts';
import { headerValue, joinedHeader } from '../exchange/headers.ts';
import { formatBytes } from '../exchange/units.ts';
import { maskedPlaces } from './masked.ts';

/** What methods consist of (RFC 9110 §5.6.2). */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * Why the request of an exchange cannot be sent again as it was, as a clause that follows `#17 cannot be sent again: `;
 * undefined where it can. A request is sent whole or not at all: half of a body is another request.
 */
export function whyNotReplayable(exchange: Exchange): string | undefined {
  const { method, url } = exchange.request;
  if (isTunnel(exchange.request) || method === '?') return 'what passed in this connection was not read';
  if (!TOKEN.test(method)) return 'its method is none that HTTP allows';
  if (!/^https?:\/\/[^/]/i.test(url) || !URL.canParse(url)) return 'its address is no URL of http or https';
  if (isConversation(exchange)) {
    const did = exchange.response?.status === 101 ? 'became' : 'asked for';
    return `it ${did} a WebSocket or another protocol, whose messages answer each other; only requests are sent again`;
  }
  return whyIncomplete(exchange);
}

function isConversation({ request, response }: Exchange): boolean {
  if (response?.status === 101 || protocolOf(request) !== undefined) return true;
  const isAsked = /\bupgrade\b/i.test(joinedHeader(request.headers, 'connection') ?? '');
  // `h2c` asks for the same request over HTTP/2, which a server may leave unheard.
  return isAsked && !/^\s*h2c\s*$/i.test(headerValue(request.headers, 'upgrade') ?? 'h2c');
}

function whyIncomplete({ request, error, durationMs, timing }: Exchange): string | undefined {
  const { body, headers } = request;
  const recorded = body?.bytes.length ?? 0;
  const passed = body?.totalBytes ?? 0;
  if (durationMs === null && timing.requestSentMs === null) return 'its request is still being sent';
  if (recorded < passed) {
    return `only ${formatBytes(recorded)} of its ${formatBytes(passed)} of body were recorded; record it again with a larger --max-body`;
  }
  const announced = headerValue(headers, 'content-length');
  const isShort = announced !== undefined && /^\d{1,15}$/.test(announced) && Number(announced) > passed;
  // A mask is shorter than the secret behind it, and has its own word.
  if (isShort && maskedPlaces(request).length === 0) {
    return `its client sent only ${formatBytes(passed)} of the ${formatBytes(Number(announced))} of body that it announced`;
  }
  const isBrokenOff = error?.code === 'ERR_CLIENT_ABORTED' && error.phase === 'request';
  return isBrokenOff ? 'its client broke off before the end of the body' : undefined;
}
