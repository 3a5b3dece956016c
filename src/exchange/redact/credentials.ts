import { Buffer } from 'node:buffer';
import { type Found, isNoSecret, looksRandom, type Mask, mixesCase } from './mask.ts';

/** Words that may stand before a credential. Any other first word of letters is taken for one, too. */
const SCHEMES = new Set(
  [
    'basic bearer digest negotiate ntlm kerberos hawk hoba mutual oauth dpop gnap vapid privatetoken scram-sha-1 scram-sha-256',
    'token apikey api-key key jwt mac bot ssws geniekey splunk aws aws4-hmac-sha256 aws4-ecdsa-p256-sha256 sharedkey',
    'sharedkeylite klaviyo-api-key deepl-auth-key zoho-oauthtoken client-id signature',
  ]
    .join(' ')
    .split(' '),
);

export function isKnownScheme(word: string): boolean {
  return SCHEMES.has(word);
}

/** Parameters of a credential that describe it; every other parameter is masked. */
const DESCRIBING = new Set(
  [
    'realm algorithm qop nc uri version created expires headers charset signedheaders type scope',
    'oauth_signature_method oauth_timestamp oauth_version',
  ]
    .join(' ')
    .split(' '),
);

/** The value of `Authorization` and its like: the scheme stays exactly as it was spelled, the credential is masked. */
export function maskAuthorization(value: string, mask: Mask, rule: string): string {
  const found: Found = { rule, kind: 'credential', isProven: true };
  const match = /^(\s*)([!#$%&'*+.^`|~\w-]{1,40}:?)([ \t]+)/.exec(value);
  const scheme = match?.[2] ?? '';
  if (match === null || !isScheme(scheme)) return isScheme(value.trim(), true) ? value : mask.hide(value, found);
  const head = match[0];
  const credential = value.slice(head.length);
  const name = scheme.toLowerCase().replace(/:$/, '');
  if (name === 'basic') return head + maskBasic(credential, mask, found);
  if (/^[^\s"'=,]{1,60}[ \t]+\S/.test(credential) && isScheme(credential.split(/[ \t]/, 1)[0] ?? '', true)) {
    return head + maskAuthorization(credential, mask, rule);
  }
  if (/^[\w-]{1,60}\s?=\s?[^=\s]/.test(credential)) return head + maskParameters(credential, mask, found);
  return head + mask.hide(credential, { ...found, kind: 'token' });
}

/** A word that nobody knows is a scheme only where it can be nothing else: letters, with a credential behind it. */
function isScheme(word: string, mustBeKnown = false): boolean {
  const name = word.toLowerCase().replace(/:$/, '');
  return SCHEMES.has(name) || (!mustBeKnown && /^[a-z]+(?:-[a-z]+)*$/.test(name) && name.length <= 20);
}

/** A shorter password fills a field: `key:x`. */
const LEAST_PASSWORD = 4;

const BASIC = 'basic credentials';

function maskBasic(credential: string, mask: Mask, found: Found): string {
  const decoded = Buffer.from(credential.trim(), 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (!/^[\w+/-]+={0,2}$/.test(credential.trim()) || colon < 0) {
    const note = credential.includes(':') ? 'user and password in clear' : 'not base64 of user and password';
    return mask.hide(credential, { ...found, kind: BASIC, note });
  }
  // The parts are hidden wherever else they turn up. A user name is an account's and may be shown (in paths it often
  // is), unless it is a key that stands in its place, with nothing or an `x` for a password.
  const [user, password] = [decoded.slice(0, colon), decoded.slice(colon + 1)];
  const part: Found = { rule: found.rule, isHidden: true, isProven: true };
  if (password !== '') mask.hide(password, { ...part, kind: 'password' });
  if (user !== '' && password.length < LEAST_PASSWORD) mask.hide(user, { ...part, kind: 'user' });
  const note = password === '' ? 'without password' : user === '' ? 'without user' : undefined;
  return mask.hide(credential, { ...found, kind: BASIC, ...(note === undefined ? {} : { note }) });
}

/** `Digest username="…", response="…"`, `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…`. */
function maskParameters(text: string, mask: Mask, found: Found): string {
  return text.replace(
    /([\w-]{1,60})(\s?=\s?)("[^"]*"?|[^,\s]+)/g,
    (whole, name: string, equals: string, raw: string) => {
      if (DESCRIBING.has(name.toLowerCase())) return whole;
      if (name === 'Credential') return name + equals + maskScope(raw, mask, found);
      return (
        name + equals + mask.hide(raw.replace(/^"([^"]*)$/, '$1'), { ...found, kind: name.toLowerCase().slice(0, 40) })
      );
    },
  );
}

/** `AKIA…/20261122/eu-central-1/s3/aws4_request`: day, region and service say what was signed, the id says by whom. */
export function maskScope(scope: string, mask: Mask, found: Found): string {
  const slash = scope.indexOf('/');
  if (slash < 0) return mask.hide(scope, { ...found, kind: 'access key id' });
  return mask.hide(scope.slice(0, slash), { ...found, kind: 'access key id' }) + scope.slice(slash);
}

/** `Cookie`: names stay, every value goes. */
export function maskCookie(value: string, mask: Mask, rule: string): string {
  return value
    .split(';')
    .map((pair) => maskCookiePair(pair, mask, rule))
    .join(';');
}

/** `Set-Cookie`: the name and the attributes stay. */
export function maskSetCookie(value: string, mask: Mask, rule: string): string {
  const end = value.indexOf(';');
  const pair = end < 0 ? value : value.slice(0, end);
  return maskCookiePair(pair, mask, rule) + value.slice(pair.length);
}

function maskCookiePair(pair: string, mask: Mask, rule: string): string {
  const equals = pair.indexOf('=');
  if (equals < 0) return pair.trim() === '' ? pair : mask.hide(pair, { rule, kind: 'cookie' });
  const value = pair.slice(equals + 1);
  return pair.slice(0, equals + 1) + (value === 'deleted' ? value : mask.hide(value, { rule, kind: 'cookie' }));
}

/** The value of a field, parameter or header whose name says that it is secret; a scheme before it stays. */
export function maskNamed(value: string, mask: Mask, found: Found): string {
  const scheme = /^\s*(bearer|basic|token|digest|apikey)[ \t]+\S/i.test(value);
  return scheme && !isNoSecret(value) ? maskAuthorization(value, mask, found.rule) : mask.hide(value, found);
}

/** A value under a name that is secret only at times (`code`, `key`) counts when it looks like one. */
export function isSecretValue(value: string, isStrong: boolean): boolean {
  return isStrong || (value.length >= 16 && (looksRandom(value) || mixesCase(value)));
}
