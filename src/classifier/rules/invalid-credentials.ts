import type { Evidence } from '../../exchange/annotation.ts';
import type { History } from '../../exchange/history.ts';
import { isKeyInPath, isSecretInPath, proofField, sentProof, unnamedSecretField } from '../access/proof.ts';
import { type Refusal, refusalOf } from '../access/refusal.ts';
import { saidFinding } from '../access/sentence.ts';
import { absentHeader } from '../access/wanted.ts';
import { pastOf } from '../credential-past.ts';
import type { Facts } from '../facts.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { credentialName, tokenOrigin } from '../statuses/credential-name.ts';

/** Was a credential sent in good form, of which the server says that it does not accept it? */
export const rule: RuleDefinition = { causes: ['invalid-credentials'], find };

function find(facts: Facts, history: History): Finding | undefined {
  const { status } = facts;
  if (status === 407) return refusedByProxy(facts);
  const refusal = refusalOf(facts);
  if (refusal === undefined || facts.isPreflight() || !isRefused(facts, refusal)) return undefined;
  const credential = sentProof(facts);
  const field = proofField(facts, facts.error()?.code);
  // Without anything that could be wrong the call lacks a credential.
  const isInPath =
    credential === undefined &&
    field === undefined &&
    (isSecretInPath(facts) || (refusal.cause === 'invalid-credentials' && isKeyInPath(facts)));
  const isElsewhere = credential !== undefined || field !== undefined || isInPath;
  const unnamed = isElsewhere || refusal.cause !== 'invalid-credentials' ? undefined : unnamedSecretField(facts);
  if (!isElsewhere && unnamed === undefined && facts.request.header('cookie') === undefined) return undefined;
  const isOfBody = field !== undefined && (credential === undefined || isAboutBody(refusal, status));
  const name = isOfBody
    ? `${field} in the body`
    : credential !== undefined
      ? credentialName(credential)
      : isInPath
        ? 'the secret in the path'
        : unnamed === undefined
          ? 'the cookies'
          : `the header ${unnamed}`;
  const evidence: Evidence[] =
    credential === undefined || isOfBody ? [] : [{ where: credential.where, what: credential.scheme ?? 'sent' }];
  return {
    ...saidFinding(facts, refusal, {
      details: [name, ...(credential === undefined || isOfBody ? [] : tokenOrigin(credential))],
      past: credential === undefined || isOfBody ? undefined : pastOf(credential, facts, history),
      evidence,
      advice: isOfBody
        ? adviceOfField(field)
        : 'Check that it is the right one for this host, and neither revoked nor rotated; do not repeat the call with it.',
    }),
    cause: 'invalid-credentials',
  };
}

/** "Unauthenticated" is said to somebody who did send a credential, too: then it was not accepted. */
function isRefused(facts: Facts, refusal: Refusal): boolean {
  if (refusal.cause === 'invalid-credentials') return true;
  const isOwn = facts.status === 401 || facts.status === 403 || facts.status === 400 || facts.status === 422;
  return (
    isOwn &&
    refusal.cause === 'missing-credentials' &&
    sentProof(facts) !== undefined &&
    absentHeader(facts) === undefined
  );
}

function isAboutBody({ what }: Refusal, status: number | null): boolean {
  return status !== 401 || /\b(?:password|grant|code|refresh|login|username|email|client)\b/i.test(what.slice(0, 300));
}

function adviceOfField(field: string): string {
  if (/refresh/i.test(field)) {
    return 'Sign in again: the refresh token is used up, revoked or of another client; store the new one that each renewal returns.';
  }
  if (/^code$/i.test(field))
    return 'Start the sign-in anew: a code is good once, for minutes, and for one redirect_uri.';
  if (/secret|assertion/i.test(field))
    return 'Compare client id and secret with the registration of the application at this issuer.';
  return 'Check user and password; do not repeat the call with the same ones, which locks accounts.';
}

function refusedByProxy(facts: Facts): Finding | undefined {
  if ((facts.request.header('proxy-authorization') ?? '') === '') return undefined;
  return {
    cause: 'invalid-credentials',
    confidence: 'likely',
    summary: `a proxy does not accept the Proxy-Authorization that was sent (${facts.response.header('proxy-authenticate') ?? '407'})`,
    evidence: [
      { where: 'request.headers.proxy-authorization', what: 'sent' },
      { where: 'response.status', what: '407' },
    ],
    advice: 'Check the upstream proxy’s user, password and scheme.',
  };
}
