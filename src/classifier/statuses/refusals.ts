import { keyInQuery } from '../access/proof.ts';
import type { Facts } from '../facts.ts';
import { idInPath } from '../readers/id-shape.ts';
import { pathSegments, wordsOfSentence } from '../refusal/mentioned.ts';
import { callOnHost, clip, pathOf, pathOnHost } from '../shown.ts';
import { credentialName, sentCredential, tokenOrigin } from './credential-name.ts';
import type { StatusReading } from './status-reading.ts';

/** 401 without another word. */
export function refusedCaller(facts: Facts): StatusReading {
  const credential = sentCredential(facts);
  const field = facts.credentialInBody();
  const isInPath = facts.path().includes('<');
  const parameter = credential === undefined ? keyInQuery(facts) : undefined;
  if (credential === undefined && field === undefined && parameter === undefined && !isInPath) {
    return {
      cause: 'missing-credentials',
      summary: `no credential sent; ${callOnHost(facts)} wants one`,
      advice: 'Send the credential that the documentation asks for, usually in Authorization.',
    };
  }
  const name =
    credential !== undefined
      ? credentialName(credential)
      : field !== undefined
        ? `${field} in the body`
        : parameter !== undefined
          ? `the query parameter ${parameter}`
          : 'the secret in the path';
  const offer = otherOffer(facts, credential?.scheme);
  const origin = [...(credential === undefined ? [] : tokenOrigin(credential)), ...offer];
  return {
    cause: 'invalid-credentials',
    summary: `${name} is not accepted${inParentheses(origin)}: ${callOnHost(facts)}`,
    details: [name, ...origin],
    advice:
      'Check that it is the right one for this host, and neither revoked nor expired; a wrong scheme or header ends the same way.',
    evidence: [
      ...(credential === undefined ? [] : [{ where: credential.where, what: credential.scheme ?? 'sent' }]),
      ...offer.map((what) => ({ where: 'response.headers.www-authenticate', what })),
    ],
  };
}

/** Schemes of the challenge where that of the credential is none of them: servers offer Basic to browsers whatever they take. */
function otherOffer(facts: Facts, scheme: string | undefined): readonly string[] {
  const offered = facts.challenges().map((challenge) => challenge.scheme);
  if (scheme === undefined || offered.length === 0) return [];
  if (offered.some((name) => name.toLowerCase() === scheme.toLowerCase())) return [];
  return [`the server offers ${clip([...new Set(offered)].join(' or '), 60)}`];
}

/** 403 without another word. */
export function refusedPermission(facts: Facts): StatusReading {
  const credential = sentCredential(facts);
  const demand = demandedScope(facts);
  const origin = credential === undefined ? [] : tokenOrigin(credential);
  const name = credential === undefined ? 'no credential sent' : credentialName(credential);
  const summary =
    credential === undefined
      ? `no credential sent, and not allowed without one: ${callOnHost(facts)}`
      : `${name} does not allow ${callOnHost(facts)}${inParentheses(origin)}`;
  return {
    cause: 'insufficient-scope',
    summary: demand === undefined ? summary : `${demand.words}: ${summary}`,
    ...(demand === undefined ? {} : { before: demand.words }),
    details: [name, ...origin],
    advice:
      credential === undefined
        ? 'Sign in, or send the credential that this action needs.'
        : 'Check roles and scopes of this credential for the action; an address list or a firewall can answer the same way.',
    evidence: [
      ...(credential === undefined ? [] : [{ where: credential.where, what: credential.scheme ?? 'sent' }]),
      ...(demand === undefined ? [] : [demand.evidence]),
    ],
  };
}

/** GitHub's `X-Accepted-OAuth-Scopes` and the like: what a call needs, one of them at least. */
const ACCEPTED_SCOPES = /^.{0,30}accepted-.{0,30}(?:scopes?|permissions?)$/;

/** The scope that the server says the call needs: in its challenge (RFC 6750 §3.1), or in a field of its own. */
function demandedScope(facts: Facts) {
  for (const { parameters } of facts.challenges()) {
    const scope = parameters.get('scope') ?? '';
    if (scope === '' || parameters.get('error') !== 'insufficient_scope') continue;
    const where = 'response.headers.www-authenticate';
    return { words: `the scope ${clip(scope, 80)} is missing`, evidence: { where, what: `scope="${scope}"` } };
  }
  const name = facts.response.headerNames().find((field) => ACCEPTED_SCOPES.test(field));
  const value = name === undefined ? '' : (facts.response.header(name) ?? '');
  return name === undefined || value === ''
    ? undefined
    : { words: `needs ${clip(value, 80)} (${name})`, evidence: { where: `response.headers.${name}`, what: value } };
}

/** 404 without another word: by the shape of the path, the thing or the route is missing. */
export function notFound(facts: Facts): StatusReading {
  const id = idInPath(facts.url()?.pathname ?? '') ?? namedInPath(facts);
  const evidence = [{ where: 'request.url', what: facts.url()?.pathname ?? facts.exchange.request.url }];
  if (id === undefined) {
    return {
      cause: 'wrong-url',
      summary: `no such route: ${callOnHost(facts)}`,
      ...(speaksOfOther(facts) ? {} : { before: 'no such route' }),
      advice:
        'Check the path for spelling, version prefix and a missing or extra slash, and the host for the right service.',
      evidence,
    };
  }
  const name = nameIn(pathOf(facts), id);
  return {
    cause: 'resource-not-found',
    summary: `no ${name} at ${pathOnHost(facts)}`,
    before: `no ${name} here`,
    advice:
      'Check that it exists, in this environment and for this account; a private one can look missing without the right credential.',
    evidence,
  };
}

/** "Please enter a valid postcode" is about no route, whatever the status. */
function speaksOfOther(facts: Facts): boolean {
  const said = facts.errorMessage()?.slice(0, 400) ?? '';
  return /\b(?:please|must|should|enter|provide|required)\b/i.test(said) && !ABOUT_ROUTES.test(said);
}

const ABOUT_ROUTES =
  /\b(?:routes?|ur[li]s?|endpoints?|pages?|paths?|handlers?|controllers?|actions?|methods?|operations?|services?|hosts?|sites?|apps?)\b/i;

/** The end of the path, where the server's sentence names it by itself and speaks of no route: `no link named "a.json"`. */
function namedInPath(facts: Facts): string | undefined {
  const said = facts.errorMessage() ?? facts.error()?.more[0] ?? '';
  if (said === '' || ABOUT_ROUTES.test(said.slice(0, 400))) return undefined;
  const segments = pathSegments(facts);
  const last = segments.at(-1);
  if (last === undefined || segments.length < 2) return undefined;
  const words = wordsOfSentence(said);
  const isNamed = words.some(
    (word) => word === last || (word.endsWith(`/${last}`) && segments.slice(1).join('/').endsWith(word)),
  );
  return isNamed ? last : undefined;
}

/** The id, unless the path is a secret address and was masked. */
function nameIn(path: string, id: string): string {
  return path.includes('<') ? 'resource' : clip(id, 60);
}

function inParentheses(parts: readonly string[]): string {
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
