import { classOfStatus } from '../exchange/annotation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { headerValues } from '../exchange/headers.ts';
import { type RequestId, readRequestIds } from '../exchange/request-ids.ts';
import { memo } from './memo.ts';
import { type BlamedField, blame } from './readers/blame.ts';
import { credentialField } from './readers/body-credentials.ts';
import { type Challenge, parseChallenges } from './readers/challenge.ts';
import { type Credential, readCredentials } from './readers/credentials.ts';
import { errorCode } from './readers/error-code.ts';
import { errorMessage } from './readers/error-message.ts';
import { readErrorReport } from './readers/error-report/read.ts';
import type { ErrorReport } from './readers/error-report/report.ts';
import { type FailedSuccess, failedSuccess } from './readers/failed-success.ts';
import { hasFailureWords } from './readers/failure-words.ts';
import { type Framework, readFramework } from './readers/framework.ts';
import { type Gateway, readGateway } from './readers/gateway.ts';
import { type MessageFacts, messageFacts } from './readers/message.ts';
import { type RateLimit, readRateLimits } from './readers/rate-limits.ts';
import { type RetryDelay, statedDelay } from './readers/retry-delay.ts';
import { readServerClock, type ServerClock } from './readers/server-clock.ts';
import { withoutSecrets } from './secrets.ts';
import { shownPath } from './shown.ts';
import type { PhraseMatch } from './vocabulary/match.ts';
import type { Signal } from './vocabulary/signal.ts';
import { sourcesOf } from './vocabulary/sources.ts';
import { understand } from './vocabulary/vocabulary.ts';

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
  /**
   * What the response says about its error, whatever form it has: of every status from 400, and of a 2xx that reports a
   * failure. Raw: what is shown of it is masked by the engine.
   */
  readonly error: () => ErrorReport | undefined;
  /** Of a 2xx: the sign in its outermost envelope that the call failed. */
  readonly failedSuccess: () => FailedSuccess | undefined;
  /** Words of failure stand at either end of the response's body; false of nearly every success, and cheap. */
  readonly hasFailureWords: () => boolean;
  /** The fields that the error names, found in the request. */
  readonly fields: () => readonly BlamedField[];
  /** Everything the server's words say, the most telling first; for each signal its best match. */
  readonly signals: () => readonly PhraseMatch[];
  /** Whether, where and how the server says it: `says('expired')`. */
  readonly says: (signal: Signal) => PhraseMatch | undefined;
  /** The limits that the response counts down in its headers. */
  readonly limits: () => readonly RateLimit[];
  /** The intermediary that answered, or passed the answer on. */
  readonly gateway: () => Gateway | undefined;
  /** The software of the application, where its answer gives it away. */
  readonly framework: () => Framework | undefined;
  /** Ids of the call, the server's own first. */
  readonly requestIds: () => readonly RequestId[];
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

/** What is asked about every exchange. The rest is asked about failures: it is made ready when the first of it is wanted. */
type Early =
  | 'exchange'
  | 'status'
  | 'request'
  | 'response'
  | 'url'
  | 'isPreflight'
  | 'failedSuccess'
  | 'hasFailureWords';

export function createFacts(exchange: Exchange): Facts {
  return new ExchangeFacts(exchange);
}

class ExchangeFacts implements Facts {
  readonly exchange: Exchange;
  readonly status: number | null;
  readonly request: MessageFacts;
  readonly response: MessageFacts;
  readonly url: Facts['url'];
  readonly failedSuccess: Facts['failedSuccess'];
  readonly hasFailureWords: Facts['hasFailureWords'];
  #rest: Omit<Facts, Early> | undefined;

  constructor(exchange: Exchange) {
    const { request, response } = exchange;
    this.exchange = exchange;
    this.status = response?.status ?? null;
    this.request = messageFacts(request);
    this.response = messageFacts(response ?? NO_MESSAGE);
    this.url = memo(() => URL.parse(request.url) ?? undefined);
    this.hasFailureWords = memo(() => response !== null && hasFailureWords(response, this.response));
    this.failedSuccess = memo(() =>
      classOfStatus(this.status) === 'success'
        ? failedSuccess(exchange, this.request, this.response, this.hasFailureWords)
        : undefined,
    );
  }

  isPreflight(): boolean {
    return (
      this.exchange.request.method === 'OPTIONS' &&
      this.request.header('origin') !== undefined &&
      this.request.header('access-control-request-method') !== undefined
    );
  }

  get path() {
    return this.#answers().path;
  }

  get credentials() {
    return this.#answers().credentials;
  }

  get credentialInBody() {
    return this.#answers().credentialInBody;
  }

  get challenges() {
    return this.#answers().challenges;
  }

  get error() {
    return this.#answers().error;
  }

  get fields() {
    return this.#answers().fields;
  }

  get signals() {
    return this.#answers().signals;
  }

  get says() {
    return this.#answers().says;
  }

  get limits() {
    return this.#answers().limits;
  }

  get gateway() {
    return this.#answers().gateway;
  }

  get framework() {
    return this.#answers().framework;
  }

  get requestIds() {
    return this.#answers().requestIds;
  }

  get errorMessage() {
    return this.#answers().errorMessage;
  }

  get errorCode() {
    return this.#answers().errorCode;
  }

  get serverClock() {
    return this.#answers().serverClock;
  }

  get answeredAt() {
    return this.#answers().answeredAt;
  }

  get statedDelay() {
    return this.#answers().statedDelay;
  }

  #answers(): Omit<Facts, Early> {
    this.#rest ??= answersAbout(this);
    return this.#rest;
  }
}

function answersAbout({ exchange, request, response, url, failedSuccess }: Pick<Facts, Early>): Omit<Facts, Early> {
  const status = exchange.response?.status ?? 0;
  const serverClock = memo(() => readServerClock(exchange));
  const answeredAt = () => serverClock()?.answeredAt ?? exchange.startedAt + (exchange.durationMs ?? 0);
  const credentials = memo(() => readCredentials(exchange.request));
  const challenges = memo(() => parseChallenges(headerValues(exchange.response?.headers ?? [], 'www-authenticate')));
  const error = memo(() =>
    exchange.response !== null && status >= 400
      ? readErrorReport(exchange.response, response)
      : failedSuccess()?.report,
  );
  const signals = memo(() => understand(sourcesOf(error(), challenges())));
  return {
    path: memo(() => shownPath(url(), exchange.request.url)),
    credentials,
    credentialInBody: memo(() => credentialField(request.body(), request.json())),
    challenges,
    error,
    fields: memo(() => (error()?.fields ?? []).map((field) => blame(field, exchange.request, request, url()))),
    signals,
    says: (signal) => signals().find((match) => match.signal === signal),
    limits: memo(() => readRateLimits(response, answeredAt())),
    gateway: memo(() => readGateway(exchange, response)),
    framework: memo(() => readFramework(exchange, response)),
    requestIds: memo(() => readRequestIds(exchange)),
    errorMessage: memo(() => {
      const report = error();
      const message = report && errorMessage(report, status);
      // Before a rule cuts it: half a secret would not be recognised any more.
      return (
        message &&
        withoutSecrets(
          message,
          credentials().map(({ secret }) => secret),
        )
      );
    }),
    errorCode: memo(() => {
      const report = error();
      return report && errorCode(report, status);
    }),
    serverClock,
    answeredAt,
    statedDelay: memo(() => statedDelay(response, answeredAt())),
  };
}
