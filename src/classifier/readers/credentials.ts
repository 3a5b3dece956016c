import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import type { RequestMessage } from '../../exchange/exchange.ts';
import { type Environment, environmentOfKey } from './environment.ts';
import { decodeJwt, type Jwt } from './jwt.ts';

/** One value in the request's head that may prove who is calling. It lives only while one exchange is looked at. */
export interface Credential {
  readonly place: 'header' | 'query' | 'cookie' | 'url';
  /** Name of the header, parameter or cookie as sent; `Authorization` for the user information of a URL. */
  readonly name: string;
  /** An evidence pointer: `request.headers.authorization`, `request.url?key`. */
  readonly where: string;
  /** Only of `Authorization`: the scheme as sent, for example `Bearer`; undefined where there is none. */
  readonly scheme: string | undefined;
  /** The token, key or pair without the scheme. A secret: mask it before it leaves the classifier. */
  readonly secret: string;
  readonly jwt: Jwt | undefined;
  /** Only of scheme `Basic` whose base64 decodes. */
  readonly basic: { readonly user: string; readonly hasPassword: boolean } | undefined;
  /** The environment that the key's own prefix names: `sk_test_…`, `xnd_production_…`. */
  readonly environment: Environment | undefined;
}

/** 64 bits tell the credentials of one capture apart and give nothing of the secret away. */
const FINGERPRINT_DIGITS = 16;

/** Longest value of which anything is read. */
const LONGEST_SECRET = 16 * 1024;
const MOST_COOKIES = 100;
const MOST_PARAMETERS = 200;

/** Field names that carry a credential; matched on the whole name or on a word of it. */
const CREDENTIAL_HEADER =
  /(?:^|[-_])(?:api-?key|apikey|apitoken|auth|authorization|authentication|authtoken|token|access-?key|accesskey|secret|password|passwd|jwt|credentials?|signature|session|sessionid|subscription-key|app-?key|key)(?:$|[-_])|[a-z](?:api-?key|auth-?key|(?:access|api|auth)-?token)$/;

/** Fields that match and prove nothing about the caller. */
const NO_CREDENTIAL_HEADER =
  /^(?:sec-|access-control-|proxy-|accept|content-|if-|x-amz-target|cache-key|surrogate-key)|csrf|xsrf|idempot|x-request-key|encryption|mfa|otp/;

const CREDENTIAL_PARAMETER =
  /^(?:(?:[a-z0-9]{1,20}[-_.])*(?:api[-_]?key|key|token|access[-_]?token|auth|authorization|jwt|secret|password|passwd|pwd|signature|sig|hmac|session|sessionid|sid|credential|appid|app[-_]?id|app[-_]?key|client[-_]?id|client[-_]?secret|hapikey|[a-z]{2,20}apikey|[a-z]{0,12}(?:rest|api|auth|access|session|user|login|security)token|apitoken|authtoken|sessiontoken))$/;

/** Cursors, keys of data and tokens against CSRF. */
const NO_CREDENTIAL_PARAMETER = /page|next|prev|contin|cursor|sync|scroll|sort|partition|cache|csrf|xsrf|idempot/;

/** A cookie of these names keeps a session; one of a tool that counts visitors, or against CSRF, does not. */
const SESSION_COOKIE =
  /sess|(?:^|[-_.])(?:sid|auth|token|jwt|login|user|access|remember|identity|id)(?:$|[-_.])|^connect\.sid$|authn?|token$/i;
const NO_SESSION_COOKIE =
  /csrf|xsrf|^_ga|^_gid|^_gat|^_fbp|^_gcl|^__utm|^ajs_|^amplitude|^mp_|^optimizely|^__cf|^cf_|^_hj|consent|locale|lang|theme/i;

/** Every credential of a request's head: headers first, then URL and query, then cookies. Empty ones are included. */
export function readCredentials(request: RequestMessage): readonly Credential[] {
  const found: Credential[] = [];
  addOfHeaders(request, found);
  addOfUrl(request.url, found);
  addOfCookies(request, found);
  return found;
}

/**
 * Tells credentials apart without keeping them: the first digits of the SHA-256 of the one that most likely decides.
 * The scheme's spelling does not count. Undefined where the request carries none.
 */
export function credentialFingerprint(request: RequestMessage): string | undefined {
  const credential = readCredentials(request).find(({ secret }) => secret !== '');
  return credential === undefined ? undefined : fingerprintOf(credential);
}

export function fingerprintOf(credential: Credential): string {
  return hash('sha256', lastingPart(credential), 'hex').slice(0, FINGERPRINT_DIGITS);
}

