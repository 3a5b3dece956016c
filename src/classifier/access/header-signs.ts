import type { Facts } from '../facts.ts';
import type { AccessCause } from './causes.ts';

/** What a header says about the caller in a form made for machines. */
export interface HeaderSign {
  readonly cause: AccessCause;
  /** Evidence pointer and value of the sign. */
  readonly where: string;
  readonly what: string;
  /** It asks for a further proof; else it is the code of a challenge, beside which words may say more. */
  readonly isField: boolean;
}

const CHALLENGE = 'response.headers.www-authenticate';

/** Codes of `WWW-Authenticate` (RFC 6750, 9449, 9470) that leave nothing to words. */
const OF_ERROR: ReadonlyMap<string, AccessCause> = new Map<string, AccessCause>([
  ['insufficient_user_authentication', 'step-up-required'],
  ['insufficient_claims', 'step-up-required'],
  ['interaction_required', 'step-up-required'],
  ['insufficient_scope', 'insufficient-scope'],
  ['use_dpop_nonce', 'malformed-credentials'],
]);

/** `x-ms-forbidden-ip: 203.0.113.7`, `X-Block-Reason: bot`: what a page that only says no leaves out. */
function refusedBy(name: string, value: string, { exchange }: Facts): AccessCause | undefined {
  if (!/-ip$|-reason$/.test(name)) return undefined;
  if (/(?:forbidden|blocked|denied|rejected|banned)-ip$/.test(name))
    // A site that is switched off tells everybody the address, too.
    return /^[\da-f:.]{3,45}$/i.test(value) && !/disabled|stopped/i.test(exchange.response?.reason ?? '')
      ? 'ip-not-allowed'
      : undefined;
  if (!/(?:block(?:ed)?|den(?:y|ied)|reject(?:ed)?)-reason$/.test(name)) return undefined;
  if (/\borigin\b|\bcors\b/i.test(value)) return 'cors-rejected';
  if (/\b(?:geo|country|region|ip|address)(?:\b|_)/i.test(value)) return 'ip-not-allowed';
  return /\b(?:bots?|waf|firewall|rules?|crawler|scraper|user.?agent|host)(?:\b|_)/i.test(value)
    ? 'blocked-by-firewall'
    : undefined;
}

const TICKET = /(?:otp|mfa|2fa|step-?up)-(?:approval|challenge|ticket|token)(?:-id)?$/;

export function headerSigns(facts: Facts): readonly HeaderSign[] {
  const signs: HeaderSign[] = [];
  const isRefused = facts.status === 401 || facts.status === 403;
  for (const { scheme, parameters } of facts.challenges()) {
    const error = parameters.get('error');
    // Some write the code where the scheme belongs.
    const cause = OF_ERROR.get(error ?? scheme.toLowerCase());
    if (cause !== undefined) {
      const what = error === undefined ? scheme : `error="${error}"`;
      signs.push({ cause, where: CHALLENGE, what, isField: cause === 'step-up-required' });
    }
  }
  for (const name of facts.response.headerNames()) {
    const refused = isRefused ? refusedBy(name, facts.response.header(name) ?? '', facts) : undefined;
    if (refused !== undefined) {
      const what = `${name}: ${facts.response.header(name)!.slice(0, 80)}`;
      signs.push({ cause: refused, where: `response.headers.${name}`, what, isField: true });
      continue;
    }
    // GitHub's `X-GitHub-OTP: required; app` and `X-GitHub-SSO: required; url=…`.
    if (!/otp|-sso$|mfa|2fa|step-?up|reauth|denied-reason/.test(name) || name.startsWith('access-control-')) continue;
    const value = facts.response.header(name) ?? '';
    const isCaptcha = name.endsWith('denied-reason') && /captcha/i.test(value);
    const isSaid = isCaptcha || /^(?:required|true|1)\b/i.test(value);
    // The ticket of the further proof, which the client is to send back with it: `x-2fa-approval`.
    const isTicket = isRefused && TICKET.test(name) && /^[\w.-]{16,}$/.test(value);
    if (!isSaid && !isTicket) continue;
    signs.push({
      cause: 'step-up-required',
      where: `response.headers.${name}`,
      what: isCaptcha ? 'CAPTCHA' : isSaid ? `${name}: ${value.slice(0, 80)}` : name,
      isField: true,
    });
  }
  return signs;
}
