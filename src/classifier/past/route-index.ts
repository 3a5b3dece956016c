import { type CauseId, causeOf } from '../../exchange/causes.ts';
import type { KeptRequest, PastCall, PastLimit, PastSuccess } from '../../exchange/history.ts';
import { RouteTable, siteOf, type UrlParts } from '../../exchange/routes.ts';
import { BoundedMap } from './bounded-map.ts';
import { operationOf } from './kept-request.ts';
import type { Seen } from './seen.ts';

/** Routes remembered at once, each with its latest successes: some 10 kB where headers and bodies are large. */
const MOST_ROUTES = 256;
/** With fewer successes there is no telling what varies among them anyway. */
const MOST_SUCCESSES = 4;
const MOST_HOSTS = 4;
const MOST_NEIGHBOURS = 8;
const MOST_LIMITS = 512;

/** The latest successes of each route, and the limits that its calls ran into. */
export class RouteIndex {
  readonly #table = new RouteTable();
  readonly #successes = new BoundedMap<string, readonly PastSuccess[]>(MOST_ROUTES);
  /** The routes of the same path on each host, the newest first; by the route without its host. */
  readonly #elsewhere = new BoundedMap<string, readonly string[]>(MOST_ROUTES);
  /** The routes of one site whose paths end in the same words, the newest first; by site and those words. */
  readonly #byEnd = new BoundedMap<string, readonly string[]>(MOST_ROUTES);
  /** Routes without host and operation behind which a success may be kept: most failures are ruled out by it at once. */
  readonly #paths = new BoundedMap<string, true>(MOST_ROUTES);
  readonly #limits = new BoundedMap<string, PastLimit>(MOST_LIMITS);
  /** Of the request that was asked about last: several rules ask about one. Good until something is learnt. */
  #latest: { readonly request: KeptRequest; readonly key: string } | undefined;
  #latestPath: { readonly url: UrlParts; readonly method: string; readonly path: string } | undefined;

  add({ call, request, url, annotation }: Seen): void {
    this.#latest = undefined;
    this.#latestPath = undefined;
    if (call.isSuccess) {
      const { route, changed } = this.#table.learn(call.method, url);
      if (changed !== undefined) this.#rename(changed);
      const success = { call, request };
      const key = `${route} ${operationOf(request, request.fields)}`;
      const before = this.#successes.get(key);
      if (before === undefined) this.#noteRoute(key, route, url.host);
      this.#successes.set(key, withNewest(success, before));
      this.#paths.set(withoutHost(route, url.host), true);
      if (this.#limits.size > 0) this.#limits.delete(limitKey(key, request));
    } else if (annotation?.retryAfterSeconds !== undefined && isLimit(call.status, annotation.cause)) {
      const key = limitKey(this.#keyOf(call.method, request, url), request);
      this.#limits.set(key, { call, delaySeconds: annotation.retryAfterSeconds });
    }
  }

  /** What is to be kept of the request is asked for only where it can matter: it costs more than all else here. */
  successesLike(method: string, keep: () => KeptRequest, url: UrlParts): readonly PastSuccess[] {
    if (this.#paths.get(this.#pathOf(method, url)) === undefined) return [];
    const key = this.#keyOf(method, keep(), url);
    const here = this.#successes.get(key);
    if (here !== undefined) return here;
    const site = siteOf(url.host);
    const keys = this.#elsewhere.get(withoutHost(key, url.host)) ?? [];
    return keys
      .flatMap((other) => this.#successes.get(other)?.[0] ?? [])
      .filter((success) => siteOf(success.request.host) === site);
  }

  limitBefore(method: string, keep: () => KeptRequest, url: UrlParts): PastLimit | undefined {
    if (this.#limits.size === 0) return undefined;
    const request = keep();
    return this.#limits.get(limitKey(this.#keyOf(method, request, url), request));
  }

  successesNear(url: UrlParts): readonly PastCall[] {
    const keys = this.#byEnd.get(endOf(this.#table.routeOf('GET', url), url.host)) ?? [];
    return keys.flatMap((key) => this.#successes.get(key)?.[0]?.call ?? []);
  }

  #noteRoute(key: string, route: string, host: string): void {
    this.#noteHost(key, host);
    const end = endOf(route, host);
    const known = this.#byEnd.get(end) ?? [];
    if (!known.includes(key)) this.#byEnd.set(end, [key, ...known.slice(0, MOST_NEIGHBOURS - 1)]);
  }

  #noteHost(key: string, host: string): void {
    const pathKey = withoutHost(key, host);
    const known = this.#elsewhere.get(pathKey) ?? [];
    if (!known.includes(key)) this.#elsewhere.set(pathKey, [key, ...known.slice(0, MOST_HOSTS - 1)]);
  }

  #pathOf(method: string, url: UrlParts): string {
    if (this.#latestPath?.url !== url || this.#latestPath.method !== method) {
      const path = withoutHost(this.#table.routeOf(method, url), url.host);
      this.#latestPath = { url, method, path };
    }
    return this.#latestPath.path;
  }

  #keyOf(method: string, request: KeptRequest, url: Pick<UrlParts, 'host' | 'path'>): string {
    if (this.#latest?.request === request) return this.#latest.key;
    const key = `${this.#table.routeOf(method, url)} ${operationOf(request, request.fields)}`;
    this.#latest = { request, key };
    return key;
  }

  /** Routes behind a position that has become variable go by new names, and several of them by the same. */
  #rename(prefix: string): void {
    for (const [key, successes] of this.#successes.entries()) {
      if (!key.startsWith(prefix, key.indexOf(' ') + 1)) continue;
      const { call, request } = successes[0]!;
      const renamed = this.#keyOf(call.method, request, request);
      if (renamed === key) continue;
      this.#successes.delete(key);
      const merged = [...(this.#successes.get(renamed) ?? []), ...successes];
      const route = renamed.slice(0, renamed.indexOf(' ', renamed.indexOf(' ') + 1));
      this.#noteRoute(renamed, route, request.host);
      this.#paths.set(withoutHost(route, request.host), true);
      this.#successes.set(renamed, merged.sort((a, b) => b.call.id - a.call.id).slice(0, MOST_SUCCESSES));
    }
  }
}

function withNewest(success: PastSuccess, before: readonly PastSuccess[] = []): readonly PastSuccess[] {
  return [success, ...before.slice(0, MOST_SUCCESSES - 1)];
}

/** `GET api.example.com/v1/orders ` → `GET /v1/orders `. */
function withoutHost(key: string, host: string): string {
  return key.replace(host, '');
}

/** The site, and the last segment of the route that is no variable: `example.com orders`. */
function endOf(route: string, host: string): string {
  const segments = route.split('/');
  const words = segments.slice(1).findLast((segment) => segment !== '' && !segment.startsWith('{')) ?? '';
  return `${siteOf(host)} ${words}`;
}

function limitKey(key: string, { credential }: KeptRequest): string {
  return `${key} ${credential?.fingerprint ?? ''}`;
}

/** A server that is down for now and says for how long limits its callers as well (RFC 9110 §15.6.4). */
function isLimit(status: number | null, cause: CauseId | null): boolean {
  if (status === 503) return cause !== 'maintenance';
  return status === 429 || (cause !== null && causeOf(cause).group === 'limits');
}
