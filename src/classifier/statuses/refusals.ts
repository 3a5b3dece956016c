import type { Facts } from '../facts.ts';
import type { Credential } from '../readers/credentials.ts';
import { idInPath } from '../readers/id-shape.ts';
import { callOf, clip, hostOf, pathOf } from '../shown.ts';
import type { StatusReading } from './status-reading.ts';

/** 401 without another word. */
export function refusedCaller(facts: Facts): StatusReading {
  const credential = sent(facts);
  const field = facts.credentialInBody();
  if (credential === undefined && field === undefined) {
    return {
      cause: 'missing-credentials',
      summary: `${callOf(facts)} was sent without any credential, and ${hostOf(facts)} wants one`,
      advice: 'Send the credential that the documentation asks for, usually in Authorization.',
    };
  }
  const name = credential === undefined ? `${field} in the body` : nameOf(credential);
  return {
    cause: 'invalid-credentials',
    summary: `${hostOf(facts)} does not accept ${name} for ${callOf(facts)}`,
    advice:
      'Check that it is the right one for this host, and neither revoked nor expired; a wrong scheme or header ends the same way.',
    evidence: credential === undefined ? [] : [{ where: credential.where, what: credential.scheme ?? 'sent' }],
  };
}

/** 403 without another word. */
export function refusedPermission(facts: Facts): StatusReading {
  const credential = sent(facts);
  return {
    cause: 'insufficient-scope',
    summary:
      credential === undefined
        ? `${hostOf(facts)} does not allow ${callOf(facts)} to a caller without credentials`
        : `${hostOf(facts)} does not allow ${callOf(facts)} to the holder of ${nameOf(credential)}`,
    advice:
      credential === undefined
        ? 'Sign in, or send the credential that this action needs.'
        : 'Check roles and scopes of this credential for the action; an address list or a firewall can answer the same way.',
    evidence: credential === undefined ? [] : [{ where: credential.where, what: credential.scheme ?? 'sent' }],
  };
}

/** 404 without another word: by the shape of the path, the thing or the route is missing. */
export function notFound(facts: Facts): StatusReading {
  const id = idInPath(facts.url()?.pathname ?? '');
  return id === undefined
    ? {
        cause: 'wrong-url',
        summary: `${hostOf(facts)} has nothing at ${pathOf(facts)} for ${facts.exchange.request.method}`,
        advice:
          'Check the path for spelling, version prefix and a missing or extra slash, and the host for the right service.',
        evidence: [{ where: 'request.url', what: facts.url()?.pathname ?? facts.exchange.request.url }],
      }
    : {
        cause: 'resource-not-found',
        summary: `${hostOf(facts)} has no ${nameIn(pathOf(facts), id)} at ${pathOf(facts)}`,
        advice:
          'Check that it exists, in this environment and for this account; a private one can look missing without the right credential.',
        evidence: [{ where: 'request.url', what: facts.url()?.pathname ?? facts.exchange.request.url }],
      };
}

/** The id, unless the path is a secret address and was masked. */
function nameIn(path: string, id: string): string {
  return path.includes('<') ? 'resource' : clip(id, 60);
}

function sent(facts: Facts): Credential | undefined {
  return facts.credentials().find(({ secret }) => secret !== '');
}

function nameOf({ place, name, scheme }: Credential): string {
  if (place === 'header')
    return scheme === undefined ? `the ${name} header` : `the credential in ${name} (${clip(scheme, 30)})`;
  return place === 'url' ? 'the user in the URL' : `the ${place === 'query' ? 'query parameter' : 'cookie'} ${name}`;
}
