import type { Evidence } from '../exchange/annotation.ts';
import type { CredentialUses, History, HostUses, PastCall } from '../exchange/history.ts';
import type { Facts } from './facts.ts';
import { agoInWords, pastCallInWords } from './past-words.ts';
import { type Credential, fingerprintOf } from './readers/credentials.ts';
import { clip } from './shown.ts';

/** What the history knows of the credential that decides about an exchange. */
export interface CredentialPast {
  readonly credential: Credential;
  readonly uses: CredentialUses;
  /** Where it worked on this host; undefined where it never did. */
  readonly here: HostUses | undefined;
  /** The other hosts where it worked, the latest first. */
  readonly elsewhere: readonly HostUses[];
  /**
   * For a summary, without a mark before or after it: `the same token worked 41 times, last in #40, 8 s before; it came
   * from #12`. Empty where nothing is known.
   */
  readonly words: string;
  /** One for each exchange that `words` names. */
  readonly evidence: readonly Evidence[];
}

/** Undefined where the request carries no credential with a value. */
export function credentialPast(facts: Facts, history: History): CredentialPast | undefined {
  const credential = facts.credentials().find(({ secret }) => secret !== '');
  return credential === undefined ? undefined : pastOf(credential, facts, history);
}

/** The same of any credential of the request. */
export function pastOf(credential: Credential, facts: Facts, history: History): CredentialPast {
  const uses = history.usesOfCredential(fingerprintOf(credential));
  const host = facts.url()?.host ?? '';
  const here = uses.hosts.find((use) => use.host === host);
  const elsewhere = uses.hosts.filter((use) => use.host !== host);
  const noun = nounOf(credential);
  const told: { readonly call: PastCall; readonly words: string; readonly what: string }[] = [];
  if (here !== undefined) {
    const words = `the same ${noun} worked ${timesInWords(here.successes)}, last in #${here.last.id}, ${agoInWords(here.last, facts)}`;
    told.push({ call: here.last, words, what: `the same ${noun} was accepted` });
  } else if (elsewhere[0] !== undefined) {
    const { last, host: other } = elsewhere[0];
    const words = `the same ${noun} works on ${clip(other, 60)} (#${last.id}, ${agoInWords(last, facts)})`;
    told.push({ call: last, words, what: `the same ${noun} was accepted by ${clip(other, 100)}` });
  }
  const { issuedBy, endedBy } = uses;
  if (endedBy !== null) {
    const words = `${pastCallInWords(endedBy, facts)} ended it in #${endedBy.id}`;
    told.push({ call: endedBy, words, what: `${pastCallInWords(endedBy, facts)} ended the ${noun}` });
  }
  if (issuedBy !== null && issuedBy.id !== here?.last.id) {
    const words = told.length === 0 ? `the ${noun} came from #${issuedBy.id}` : `it came from #${issuedBy.id}`;
    told.push({
      call: issuedBy,
      words: `${words}, ${agoInWords(issuedBy, facts)}`,
      what: `${pastCallInWords(issuedBy, facts)} handed the ${noun} out`,
    });
  }
  return {
    credential,
    uses,
    here,
    elsewhere,
    words: told.map(({ words }) => words).join('; '),
    evidence: told.map(({ call, what }) => ({ where: `history:${call.id}`, what })),
  };
}

/** `token`, `session cookie`, `key`, `user and password`. */
export function nounOf({ place, scheme, basic, name, jwt }: Credential): string {
  if (jwt !== undefined || scheme?.toLowerCase() === 'bearer') return 'token';
  if (basic !== undefined) return basic.hasPassword ? 'user and password' : 'key';
  if (place === 'cookie') return 'session cookie';
  if (place === 'url') return 'user and password';
  return /key/i.test(name) ? 'key' : 'token';
}

function timesInWords(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}
