import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, headerEvidence, shownUrl } from '../shown.ts';

/** Does the local network, a Wi-Fi or a company's, want people to sign in before it lets the call through? */
export const rule: RuleDefinition = { causes: ['network-authentication'], find };

function find(facts: Facts): Finding | undefined {
  if (facts.status === 511) return ofStatus(facts);
  return facts.status !== null && facts.status >= 300 && facts.status < 400 ? ofRedirect(facts) : undefined;
}

const ADVICE = 'Open any http:// page in a browser on this network and sign in, then retry.';

/** RFC 6585 §6: the status is the portal's own, and its page links to where to sign in. */
function ofStatus(facts: Facts): Finding {
  const text = (facts.response.body()?.text ?? '').slice(0, 8192);
  const link = /https?:\/\/[^\s"'<>\\]{1,300}/.exec(text)?.[0];
  const portal = link !== undefined && URL.canParse(link) ? new URL(link) : undefined;
  const said = facts.errorMessage();
  const before =
    portal === undefined
      ? 'the local network wants a sign-in first'
      : `sign in to the local network at ${shownUrl(portal)}`;
  return {
    cause: 'network-authentication',
    confidence: 'certain',
    fault: 'network',
    summary: said === undefined ? `${before}: ${callOnHost(facts)}` : quoteServer(facts, said, { before }),
    evidence: [
      { where: 'response.status', what: '511' },
      ...(link === undefined ? [] : [{ where: 'response.body', what: link }]),
    ],
    advice: ADVICE,
  };
}

/** What portals hand to their page about the device. */
const DEVICE_QUERY =
  /[?&](?:client_?mac|user_?mac|mac|ap_?mac|ap_?name|clientmac|sta_?mac|ssid|nas_?id|nasip|uamip|uamport|called|userip|wlanuserip|wlanacname|client_ip|switch_url|gw_address|gw_id|token_captive|login_url|original_?url)=/i;
const PORTAL_ADDRESS =
  /captive|hotspot|(?:^|[./-])wi-?fi(?:[./-]|$)|wlan|guest-?(?:portal|net|wifi|access)|portal\.|webauth|\/cp\/|fgtauth|1\.1\.1\.1\/login|meraki|uam\b/i;

function ofRedirect(facts: Facts): Finding | undefined {
  const location = facts.response.header('location');
  const from = facts.url();
  // A portal cannot answer in place of a server with TLS.
  if (location === undefined || from?.protocol !== 'http:' || !URL.canParse(location, from.href)) return undefined;
  const to = new URL(location, from);
  if (siteOf(to.hostname) === siteOf(from.hostname)) return undefined;
  const query = to.search.slice(0, 2048);
  const isPortal = PORTAL_ADDRESS.test(`${to.hostname}${to.pathname}`.slice(0, 500));
  const knowsDevice = DEVICE_QUERY.test(query);
  const isPrivate = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
    to.hostname,
  );
  const bringsBack = query.includes(encodeURIComponent(from.host)) || query.includes(from.host);
  if (!(knowsDevice || (isPortal && bringsBack) || (isPrivate && bringsBack) || (isPortal && isPrivate)))
    return undefined;
  return {
    cause: 'network-authentication',
    confidence: 'likely',
    fault: 'network',
    summary: `the local network, not ${from.host}, answers with its sign-in page at ${to.host}${to.pathname === '/' ? '' : to.pathname.slice(0, 60)}: ${callOnHost(facts)}`,
    evidence: [headerEvidence('response', 'location', location), { where: 'request.url', what: from.href }],
    advice: ADVICE,
  };
}

function siteOf(hostname: string): string {
  return hostname.split('.').slice(-2).join('.');
}
