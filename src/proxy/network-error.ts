import type { Phase, TransportError } from '../exchange/transport-error.ts';

/** A failure of the network with the phase in which it happened; the only error that crosses the files of this room. */
export class NetworkError extends Error {
  readonly transport: TransportError;

  constructor(transport: TransportError) {
    super(transport.message);
    this.name = 'NetworkError';
    this.transport = transport;
  }
}

export function networkError(phase: Phase, code: string, message: string): NetworkError {
  return new NetworkError({ phase, code, message });
}

/** Any error thrown by a socket, a parser or undici, in the phase where it was caught. */
export function toTransportError(error: unknown, phase: Phase): TransportError {
  if (error instanceof NetworkError) return error.transport;
  const { name, code, message, data } = error as { name?: unknown; code?: unknown; message?: unknown; data?: unknown };
  if (name === 'HTTPParserError') return unreadableResponse(code, String(message), data);
  const unusable = UNUSABLE_RESPONSES[typeof message === 'string' ? message : ''] ?? UNUSABLE_RESPONSES[String(code)];
  if (unusable !== undefined) return { phase: 'response', ...unusable };
  return {
    phase,
    code: typeof code === 'string' ? code : 'ERR_UNKNOWN',
    message: typeof message === 'string' ? message.trim() : String(error),
  };
}

/** Responses that undici gives up in words of its own, by its message or code. */
const UNUSABLE_RESPONSES: Readonly<Record<string, Pick<TransportError, 'code' | 'message'>>> = {
  'bad response': { code: 'HPE_INVALID_STATUS', message: 'an interim response 100 that was not asked for' },
  'bad upgrade': { code: 'HPE_INVALID_STATUS', message: 'a switch of protocols that was not asked for' },
  UND_ERR_HEADERS_OVERFLOW: {
    code: 'HPE_HEADER_OVERFLOW',
    message: 'the response headers are larger than 65536 bytes',
  },
  ERR_ASSERTION: { code: 'HPE_INVALID_STATUS', message: 'a status code that does not exist' },
};

/** undici's parser leaves the code out for what does not begin like HTTP at all; what came instead says most. */
function unreadableResponse(code: unknown, message: string, data: unknown): TransportError {
  const received = typeof data === 'string' && data !== '' ? ` (received ${JSON.stringify(data.slice(0, 60))})` : '';
  return {
    phase: 'response',
    code: typeof code === 'string' ? code : 'HPE_INVALID_CONSTANT',
    message: `${message.replace(/^Response does not match the HTTP\/1\.1 protocol \((.*)\)$/s, '$1')}${received}`,
  };
}
