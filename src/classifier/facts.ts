import { classOfStatus } from '../exchange/annotation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { headerValues } from '../exchange/headers.ts';
import { type RequestId, readRequestIds } from '../exchange/request-ids.ts';
import { type Kept, nothingKept, perExchange } from './per-exchange.ts';
import { type BlamedField, blame } from './readers/blame.ts';
import { credentialField } from './readers/body-credentials.ts';
import { type Challenge, parseChallenges } from './readers/challenge.ts';
import { type Credential, readCredentials } from './readers/credentials.ts';
import { errorCode } from './readers/error-code.ts';
import { errorMessage } from './readers/error-message.ts';
import { readErrorReport } from './readers/error-report/read.ts';
import type { ErrorReport, FailedSuccess } from './readers/error-report/report.ts';
import { failedSuccess } from './readers/failed-success.ts';
import { hasFailureWords } from './readers/failure-words.ts';
import { type Framework, readFramework } from './readers/framework.ts';
import { type Gateway, readGateway } from './readers/gateway.ts';
import { type MessageFacts, messageFacts } from './readers/message.ts';
import { type RateLimit, readRateLimits } from './readers/rate-limits.ts';
import { type RetryDelay, statedDelay } from './readers/retry-delay.ts';
import { readServerClock, type ServerClock } from './readers/server-clock.ts';
import { spokenDelay } from './readers/spoken-delay.ts';
import { secretsOf, withoutSecrets } from './secrets.ts';
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
  /** What was worked out about it so far. */
  readonly kept: Kept;
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

export function createFacts(exchange: Exchange): Facts {
  return new ExchangeFacts(exchange);
}

class ExchangeFacts implements Facts {
  readonly exchange: Exchange;
  readonly kept = nothingKept();
  readonly status: number | null;
  readonly request: MessageFacts;
  readonly response: MessageFacts;

  constructor(exchange: Exchange) {
    const { request, response } = exchange;
    this.exchange = exchange;
    this.status = response?.status ?? null;
    this.request = messageFacts(request);
    this.response = messageFacts(response ?? NO_MESSAGE);
  }

  url() {
    return urlOf(this);
  }

  path() {
    return pathOf(this);
  }

  isPreflight() {
    return (
      this.exchange.request.method === 'OPTIONS' &&
      this.request.header('origin') !== undefined &&
      this.request.header('access-control-request-method') !== undefined
    );
  }

  credentials() {
    return credentialsOf(this);
  }

  credentialInBody() {
    return credentialInBodyOf(this);
  }

  challenges() {
    return challengesOf(this);
  }

  error() {
    return errorOf(this);
  }

  failedSuccess() {
    return failedSuccessOf(this);
  }

  hasFailureWords() {
    return failureWordsOf(this);
  }

  fields() {
    return fieldsOf(this);
  }

  signals(): readonly PhraseMatch[] {
    return signalsOf(this);
  }

  says(signal: Signal): PhraseMatch | undefined {
    return this.signals().find((match) => match.signal === signal);
  }

  limits() {
    return limitsOf(this);
  }

  gateway() {
    return gatewayOf(this);
  }

  framework() {
    return frameworkOf(this);
  }

  requestIds() {
    return requestIdsOf(this);
  }

  errorMessage() {
    return errorMessageOf(this);
  }

  errorCode() {
    return errorCodeOf(this);
  }

  serverClock(): ServerClock | undefined {
    return serverClockOf(this);
  }

  answeredAt(): number {
    return this.serverClock()?.answeredAt ?? this.exchange.startedAt + (this.exchange.durationMs ?? 0);
  }

  statedDelay() {
    return statedDelayOf(this);
  }
}

const urlOf = perExchange((facts: Facts) => URL.parse(facts.exchange.request.url) ?? undefined);
const pathOf = perExchange((facts: Facts) => shownPath(facts.url(), facts.exchange.request.url));
const credentialsOf = perExchange((facts: Facts) => readCredentials(facts.exchange.request));
const credentialInBodyOf = perExchange(({ request }: Facts) => credentialField(request.body(), request.json()));
const challengesOf = perExchange(({ exchange }: Facts) =>
  parseChallenges(headerValues(exchange.response?.headers ?? [], 'www-authenticate')),
);
const failureWordsOf = perExchange(
  ({ exchange, response }: Facts) => exchange.response !== null && hasFailureWords(exchange.response, response),
);
const failedSuccessOf = perExchange((facts: Facts) =>
  classOfStatus(facts.status) === 'success'
    ? failedSuccess(facts.exchange, facts.request, facts.response, () => facts.hasFailureWords())
    : undefined,
);
const errorOf = perExchange((facts: Facts) => {
  const { response } = facts.exchange;
  return response !== null && response.status >= 400
    ? readErrorReport(response, facts.response)
    : facts.failedSuccess()?.report;
});
const fieldsOf = perExchange((facts: Facts) =>
  (facts.error()?.fields ?? []).map((field) => blame(field, facts.exchange.request, facts.request, facts.url())),
);
const signalsOf = perExchange((facts: Facts) => understand(sourcesOf(facts.error(), facts.challenges())));
const limitsOf = perExchange((facts: Facts) => readRateLimits(facts.response, facts.answeredAt()));
const gatewayOf = perExchange(({ exchange, response }: Facts) => readGateway(exchange, response));
const frameworkOf = perExchange(({ exchange, response }: Facts) => readFramework(exchange, response));
const requestIdsOf = perExchange(({ exchange }: Facts) => readRequestIds(exchange));
const errorMessageOf = perExchange((facts: Facts) => {
  const report = facts.error();
  const message = report && errorMessage(report, facts.status ?? 0);
  // Before a rule cuts it: half a secret would not be recognised any more.
  return message && withoutSecrets(message, secretsOf(facts));
});
const errorCodeOf = perExchange((facts: Facts) => {
  const report = facts.error();
  return report && errorCode(report, facts.status ?? 0);
});
const serverClockOf = perExchange(({ exchange }: Facts) => readServerClock(exchange));
const statedDelayOf = perExchange(
  (facts: Facts) => statedDelay(facts.response, facts.answeredAt()) ?? delayInWords(facts),
);

/** Only a failure asks to be left alone for a while. */
function delayInWords(facts: Facts): RetryDelay | undefined {
  const isFailure = facts.status !== null && (facts.status >= 400 || facts.failedSuccess() !== undefined);
  const error = isFailure ? facts.error() : undefined;
  return error?.message === undefined ? undefined : spokenDelay(error.message, error.where);
}
