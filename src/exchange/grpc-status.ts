import type { ResponseMessage } from './exchange.ts';
import { headerValue } from './headers.ts';

/** The names of the codes 0 to 16 (grpc/doc/statuscodes.md). */
export const GRPC_STATUS_NAMES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

export interface GrpcStatus {
  readonly code: number;
  /** Null for a code that gRPC does not define. */
  readonly name: (typeof GRPC_STATUS_NAMES)[number] | null;
  /** `grpc-message`, percent-decoded; empty where none was sent. */
  readonly message: string;
}

/**
 * How a gRPC call ended: from the trailers, from the headers of a response that has nothing else ("trailers-only"),
 * or from the last frame of a gRPC-Web body. Null for everything that is not gRPC or has not ended.
 */
export function grpcStatusOf({ response }: { readonly response: ResponseMessage | null }): GrpcStatus | null {
  if (response === null) return null;
  for (const fields of [response.trailers, response.headers]) {
    const status = headerValue(fields, 'grpc-status');
    if (status !== undefined) return statusFrom(status, headerValue(fields, 'grpc-message'));
  }
  const trailers = webTrailers(response);
  return trailers === undefined ? null : statusFrom(trailers['grpc-status'] ?? '', trailers['grpc-message']);
}

/** `grpc 5 NOT_FOUND` */
export function grpcStatusText(code: number): string {
  return `grpc ${code} ${GRPC_STATUS_NAMES[code] ?? ''}`.trimEnd();
}

function statusFrom(text: string, message = ''): GrpcStatus | null {
  if (!/^\d{1,9}$/.test(text)) return null;
  const code = Number(text);
  return { code, name: GRPC_STATUS_NAMES[code] ?? null, message: percentDecoded(message) };
}

/** What cannot be decoded stays as it came, as the protocol demands. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const FRAME_HEAD = 5;
const IS_TRAILERS = 0x80;

/** Trailers of gRPC-Web: the frame at the end whose first bit is set (grpc/doc/PROTOCOL-WEB.md). */
function webTrailers({ headers, body }: ResponseMessage): Readonly<Record<string, string>> | undefined {
  const type = headerValue(headers, 'content-type') ?? '';
  const form = /^\s*application\/grpc-web(-text)?\s*(?:[+;]|$)/i.exec(type);
  if (body === null || form === null) return undefined;
  const bytes = form[1] === undefined ? body.bytes : Buffer.from(Buffer.from(body.bytes).toString('latin1'), 'base64');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + FRAME_HEAD <= bytes.length; ) {
    const end = at + FRAME_HEAD + view.getUint32(at + 1);
    if (end > bytes.length) return undefined;
    if ((view.getUint8(at) & IS_TRAILERS) !== 0) {
      const lines = Buffer.from(bytes.subarray(at + FRAME_HEAD, end))
        .toString('latin1')
        .split('\r\n');
      const fields = lines.map((line) => /^([^:]+):\s*(.*)$/.exec(line)).filter((match) => match !== null);
      return Object.fromEntries(fields.map(([, name, value]) => [name!.toLowerCase(), value!]));
    }
    at = end;
  }
  return undefined;
}
