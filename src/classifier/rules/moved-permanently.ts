import type { Facts } from '../facts.ts';
import { signInTarget } from '../readers/redirect.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { headerEvidence, hostOf, pathOf, pathOnHost, shownTarget, shownUrl } from '../shown.ts';

/** Has the address changed for good, and to which? */
export const rule: RuleDefinition = { causes: ['moved-permanently'], find };

function find(facts: Facts): Finding | undefined {
  if (facts.status !== 301 && facts.status !== 308) return undefined;
  const location = facts.response.header('location');
  const from = facts.url();
  if (location === undefined || from === undefined || !URL.canParse(location, from.href)) return undefined;
  const to = new URL(location, from);
  // A redirect to itself is a loop, and one to a sign-in page is about credentials: neither is a move.
  if (to.href === from.href || signInTarget(to)) return undefined;
  const { method } = facts.exchange.request;
  return {
    cause: 'moved-permanently',
    confidence: 'certain',
    summary: `moved for good to ${shownTarget(from, to)}${differenceOf(from, to)}: ${fromWhere(facts, from, to)}`,
    evidence: [
      headerEvidence('response', 'location', location),
      { where: 'response.status', what: String(facts.status) },
    ],
    advice:
      facts.status === 301 && !['GET', 'HEAD'].includes(method)
        ? `Send the ${method} to the new URL: many clients follow a 301 with GET and drop the body.`
        : `Use the new URL in place of the one on ${hostOf(facts)}.`,
  };
}

/** The old address, and the whole new one where only its path was named. */
function fromWhere(facts: Facts, from: URL, to: URL): string {
  return from.origin === to.origin ? `${shownUrl(to)} instead of ${pathOf(facts)}` : pathOnHost(facts);
}

/** What a reader might miss in two long URLs that differ in one place. */
function differenceOf(from: URL, to: URL): string {
  const isSameHost = from.hostname === to.hostname;
  const isSamePath = from.pathname === to.pathname;
  if (isSameHost && isSamePath && from.protocol === 'http:' && to.protocol === 'https:')
    return ' (https instead of http)';
  if (isSameHost && `${from.pathname}/` === to.pathname) return ' (with a slash at the end)';
  if (isSameHost && from.pathname === `${to.pathname}/`) return ' (without the slash at the end)';
  if (!isSameHost && isSamePath) return ' (another host)';
  return '';
}
