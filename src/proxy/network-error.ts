import type { Phase, TransportError } from '../exchange/transport-error.ts';

/** A failure of the network with the phase in which it happened; the only error that crosses the files of this room. */
export class NetworkError extends Error {
  readonly transport: TransportError;
  /** Error code of an HTTP/2 stream that the peer reset (RFC 9113 §7), to be passed on; null for all else. */
  readonly resetCode: number | null;

  constructor(transport: TransportError, resetCode: number | null = null) {
    super(transport.message);
    this.name = 'NetworkError';
    this.transport = transport;
    this.resetCode = resetCode;
  }
}

export function networkError(
  phase: Phase,
  code: string,
  message: string,
  resetCode: number | null = null,
): NetworkError {
  return new NetworkError({ phase, code, message }, resetCode);
}

/** Any error of a socket, in the phase where it was caught. */
export function toNetworkError(error: unknown, phase: Phase): NetworkError {
  return error instanceof NetworkError ? error : new NetworkError(toTransportError(error, phase));
}

/** Any error of a socket as data, in the phase where it was caught. */
export function toTransportError(error: unknown, phase: Phase): TransportError {
  if (error instanceof NetworkError) return error.transport;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return {
    phase,
    code: typeof code === 'string' ? code : 'ERR_UNKNOWN',
    message: typeof message === 'string' ? message.trim() : String(error),
  };
}
