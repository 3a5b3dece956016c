import { Buffer } from 'node:buffer';
import { GRPC_STATUS_NAMES } from '../../../exchange/grpc-status.ts';
import type { Headers } from '../../../exchange/headers.ts';
import { headerValue } from '../../../exchange/headers.ts';
import { fieldsInWords } from './field-words.ts';
import { type ErrorReport, report } from './report.ts';

export interface GrpcStatus {
  readonly code: number;
  /** Percent-decoded. */
  readonly message: string;
  readonly where: string;
}

const FRAME_HEAD_BYTES = 5;
const TRAILER_FLAG = 0x80;

/** The status of a gRPC call: from the trailers, from the headers where it failed at once, or from gRPC-Web's last frame. */
export function grpcStatus(headers: Headers, trailers: Headers, bytes: Uint8Array | undefined): GrpcStatus | undefined {
  for (const [fields, where] of [
    [trailers, 'response.trailers'],
    [headers, 'response.headers'],
  ] as const) {
    const status = statusOf(fields, where);
    if (status !== undefined) return status;
  }
  const type = headerValue(headers, 'content-type') ?? '';
  if (bytes === undefined || !type.startsWith('application/grpc-web')) return undefined;
  const isText = type.startsWith('application/grpc-web-text');
  return statusOf(
    trailersInFrames(isText ? Buffer.from(Buffer.from(bytes).toString('latin1'), 'base64') : bytes),
    'response.body',
  );
}

function statusOf(fields: Headers, where: string): GrpcStatus | undefined {
  const text = headerValue(fields, 'grpc-status');
  if (text === undefined || !/^\d{1,3}$/.test(text.trim())) return undefined;
  const message = percentDecoded((headerValue(fields, 'grpc-message') ?? '').slice(0, 4000));
  return { code: Number(text), message, where: where === 'response.body' ? where : `${where}.grpc-status` };
}

/** Trailers that gRPC-Web writes as the last frame of the body (PROTOCOL-WEB). */
function trailersInFrames(bytes: Uint8Array): Headers {
  let at = 0;
  for (let frame = 0; frame < 1000 && at + FRAME_HEAD_BYTES <= bytes.length; frame += 1) {
    const length = ((bytes[at + 1]! << 24) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 8) | bytes[at + 4]!) >>> 0;
    const start = at + FRAME_HEAD_BYTES;
    if ((bytes[at]! & TRAILER_FLAG) !== 0) {
      const text = Buffer.from(bytes.subarray(start, start + Math.min(length, 8192))).toString('utf8');
      return text.split('\r\n').flatMap((line): [string, string][] => {
        const colon = line.indexOf(':');
        return colon > 0 ? [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]] : [];
      });
    }
    at = start + length;
  }
  return [];
}

/** `grpc-message` is percent-encoded UTF-8; what does not decode stays as it is. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function grpcReport({ code, message, where }: GrpcStatus, details: string | undefined): ErrorReport {
  const sentence = message === '' ? undefined : message;
  const inMessage = where.replace('grpc-status', 'grpc-message');
  return report({
    shape: 'grpc',
    code: GRPC_STATUS_NAMES[code] ?? String(code),
    type: reasonIn(details),
    message: sentence,
    status: code,
    where: sentence === undefined ? where : inMessage,
    codeWhere: where,
    fields: sentence === undefined ? [] : fieldsInWords(sentence, inMessage),
  });
}

/**
 * The reason of a `google.rpc.ErrorInfo` in `grpc-status-details-bin`, without a schema: in the protobuf it is the first
 * string in capitals behind the type's name.
 */
function reasonIn(details: string | undefined): string | undefined {
  if (details === undefined || details.length > 8192) return undefined;
  const text = Buffer.from(details, 'base64').toString('latin1');
  const at = text.indexOf('google.rpc.ErrorInfo');
  return at < 0 ? undefined : /[A-Z][A-Z0-9_]{3,62}/.exec(text.slice(at + 'google.rpc.ErrorInfo'.length))?.[0];
}
