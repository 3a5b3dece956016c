import type { Facts } from '../facts.ts';
import { isSignInFlow, signInPage } from '../readers/sign-in-address.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, headerEvidence, hostOf, shownTarget } from '../shown.ts';

/** Does a redirect send the call to a page where people sign in? */
export const rule: RuleDefinition = { causes: ['redirect-to-login'], find };

const REDIRECTS: ReadonlySet<number | null> = new Set([301, 302, 303, 307, 308]);

function find(facts: Facts): Finding | undefined {
  if (!REDIRECTS.has(facts.status)) return undefined;
  const location = facts.response.header('location');
  const from = facts.url();
  if (location === undefined || from === undefined || !URL.canParse(location, from.href)) return undefined;
  const to = new URL(location, from);
  const sign = signInPage(to);
  // A step of signing in or out, or the start of it on purpose, goes there in any case.
  if (sign === undefined || isSignInFlow(from) || (to.host === from.host && to.pathname === from.pathname))
    return undefined;
  const sent = facts.credentials().find(({ secret }) => secret !== '');
  const credential =
    sent === undefined
      ? 'no credential was sent'
      : `the ${sent.place === 'cookie' ? `cookie ${clip(sent.name, 40)}` : clip(sent.name, 40)} that was sent does not count`;
  return {
    cause: 'redirect-to-login',
    confidence: 'likely',
    summary: `sent to sign in at ${shownTarget(from, to)}; ${credential}: ${callOnHost(facts)}`,
    evidence: [
      headerEvidence('response', 'location', location),
      { where: 'response.status', what: String(facts.status) },
      ...(sent === undefined ? [] : [{ where: sent.where, what: sent.scheme ?? 'sent' }]),
    ],
    advice:
      sent === undefined
        ? `Send a credential that ${hostOf(facts)} takes for API calls, and do not follow redirects to sign-in pages.`
        : `Sign in again or get a new token; check that ${hostOf(facts)} takes this kind of credential here.`,
  };
}
