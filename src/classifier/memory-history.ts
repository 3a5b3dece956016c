import type { Annotation } from '../exchange/annotation.ts';
import type { Exchange, RequestMessage } from '../exchange/exchange.ts';
import { headerValue } from '../exchange/headers.ts';
import type {
  CredentialUses,
  History,
  KeptRequest,
  KeyUse,
  PastCall,
  PastLimit,
  PastRedirect,
  PastSuccess,
  ResourcePast,
  TokenCall,
} from '../exchange/history.ts';
import { splitUrl, type UrlParts } from '../exchange/routes.ts';
import { BoundedMap } from './past/bounded-map.ts';
import { CredentialIndex } from './past/credential-index.ts';
import { fingerprint } from './past/fingerprint.ts';
import { RequestKeeper } from './past/kept-request.ts';
import { RedirectIndex } from './past/redirect-index.ts';
import { bodyFingerprint, ResourceIndex } from './past/resource-index.ts';
import { RouteIndex } from './past/route-index.ts';
import { type Seen, seenCall } from './past/seen.ts';
import { TokenIndex } from './past/token-index.ts';

const MOST_KEYS = 1024;

/**
 * The history of the exchanges that were added, in memory. It keeps neither bodies nor secrets, only what the questions of
 * `History` need, in maps of bounded size: a few megabytes for ordinary traffic, below fifty whatever comes.
 */
export class MemoryHistory implements History {
  readonly #keeper = new RequestKeeper();
  /** Several questions are asked about one address. */
  #asked: { readonly url: string; readonly parts: UrlParts } | undefined;
  #latest: { readonly request: RequestMessage; readonly kept: KeptRequest } | undefined;
  readonly #credentials = new CredentialIndex();
  readonly #tokens = new TokenIndex(this.#credentials);
  readonly #resources = new ResourceIndex();
  readonly #routes = new RouteIndex();
  readonly #redirects = new RedirectIndex();
  readonly #idempotencyKeys = new BoundedMap<string, { readonly call: PastCall; readonly body: string | null }>(
    MOST_KEYS,
  );

  /**
   * Takes a finished exchange into account, and what was said about it; null where nothing was. The exchange to be
   * classified is added after its classification. A pending one is not taken.
   */
  add(exchange: Exchange, annotation: Annotation | null = null): void {
    if (exchange.durationMs === null) return;
    const url = splitUrl(exchange.request.url);
    const seen: Seen = {
      exchange,
      annotation,
      url,
      call: seenCall(exchange, annotation, url),
      request: this.#keep(exchange.request, url),
    };
    this.#credentials.add(seen);
    this.#tokens.add(seen);
    this.#resources.add(seen);
    this.#routes.add(seen);
    this.#redirects.add(seen);
    this.#addIdempotencyKey(seen);
    // A request may hold a large body.
    this.#latest = undefined;
    this.#asked = undefined;
  }

  #split(url: string): UrlParts {
    if (this.#asked?.url !== url) this.#asked = { url, parts: splitUrl(url) };
    return this.#asked.parts;
  }

  /** Several questions are asked about one request, and then it is added. */
  #keep(request: RequestMessage, url: UrlParts): KeptRequest {
    if (this.#latest?.request !== request) this.#latest = { request, kept: this.#keeper.keep(request, url) };
    return this.#latest.kept;
  }

  usesOfCredential(credential: string): CredentialUses {
    return this.#credentials.usesOf(credential);
  }

  resourceAt(url: string): ResourcePast | undefined {
    return this.#resources.at(this.#split(url));
  }

  successesLike(request: RequestMessage): readonly PastSuccess[] {
    const url = this.#split(request.url);
    return this.#routes.successesLike(request.method, () => this.#keep(request, url), url);
  }

  successesNear(url: string): readonly PastCall[] {
    return this.#routes.successesNear(this.#split(url));
  }

  limitBefore(request: RequestMessage): PastLimit | undefined {
    const url = this.#split(request.url);
    return this.#routes.limitBefore(request.method, () => this.#keep(request, url), url);
  }

  redirectFrom(url: string): PastRedirect | undefined {
    return this.#redirects.from(url);
  }

  redirectTo(url: string): PastRedirect | undefined {
    return this.#redirects.to(url);
  }

  tokenCalls(): readonly TokenCall[] {
    return this.#tokens.calls;
  }

  idempotencyKeyUse(request: RequestMessage): KeyUse | undefined {
    const key = idempotencyKey(request, this.#split(request.url).host);
    const use = key === undefined ? undefined : this.#idempotencyKeys.get(key);
    if (use === undefined) return undefined;
    const body = bodyFingerprint(request.body);
    const isKnown = body !== null && use.body !== null;
    return { call: use.call, body: isKnown ? (body === use.body ? 'same' : 'other') : 'unknown' };
  }

  #addIdempotencyKey({ exchange, call }: Seen): void {
    if (call.method === 'GET') return;
    const key = idempotencyKey(exchange.request, call.host);
    if (key !== undefined) this.#idempotencyKeys.set(key, { call, body: bodyFingerprint(exchange.request.body) });
  }
}

/** Undefined where the request has none. */
function idempotencyKey({ headers }: RequestMessage, host: string): string | undefined {
  const key = headerValue(headers, 'idempotency-key') ?? headerValue(headers, 'x-idempotency-key') ?? '';
  return key === '' ? undefined : `${host} ${fingerprint(key)}`;
}