/** A signature differs with every request; the key that made it stays. */
function lastingPart({ secret }: Credential): string {
  const key = /(?:Credential=|keyId="?|username=")([^,"/\s]{1,200})/i.exec(secret.slice(0, 1024));
  return key === null ? secret : key[1]!;
}

function addOfHeaders({ headers }: RequestMessage, found: Credential[]): void {
  for (const [name, value] of headers) {
    if (name.length === 13 && name.toLowerCase() === 'authorization')
      found.push(authorizationCredential(name, value.trim()));
  }
  for (const [name, value] of headers) {
    if (isCredentialHeader(name))
      found.push(credential('header', name, `request.headers.${name.toLowerCase()}`, value.trim()));
  }
}

/** The same names come with every request; a hostile one must not make the table grow. */
const judgedNames = new Map<string, boolean>();
const MOST_NAMES = 2000;

function isCredentialHeader(name: string): boolean {
  const known = judgedNames.get(name);
  if (known !== undefined) return known;
  if (name.length > 60) return false;
  const key = name.toLowerCase();
  const isOne =
    key !== 'authorization' && key !== 'cookie' && CREDENTIAL_HEADER.test(key) && !NO_CREDENTIAL_HEADER.test(key);
  if (judgedNames.size >= MOST_NAMES) judgedNames.clear();
  judgedNames.set(name, isOne);
  return isOne;
}

const AUTHORIZATION = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,40})(?:\s+|$)/;

/** Schemes that may stand alone without being mistaken for a token. */
const KNOWN_SCHEME =
  /^(?:bearer|basic|digest|token|apikey|api-key|key|negotiate|ntlm|hmac|hawk|signature|jwt|dpop|oauth)$/i;

function authorizationCredential(name: string, value: string): Credential {
  const where = 'request.headers.authorization';
  const match = AUTHORIZATION.exec(value);
  const isSchemeAlone = match !== null && match[0].length === value.length;
  if (match === null || (isSchemeAlone && !KNOWN_SCHEME.test(match[1]!)))
    return credential('header', name, where, value);
  const scheme = match[1]!;
  const secret = value.slice(match[0].length);
  const basic = decodeBasic(scheme, secret);
  // Many APIs take the key as the user name of Basic.
  const environment = basic === undefined ? environmentOfKey(secret) : environmentOfKey(basic.user);
  return { ...credential('header', name, where, secret), scheme, basic, environment };
}

function addOfUrl(url: string, found: Credential[]): void {
  // Taking a URL apart costs more than all headers together.
  if (!url.includes('?') && !url.includes('@')) return;
  const parsed = URL.parse(url) ?? undefined;
  if (parsed === undefined) return;
  if (parsed.username !== '' || parsed.password !== '') {
    found.push(credential('url', 'Authorization', 'request.url', `${parsed.username}:${parsed.password}`));
  }
  if (parsed.search === '') return;
  let count = 0;
  for (const [name, value] of parsed.searchParams) {
    count += 1;
    if (count > MOST_PARAMETERS) return;
    const key = name.toLowerCase();
    if (key.length > 60 || !CREDENTIAL_PARAMETER.test(key) || NO_CREDENTIAL_PARAMETER.test(key)) continue;
    found.push(credential('query', name, `request.url?${name}`, value));
  }
}

function addOfCookies({ headers }: RequestMessage, found: Credential[]): void {
  let count = 0;
  for (const [name, value] of headers) {
    if (name.length !== 6 || name.toLowerCase() !== 'cookie') continue;
    for (const pair of value.slice(0, LONGEST_SECRET).split(';')) {
      count += 1;
      if (count > MOST_COOKIES) return;
      const equals = pair.indexOf('=');
      if (equals < 0) continue;
      const cookie = pair.slice(0, equals).trim().slice(0, 200);
      if (!SESSION_COOKIE.test(cookie) || NO_SESSION_COOKIE.test(cookie)) continue;
      found.push(credential('cookie', cookie, 'request.headers.cookie', pair.slice(equals + 1).trim()));
    }
  }
}

function credential(place: Credential['place'], name: string, where: string, secret: string): Credential {
  // Some clients write the scheme into a header of their own, or percent-encode it into a cookie.
  const token = secret.replace(/^Bearer(?:\s|%20)+/i, '');
  return {
    place,
    name,
    where,
    scheme: undefined,
    secret,
    jwt: decodeJwt(token),
    basic: undefined,
    environment: environmentOfKey(token),
  };
}

function decodeBasic(scheme: string, secret: string): Credential['basic'] {
  if (scheme.toLowerCase() !== 'basic' || secret.length > LONGEST_SECRET) return undefined;
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(secret)) return undefined;
  const pair = Buffer.from(secret, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 ? undefined : { user: pair.slice(0, colon), hasPassword: colon < pair.length - 1 };
}
