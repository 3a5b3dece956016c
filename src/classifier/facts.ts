import type { Exchange } from '../exchange/exchange.ts';
import { headerValues } from '../exchange/headers.ts';
import { memo } from './memo.ts';
import { credentialField } from './readers/body-credentials.ts';
import { type Challenge, parseChallenges } from './readers/challenge.ts';
import { type Credential, readCredentials } from './readers/credentials.ts';
import { errorCode } from './readers/error-code.ts';
import { errorMessage } from './readers/error-message.ts';
import { type MessageFacts, messageFacts } from './readers/message.ts';
import { type RetryDelay, statedDelay } from './readers/retry-delay.ts';
import { readServerClock, type ServerClock } from './readers/server-clock.ts';
import { withoutSecrets } from './secrets.ts';
import { shownPath } from './shown.ts';

/**
 * One exchange, and what rules ask of it. Answers are computed at the first question, kept for the other rules,
 * and bounded in time and size. Facts live for one classification.
 */
export interface Facts {
  readonly exchange: Exchange;
  /** Null where no status line arrived. */
  readonly status: number | null;
  readonly request: MessageFacts;
  /** Empty headers and no body where there was no response. */
  readonly response: MessageFacts;
  /** Undefined where the recorded text is not an absolute URL. */
  readonly url: () => URL | undefined;
  /** The URL's path as it may stand in a sentence: masked, without query, bounded. */
  readonly path: () => string;
  /** `OPTIONS` by which a browser asks whether it may send the real request (Fetch, CORS). It never has credentials. */
  readonly isPreflight: () => boolean;
  /** Credentials in the request's head, the deciding one first; empty ones are included. */
  readonly credentials: () => readonly Credential[];
  /** A field of the request's body that carries a credential, or undefined. */
  readonly credentialInBody: () => string | undefined;
  /** `WWW-Authenticate`, parsed. */
  readonly challenges: () => readonly Challenge[];
  /** The sentence in which the response says what is wrong; undefined where it only repeats its status. */
  readonly errorMessage: () => string | undefined;
  /** The code by which the response names its error: `order_already_exists`, `java.lang.NullPointerException`. */
  readonly errorCode: () => string | undefined;
  readonly serverClock: () => ServerClock | undefined;
  /** Epoch milliseconds when the answer was there: the server's clock, else ours. */
  readonly answeredAt: () => number;
  /** The delay that the response states outright, whatever its status. */
  readonly statedDelay: () => RetryDelay | undefined;
}

const NO_MESSAGE = { headers: [], body: null };

export function createFacts(exchange: Exchange): Facts {
  const request = messageFacts(exchange.request);
  const response = messageFacts(exchange.response ?? NO_MESSAGE);
  const serverClock = memo(() => readServerClock(exchange));
  const answeredAt = () => serverClock()?.answeredAt ?? exchange.startedAt + (exchange.durationMs ?? 0);
  const url = memo(() => (URL.canParse(exchange.request.url) ? new URL(exchange.request.url) : undefined));
  const credentials = memo(() => readCredentials(exchange.request));
  return {
    exchange,
    status: exchange.response?.status ?? null,
    request,
    response,
    url,
    path: memo(() => shownPath(url(), exchange.request.url)),
    isPreflight: () =>
      exchange.request.method === 'OPTIONS' &&
      request.header('origin') !== undefined &&
      request.header('access-control-request-method') !== undefined,
    credentials,
    credentialInBody: memo(() => credentialField(request.body(), request.json())),
    challenges: memo(() => parseChallenges(headerValues(exchange.response?.headers ?? [], 'www-authenticate'))),
    errorMessage: memo(() => {
      const message = errorMessage(response, exchange.response?.status ?? 0, exchange.response?.reason);
      // Before a rule cuts it: half a secret would not be recognised any more.
      return (
        message &&
        withoutSecrets(
          message,
          credentials().map(({ secret }) => secret),
        )
      );
    }),
    errorCode: memo(() => errorCode(response, exchange.response?.status ?? 0)),
    serverClock,
    answeredAt,
    statedDelay: memo(() => statedDelay(response, answeredAt())),
  };
}
