import type { Facts } from '../facts.ts';
import type { Credential } from '../readers/credentials.ts';

/** Names that say who the caller is, and prove nothing: a request may carry them beside no credential at all. */
const NO_PROOF =
  /^(?:client[-_]?id|x-client-id|x-app-id|application-?id|sid|session-?id|x-session-id|x-auth-(?:type|scheme|version|user|email)|x-user-id|x-key-id)$/i;

/** The credential that decides, empty ones, mere names and cookies besides others left out; undefined where there is none. */
export function sentProof(facts: Facts): Credential | undefined {
  return facts
    .credentials()
    .find(({ secret, name, place }) => secret !== '' && (place === 'cookie' || !NO_PROOF.test(name)));
}

/** The key of a gateway's subscriber, where the server behind it asks for the token of a user: the two are sent together. */
export function isKeyBesideToken({ place, name }: Credential, said: string): boolean {
  if (place === 'cookie' || !/key$/i.test(name)) return false;
  const text = said.slice(0, 300);
  return /\b(?:jwt|bearer token|id token|access token)\b/i.test(text) && !/\bapi[ _-]?key/i.test(text);
}

/** Parameters by which a function's own address carries its key, as `?code=` of Azure does. */
export function keyInQuery(facts: Facts): string | undefined {
  const { url } = facts.exchange.request;
  if (!url.includes('code=')) return undefined;
  const value = facts.url()?.searchParams.get('code') ?? '';
  return LIKE_A_SECRET.test(value) || /^[\w/+-]{12,}={1,2}$/.test(value) ? 'code' : undefined;
}

/** A secret that stands in the path, as in `/bot<token>/getMe` or an address of a webhook. */
export function isSecretInPath(facts: Facts): boolean {
  return facts.path().includes('<');
}

/** A key that the path names: `/trigger/lamp/with/key/x`. A hint, of use only where the server says what it thinks of the key. */
export function isKeyInPath(facts: Facts): boolean {
  return /\/(?:api_?)?(?:key|token|secret)s?\/[\w.~-]{3,200}(?:\/|$)/i.test(
    (facts.url()?.pathname ?? '').slice(0, 500),
  );
}

/** Fields of a client's own that carry ids, versions and addresses. */
const NO_SECRET_FIELD =
  /request|trace|span|correlation|transaction|forwarded|real-ip|client-ip|version|agent|device|locale|csrf|xsrf|idempot|content|checksum|digest|hash|timestamp|date|b3|datadog|cloud|amzn|route|host|method|url/i;
/** Long and without spaces, as keys are, and no UUID. */
const LIKE_A_SECRET = /^(?![0-9a-f]{8}-[0-9a-f]{4}-)[\w.~+/=-]{20,400}$/i;

/**
 * The name of a field of the provider's own that looks as if it carried a key although its name does not say so, as
 * `X-Honeycomb-Team` does. A hint, of use only where the server says what it thinks of the key.
 */
export function unnamedSecretField(facts: Facts): string | undefined {
  return facts.exchange.request.headers.find(
    ([name, value]) =>
      name.length < 60 &&
      /^x-[a-z]/i.test(name) &&
      !NO_SECRET_FIELD.test(name) &&
      LIKE_A_SECRET.test(value.slice(0, 401)),
  )?.[0];
}

/** A path whose calls hand out tokens or sessions, or renew them. */
const SIGN_IN_PATH =
  /(?:^|\/)(?:oauth2?|connect|auth|token|tokens|login|log-?in|logon|sign-?in|sign_?in|session|sessions|authenticate|authentication|authorize|refresh|sso|verifypassword|accounts:[a-z]{1,40}|initiate-?auth|introspect|device_authorization)(?:\/|$|\.)/i;

/** Does the call itself ask for a token or session, so that what its body carries is the credential? */
export function isSignIn(facts: Facts): boolean {
  if (facts.exchange.request.method !== 'POST' && facts.exchange.request.method !== 'PUT') return false;
  const path = facts.url()?.pathname ?? '';
  if (SIGN_IN_PATH.test(path.slice(0, 300))) return true;
  const target = facts.request.header('x-amz-target') ?? '';
  return /\.(?:InitiateAuth|RespondToAuthChallenge|AdminInitiateAuth|GetTokens|(?:Confirm)?(?:SignUp|ForgotPassword)|ResendConfirmationCode)/.test(
    target,
  );
}

/** Which field of a token call's body the server means by `invalid_grant` or `invalid_client`; else the first that proves. */
export function proofField(facts: Facts, code: string | undefined): string | undefined {
  const first = facts.credentialInBody();
  if (first === undefined) return undefined;
  const text = (facts.request.body()?.text ?? '').slice(0, 16 * 1024);
  const wanted = code === 'invalid_client' ? CLIENT_FIELDS : code === 'invalid_grant' ? GRANT_FIELDS : [];
  return wanted.find((name) => new RegExp(`(?:^|[&"])${name}(?:=|"\\s?:)`).test(text)) ?? first;
}

const CLIENT_FIELDS = ['client_secret', 'client_assertion'];
const GRANT_FIELDS = ['refresh_token', 'code', 'assertion', 'password', 'device_code', 'subject_token'];

/** Forms and JSON of payment pages and webhooks carry the signature among the fields. */
const SIGNATURE_FIELD = /(?:^|[&?"\s])[\w.-]{0,30}(?:signature|hmac|checksum|sign|sig|mac)"?\s{0,2}[=:]/i;

const SIGNATURE_HEADER = /(?:^|[-_])(?:sign|signature|sig|hmac)$/;

export function sendsSignature(facts: Facts): boolean {
  const { url } = facts.exchange.request;
  return (
    facts.request.headerNames().some((name) => SIGNATURE_HEADER.test(name)) ||
    SIGNATURE_FIELD.test(url.slice(0, 2000)) ||
    SIGNATURE_FIELD.test(facts.request.body()?.text.slice(0, 8000) ?? '')
  );
}
