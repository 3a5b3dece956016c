/** Which of a provider's worlds a key or host is for. */
export type Environment = 'live' | 'test';

/** A key says its environment in its first parts; behind them stands the secret itself, in which any word can occur. */
const PREFIX_CHARACTERS = 32;
const LIVE = /(?:^|[-_.])(?:live|prod|production)(?:[-_.]|$)/i;
const TEST = /(?:^|[-_.])(?:test|sandbox|sb|sbox|dev|development|staging|stage|demo|uat)(?:[-_.]|$)/i;

/** By the prefix of a key: `sk_live_…`, `rzp_test_…`, `access-sandbox-…`, `TEST-…`; undefined where it has none. */
export function environmentOfKey(key: string): Environment | undefined {
  const cut = key.slice(0, PREFIX_CHARACTERS);
  // The last part is the random one, unless the whole is shorter than the cut.
  const end = Math.max(cut.lastIndexOf('_'), cut.lastIndexOf('-'), cut.lastIndexOf('.'));
  if (end < 0) return undefined;
  const prefix = cut.slice(0, end + 1);
  if (!/^[A-Za-z][A-Za-z0-9]{0,20}(?:[-_.][A-Za-z0-9]{0,20}){0,4}[-_.]?$/.test(prefix)) return undefined;
  if (TEST.test(prefix)) return 'test';
  return LIVE.test(prefix) ? 'live' : undefined;
}

/** By a label of the host or the path's first segment: `api.sandbox.example.com`, `staging-api.example.com`. */
export function environmentOfUrl(url: URL): Environment | undefined {
  const labels = `${url.hostname.slice(0, 200)}.${url.pathname.split('/', 2)[1]?.slice(0, 40) ?? ''}`;
  if (TEST.test(labels)) return 'test';
  return LIVE.test(labels) ? 'live' : undefined;
}
