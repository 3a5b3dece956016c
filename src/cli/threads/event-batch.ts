import type { ServerConnection, TlsFacts } from '../../exchange/connection.ts';
import type { ProxyEvent } from '../../exchange/events.ts';
import type { StreamMessage } from '../../exchange/exchange.ts';

/**
 * Events on their way to another thread. Structured clones of event objects cost more than everything that the
 * recorder does with them; bytes change hands for nothing.
 */
export interface EventBatch {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Large pieces of bodies, each in memory of its own. */
  readonly pieces: readonly Uint8Array<ArrayBuffer>[];
}

/** A kind goes over as its place in this list. */
export const KINDS = [
  'request',
  'request-chunk',
  'request-end',
  'connected',
  'response',
  'response-chunk',
  'message',
  'progress',
  'response-end',
  'ended',
  'rule',
] as const satisfies readonly ProxyEvent['kind'][];
export const MESSAGE_TYPES: readonly StreamMessage['type'][] = ['text', 'binary', 'ping', 'pong', 'close', 'event'];

export type SharedFacts = ServerConnection | TlsFacts;
