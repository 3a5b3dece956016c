import type { History, PastCall, PastCredential, PastSuccess } from '../../exchange/history.ts';
import { refusalOf } from '../access/refusal.ts';
import type { Facts } from '../facts.ts';
import { agoInWords, pastCallInWords } from '../past-words.ts';
import { quoteServer } from '../quote.ts';
import { type Credential, fingerprintOf } from '../readers/credentials.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Did the very credential that is refused work on this route, or last on this host, under another scheme or in another place? */
export const rule: RuleDefinition = { causes: ['malformed-credentials'], find };

const ABOUT_FORM: ReadonlySet<string> = new Set([
  'missing-credentials',
  'malformed-credentials',
  'invalid-credentials',
  'insufficient-scope',
]);

function find(facts: Facts, history: History): Finding | undefined {
  const { status } = facts;
  if (status !== 401 && status !== 403 && status !== 400) return undefined;
  const refusal = refusalOf(facts);
  if (refusal === undefined ? status === 400 : !ABOUT_FORM.has(refusal.cause)) return undefined;
  const credential = facts.credentials().find(({ secret }) => secret !== '');
  if (credential === undefined) return undefined;
  const worked = workedInOtherForm(credential, facts, history);
  if (worked === undefined) return undefined;
  const { call, now, form, isOther } = worked;
  const before = isOther
    ? `sent ${now} without a scheme; another worked ${form} in #${call.id}, ${agoInWords(call, facts)}`
    : `sent ${now}; it worked ${form} in #${call.id}, ${agoInWords(call, facts)}`;
  const said = facts.errorMessage();
  return {
    cause: 'malformed-credentials',
    confidence: 'likely',
    summary: said === undefined ? `${before} (${status}, ${callOnHost(facts)})` : quoteServer(facts, said, { before }),
    evidence: [
      { where: credential.where, what: now },
      {
        where: `history:${call.id}`,
        what: `${pastCallInWords(call, facts)} got ${call.status} with ${isOther ? 'another' : 'the same'} credential ${form}`,
      },
      { where: 'response.status', what: String(status) },
    ],
    advice: `Send it ${form}${isOther ? '' : ' again'}, as in #${call.id}.`,
    explains: ['missing-credentials', 'invalid-credentials', 'insufficient-scope', 'expired-credentials'],
  };
}

interface Worked {
  readonly call: PastCall;
  /** `as Bearer in Authorization`, `in the query parameter api_key`. */
  readonly now: string;
  readonly form: string;
  /** It was another credential, and what differs is that it had a scheme. */
  readonly isOther: boolean;
}

function workedInOtherForm(credential: Credential, facts: Facts, history: History): Worked | undefined {
  const fingerprint = fingerprintOf(credential);
  const now = formOf({ ...credential, scheme: credential.scheme ?? null });
  const successes = history.successesLike(facts.exchange.request);
  const same = successes.find(({ request }) => request.credential?.fingerprint === fingerprint);
  // In this form it worked as well, so that the form is not the reason.
  if (successes.some(({ request }) => request.credential !== null && formOf(request.credential) === now))
    return undefined;
  if (same !== undefined) return { call: same.call, now, form: formOf(same.request.credential!), isOther: false };
  const schemed = facts.status === 401 && isBare(credential) ? successes.find(hasScheme) : undefined;
  if (schemed !== undefined)
    return { call: schemed.call, now, form: formOf(schemed.request.credential!), isOther: true };
  // Of another route of the host a refusal of the caller tells; one of the action would not.
  const { lastSuccess: call, lastSuccessAs: as } = history.usesOfCredential(fingerprint);
  if (facts.status !== 401 || call === null || as === null || call.host !== facts.url()?.host) return undefined;
  const form = formOf(as);
  return form === now ? undefined : { call, now, form, isOther: false };
}

function isBare({ name, scheme, jwt }: Credential): boolean {
  return name.toLowerCase() === 'authorization' && scheme === undefined && jwt === undefined;
}

function hasScheme({ request: { credential } }: PastSuccess): boolean {
  return credential !== null && credential.scheme !== null && credential.name.toLowerCase() === 'authorization';
}

function formOf({ place, scheme, name }: Pick<PastCredential, 'place' | 'scheme' | 'name'>): string {
  const where =
    place === 'header' ? clip(name, 60) : `the ${place === 'query' ? 'query parameter' : place} ${clip(name, 60)}`;
  return scheme === null ? `in ${where}` : `as ${clip(scheme, 40)} in ${where}`;
}
