import type { AppliedRule } from './applied-rule.ts';
import type { ServerConnection, TlsFacts } from './connection.ts';
import type { StreamMessage } from './exchange.ts';
import type { TransportError } from './transport-error.ts';

/**
 * What a proxy observes, in the order in which it happens. Events are plain data: they cross threads.
 *
 * `key` tells the exchanges of one proxy apart. `at` is epoch milliseconds with fractions, taken from a
 * monotonic clock, so that differences are durations. Raw headers are the flat list `[name, value, …]`.
 * Every exchange begins with one `request` and ends with one `ended`, whatever happens between; events
 * that do not apply are left out. A chunk is emitted only up to the recording limit, the totals always.
 */
export type ProxyEvent =
  | {
      readonly kind: 'request';
      readonly key: number;
      readonly at: number;
      readonly client: string | null;
      readonly clientTls: TlsFacts | null;
      readonly method: string;
      readonly url: string;
      readonly httpVersion: string;
      readonly rawHeaders: readonly string[];
    }
  | { readonly kind: 'request-chunk'; readonly key: number; readonly bytes: Uint8Array }
  | {
      readonly kind: 'request-end';
      readonly key: number;
      readonly at: number;
      readonly totalBytes: number;
      readonly rawTrailers: readonly string[];
    }
  /** A connection to the server is assigned to the exchange. */
  | {
      readonly kind: 'connected';
      readonly key: number;
      readonly at: number;
      readonly connection: ServerConnection;
      readonly isReused: boolean;
    }
  /** What a rule of the person's has done to the exchange so far; of several the latest counts. */
  | { readonly kind: 'rule'; readonly key: number; readonly rule: AppliedRule }
  | {
      readonly kind: 'response';
      readonly key: number;
      readonly at: number;
      readonly status: number;
      readonly reason: string;
      readonly httpVersion: string;
      readonly rawHeaders: readonly string[];
    }
  | { readonly kind: 'response-chunk'; readonly key: number; readonly bytes: Uint8Array }
  | {
      readonly kind: 'message';
      readonly key: number;
      readonly message: StreamMessage;
      /** In a flood: so many messages passed before this one that are counted only. */
      readonly skipped?: number;
    }
  /** How much has passed so far; said of what lasts and is not recorded (tunnels, bodies beyond the limit), at most twice a second. */
  | { readonly kind: 'progress'; readonly key: number; readonly requestBytes: number; readonly responseBytes: number }
  | {
      readonly kind: 'response-end';
      readonly key: number;
      readonly at: number;
      readonly totalBytes: number;
      readonly rawTrailers: readonly string[];
    }
  | {
      readonly kind: 'ended';
      readonly key: number;
      readonly at: number;
      readonly error: TransportError | null;
      /** Status of the proxy's own answer, or null where the client got the server's. */
      readonly proxyStatus: number | null;
    };
