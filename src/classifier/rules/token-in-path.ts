import { placeholderOf } from '../access/placeholders.ts';
import type { Facts } from '../facts.ts';
import { decoded } from '../refusal/mentioned.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Does the path hold the name of a value, or nothing, where its token belongs? */
export const rule: RuleDefinition = { causes: ['malformed-credentials'], find };

/** `/bot<token>/getMe`, `/webhooks/<id>/<token>`: by their neighbours the places of tokens are known. */
const PLACES = /^\/bot([^/]{0,100})\/[a-z]+[A-Z]\w{1,60}$|\/webhooks\/\d{15,25}\/([^/]{1,100})(?:\/|$)/;

function find(facts: Facts): Finding | undefined {
  const { status } = facts;
  if (status !== 404 && status !== 401 && status !== 400 && status !== 403) return undefined;
  const { url } = facts.exchange.request;
  if (!url.includes('/bot') && !url.includes('/webhooks/')) return undefined;
  const match = PLACES.exec(decoded((facts.url()?.pathname ?? '').slice(0, 500)));
  if (match === null) return undefined;
  const value = match[1] ?? match[2] ?? '';
  const isEmpty = value === '';
  if (!isEmpty && placeholderOf(value) === undefined) return undefined;
  const words = isEmpty
    ? 'no token stands behind /bot in the path'
    : `the path holds ${clip(value, 60)} where the token belongs`;
  return {
    cause: 'malformed-credentials',
    // Behind `/bot`, in one word with it, stands nothing but a token.
    confidence: match[1] ? 'certain' : 'likely',
    summary: `${words} (${status}): ${callOnHost(facts)}`,
    evidence: [
      { where: 'request.url', what: isEmpty ? '/bot/' : value },
      { where: 'response.status', what: String(status) },
    ],
    advice:
      'Look where the token comes from: its variable was not set when the URL was built. Send no call before it is.',
    explains: ['placeholder-in-url', 'wrong-url', 'resource-not-found', 'hidden-by-auth'],
  };
}
