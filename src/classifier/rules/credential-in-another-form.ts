import { headerValue } from '../../exchange/headers.ts';
import type { History, KeptRequest } from '../../exchange/history.ts';
import { refusalOf } from '../access/refusal.ts';
import type { Facts } from '../facts.ts';
import { agoInWords, pastCallInWords } from '../past-words.ts';
import { quoteServer } from '../quote.ts';
import { type Credential, fingerprintOf } from '../readers/credentials.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Did the very credential that is refused work on this route under another scheme, or in another place? */
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
  const fingerprint = fingerprintOf(credential);
  const successes = history.successesLike(facts.exchange.request);
  const worked = successes.find(({ request }) => request.credential?.fingerprint === fingerprint);
  if (worked === undefined) return undefined;
  const [now, then] = [formOf(credential), formThen(worked.request)];
  // In this form it worked as well, so that the form is not the reason.
  if (now === then || successes.some(({ request }) => formThen(request) === now)) return undefined;
  const before = `sent ${now}; it worked ${then} in #${worked.call.id}, ${agoInWords(worked.call, facts)}`;
  const said = facts.errorMessage();
  return {
    cause: 'malformed-credentials',
    confidence: 'likely',
    summary: said === undefined ? `${before} (${status}, ${callOnHost(facts)})` : quoteServer(facts, said, { before }),
    evidence: [
      { where: credential.where, what: now },
      {
        where: `history:${worked.call.id}`,
        what: `${pastCallInWords(worked.call, facts)} got ${worked.call.status} with the same credential ${then}`,
      },
      { where: 'response.status', what: String(status) },
    ],
    advice: `Send it ${then} again, as in #${worked.call.id}.`,
    explains: ['missing-credentials', 'invalid-credentials', 'insufficient-scope'],
  };
}

/** `as Bearer in Authorization`, `in the query parameter api_key`. */
function formOf({ place, scheme, name }: Credential): string {
  return inWords(place, scheme, name);
}

function formThen({ credential, headers }: KeptRequest): string | undefined {
  if (credential === null) return undefined;
  const { place, name } = credential;
  const value = place === 'header' ? (headerValue(headers, name) ?? '') : '';
  // Only Authorization has a scheme; a masked value keeps it.
  const scheme = /^authorization$/i.test(name) ? /^([A-Za-z][\w.+-]{0,40}) /.exec(value)?.[1] : undefined;
  return inWords(place, scheme, name);
}

function inWords(place: string, scheme: string | undefined, name: string): string {
  const where =
    place === 'header' ? clip(name, 60) : `the ${place === 'query' ? 'query parameter' : place} ${clip(name, 60)}`;
  return scheme === undefined ? `in ${where}` : `as ${clip(scheme, 40)} in ${where}`;
}
