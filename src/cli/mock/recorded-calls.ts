import type { Exchange } from '../../exchange/exchange.ts';
import { comparableBody, Playback, type PlaybackOptions, type RecordedCall } from '../../mock/playback.ts';
import { RuleRequest } from '../../mock/rule-request.ts';
import { CaptureReader } from '../../store/capture-reader.ts';

/** What a session plays in place of servers. */
export interface PlaybackSettings extends Omit<PlaybackOptions, 'bodyOf'> {
  readonly capture: string;
  /** In the order in which they are played. */
  readonly ids: readonly number[];
}

/** More are too many to hold. */
export const MOST_RECORDED = 20_000;
const COMPARED_BYTES = 1024 * 1024;
/** Fields of one connection (RFC 9110 §7.6.1), and those that follow from the body. */
const OF_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'content-length',
  'upgrade',
  'te',
  'trailer',
]);

/** Why an exchange cannot be played, or undefined. */
export function unplayable({ request, response, error }: Exchange): string | undefined {
  if (response === null || error !== null) return 'it has no whole response';
  if (request.method === 'CONNECT' || response.status === 101) return 'it is a tunnel or a WebSocket';
  const { body } = response;
  return body !== null && body.bytes.length < body.totalBytes ? 'its body was recorded in part only' : undefined;
}

/** The fields of a response that another connection can give. */
export function playableHeaders(exchange: Exchange): readonly (readonly [string, string])[] {
  return (exchange.response?.headers ?? []).filter(([name]) => !OF_CONNECTION.has(name.toLowerCase()));
}

export function recordedCall(exchange: Exchange): RecordedCall {
  const { id, request, response, timing, durationMs } = exchange;
  const asked = new RuleRequest(request.method, request.url, request.headers.flat(), request.body?.bytes ?? null);
  return {
    id,
    method: request.method,
    url: request.url,
    requestBody: comparableBody(asked.text()),
    status: response?.status ?? 0,
    rawHeaders: playableHeaders(exchange).flat(),
    delayMs: Math.round(timing.responseStartMs ?? durationMs ?? 0),
  };
}

/** Reads the exchanges of a capture for playing; their bodies stay in it until they are asked for. */
export function openPlayback({ capture, ids, ...options }: PlaybackSettings): Playback {
  const reader = new CaptureReader(capture);
  const calls = ids.flatMap((id) => {
    const stored = reader.exchange(id, COMPARED_BYTES);
    return stored === undefined ? [] : [recordedCall(stored.exchange)];
  });
  return new Playback(calls, {
    ...options,
    bodyOf: (id) => reader.exchange(id)?.exchange.response?.body?.bytes ?? new Uint8Array(),
  });
}
