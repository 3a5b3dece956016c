import { Buffer } from 'node:buffer';
import { bodyText } from '../exchange/body.ts';
import type { Body, StreamMessage } from '../exchange/exchange.ts';
import { grpcStatusOf } from '../exchange/grpc-status.ts';
import type { Headers } from '../exchange/headers.ts';
import { phasesOf } from '../exchange/phases.ts';
import { annotationToJson } from './annotation-json.ts';
import type { ExportItem } from './bundle.ts';
import { payloadText } from './message-text.ts';

/** The whole exchange as plain data; the members are documented in docs/json.md, and only ever added to. */
export function exchangeToJson({ exchange, annotation, messages }: ExportItem): object {
  const { request, response } = exchange;
  return {
    id: exchange.id,
    startedAt: Math.round(exchange.startedAt),
    durationMs: exchange.durationMs,
    request: { ...request, ...bodyToJson(request.headers, request.body) },
    response: response && { ...response, ...bodyToJson(response.headers, response.body) },
    error: exchange.error,
    proxyStatus: exchange.proxyStatus,
    connection: exchange.connection,
    timing: exchange.timing,
    rule: exchange.rule ?? null,
    phases: phasesOf(exchange),
    grpc: grpcStatusOf(exchange),
    messageCount: exchange.messageCount,
    messages: messages.map(messageToJson),
    annotation: annotation && annotationToJson(exchange.id, annotation),
  };
}

function messageToJson({ at, from, type, bytes, totalBytes, closeCode }: StreamMessage): object {
  const text = type === 'binary' ? undefined : payloadText(bytes);
  const content = text === undefined ? { text: null, base64: Buffer.from(bytes).toString('base64') } : { text };
  return { at: Math.round(at * 1000) / 1000, from, type, ...content, bytes: totalBytes, closeCode };
}

/** Decoded text as `body`, anything else as `bodyBase64` beside a null `body`. */
function bodyToJson(headers: Headers, body: Body | null): object {
  if (body === null) return { body: null, bodyBytes: 0 };
  const text = bodyText(headers, body);
  if (text !== undefined) return { body: text, bodyBytes: body.totalBytes };
  return { body: null, bodyBase64: Buffer.from(body.bytes).toString('base64'), bodyBytes: body.totalBytes };
}
