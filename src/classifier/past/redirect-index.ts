import { type Headers, headerValue } from '../../exchange/headers.ts';
import type { PastRedirect } from '../../exchange/history.ts';
import { splitUrl, type UrlParts } from '../../exchange/routes.ts';
import { BoundedMap } from './bounded-map.ts';
import type { Seen } from './seen.ts';

const MOST_REDIRECTS = 1024;
const LONGEST_URL = 4096;

/** Statuses that name another URL to call (RFC 9110 §15.4). */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Which URL was redirected where, and by what. */
export class RedirectIndex {
  readonly #from = new BoundedMap<string, PastRedirect>(MOST_REDIRECTS);
  readonly #to = new BoundedMap<string, PastRedirect>(MOST_REDIRECTS);

  add(seen: Seen): void {
    const { call, exchange, url } = seen;
    const target = redirectTarget(exchange.request.url, call.status, exchange.response?.headers ?? []);
    if (target === undefined && this.#from.size === 0) return;
    const from = redirectKey(url);
    // Whoever followed has arrived: what comes later comes on its own.
    this.#to.delete(from);
    if (target === undefined || from.length > LONGEST_URL) {
      this.#from.delete(from);
      return;
    }
    const before = this.#from.get(from);
    const redirect = {
      call,
      from,
      target,
      userAgent: headerValue(exchange.request.headers, 'user-agent'),
      credential: seen.request.credential,
      timesInRow: (before?.timesInRow ?? 0) + 1,
      firstAt: before?.firstAt ?? call.startedAt,
    };
    this.#from.set(from, redirect);
    this.#to.set(target, redirect);
  }

  from(url: string): PastRedirect | undefined {
    return lookUp(this.#from, url);
  }

  to(url: string): PastRedirect | undefined {
    return lookUp(this.#to, url);
  }
}

/** Most captures hold few redirects, and this is asked of every GET. */
function lookUp(redirects: BoundedMap<string, PastRedirect>, url: string): PastRedirect | undefined {
  return redirects.size === 0 ? undefined : redirects.get(redirectKey(splitUrl(url)));
}

/** By this two URLs are the same as far as redirects go. */
export function redirectKey({ address, search }: UrlParts): string {
  return address + search;
}

/** Where a response sends its client, as `redirectKey` has it; undefined where it does not. */
export function redirectTarget(from: string, status: number | null, headers: Headers): string | undefined {
  if (status === null || !REDIRECTS.has(status)) return undefined;
  const location = headerValue(headers, 'location');
  if (location === undefined || location.length > LONGEST_URL || !URL.canParse(location, from)) return undefined;
  return redirectKey(splitUrl(new URL(location, from).href));
}
