import type { CauseId } from './causes.ts';
import type { Difference } from './difference.ts';
import type { Exchange } from './exchange.ts';

export type ExchangeClass =
  | 'informational'
  | 'success'
  | 'redirection'
  | 'client_error'
  | 'server_error'
  /** No status line ever arrived. */
  | 'no_response';

/** Who has to act. `proxy` is httpwhy itself only; a gateway or CDN in front of the API counts as `server`. */
export type Fault = 'client' | 'server' | 'network' | 'proxy' | 'nobody';

/** `certain`: the bytes prove it. `likely`: the server says so, or several signs agree. `guess`: only the status speaks. */
export type Confidence = 'certain' | 'likely' | 'guess';

/** `unsafe`: the request is not idempotent and may have been processed. */
export type Retry = 'never' | 'after_fix' | 'safe' | 'unsafe';

export interface Evidence {
  /**
   * A pointer into the exchange: `request.headers.authorization`, `request.body:3:14` (line and column),
   * `response.body#/error/param` (JSON Pointer), `response.status`, `error.code`, `messages/3` (the third message of a stream), `messages/close`, `history:41` (an exchange's id).
   */
  readonly where: string;
  /** The value seen there, on one line, secrets masked. */
  readonly what: string;
}

/** What httpwhy says about one exchange. */
export interface Annotation {
  readonly class: ExchangeClass;
  /** Null where nothing needs explaining. */
  readonly cause: CauseId | null;
  /** Only with `error-in-success`: what the body reports, or null where it does not say. */
  readonly inner?: CauseId | null;
  readonly fault: Fault;
  readonly confidence: Confidence;
  /** One line that names the concrete field, header, token, limit or host. */
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  /** The next step, in the imperative; empty where there is nothing to do. */
  readonly advice: string;
  readonly retry: Retry;
  /** Seconds to wait before a retry, where the server gave a delay. */
  readonly retryAfterSeconds?: number;
  /** What else it may have been, the likeliest first: at most three, each of another cause. */
  readonly runnersUp?: readonly RunnerUp[];
  /** Only of a failure whose method and route have succeeded before. */
  readonly difference?: Difference;
}

export interface RunnerUp {
  readonly cause: CauseId;
  readonly confidence: Confidence;
  /** As that of an annotation. */
  readonly summary: string;
}

/** An exchange and what is said about it. */
export interface AnnotatedExchange {
  readonly exchange: Exchange;
  /** Null while the exchange is pending. */
  readonly annotation: Annotation | null;
}

/** The class that follows from a status code alone; null stands for "no status line arrived". */
export function classOfStatus(status: number | null): ExchangeClass {
  if (status === null) return 'no_response';
  if (status < 200) return 'informational';
  if (status < 300) return 'success';
  if (status < 400) return 'redirection';
  if (status < 500) return 'client_error';
  return 'server_error';
}
