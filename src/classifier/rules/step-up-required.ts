import type { Evidence } from '../../exchange/annotation.ts';
import { textsOf } from '../access/claims.ts';
import { type Refusal, refusalOf } from '../access/refusal.ts';
import { saidFinding } from '../access/sentence.ts';
import type { Facts } from '../facts.ts';
import { isObject } from '../readers/error-report/members.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Was the caller accepted, and more is asked for: a second factor, a fresh sign-in, consent? */
export const rule: RuleDefinition = { causes: ['step-up-required'], find };

function find(facts: Facts): Finding | undefined {
  const { status } = facts;
  if (status === null || status < 400 || facts.isPreflight()) return undefined;
  const refusal = refusalOf(facts);
  if (refusal?.cause === 'step-up-required') return bySaying(facts, refusal);
  return status === 401 || status === 403 ? byFlows(facts) : undefined;
}

function bySaying(facts: Facts, refusal: Refusal): Finding {
  const wanted = wantedOf(facts);
  const found = saidFinding(facts, refusal, {
    before: wanted?.before ?? (refusal.by === 'header' ? `more is asked for (${clip(refusal.what, 60)})` : undefined),
    evidence: wanted?.evidence ?? [],
    confidence: refusal.by === 'header' ? 'certain' : 'likely',
    advice: adviceOf(refusal.what),
  });
  return found;
}

/** `acr_values` and `max_age` of the challenge (RFC 9470) beside what the token has. */
function wantedOf(facts: Facts): { readonly before: string; readonly evidence: readonly Evidence[] } | undefined {
  for (const { parameters } of facts.challenges()) {
    const acr = parameters.get('acr_values');
    const age = parameters.get('max_age');
    if (acr === undefined && age === undefined) continue;
    const token = facts.credentials().find(({ jwt }) => jwt !== undefined);
    const has = textsOf(token?.jwt, 'acr')[0];
    const asked = acr === undefined ? `a sign-in not older than ${clip(age!, 12)} s` : `acr ${clip(acr, 60)}`;
    return {
      before: `${asked} is wanted${has === undefined ? '' : `, the token has ${clip(has, 40)}`}`,
      evidence: [
        ...(has === undefined ? [] : [{ where: token!.where, what: `acr ${has}` }]),
        {
          where: 'response.headers.www-authenticate',
          what: acr === undefined ? `max_age=${age}` : `acr_values="${acr}"`,
        },
      ],
    };
  }
  return undefined;
}

function adviceOf(said: string): string {
  if (/consent|grant/i.test(said))
    return 'Send the person through the consent screen for what the call needs, then repeat it with the new token.';
  if (/saml|sso/i.test(said)) return 'Authorize the token for the organization’s single sign-on, then repeat the call.';
  if (/captcha/i.test(said)) return 'Have a person solve the challenge and send its answer with the call.';
  if (/password.{0,30}(?:reset|change|expired)|(?:reset|change).{0,30}password/i.test(said))
    return 'Set a new password, then sign in again.';
  if (/mfa|factor|otp|2fa|code/i.test(said))
    return 'Ask the person for the second factor and repeat the call with it; a service without a person needs another kind of account.';
  return 'Lead the person through the extra step (second factor, fresh sign-in), then repeat the call with the new credential.';
}

const STEP = /reauth|mfa|2fa|two_factor|otp|verify|step_?up|consent|challenge/i;

/** A list of flows that would help, as django-allauth and Ory send it, beside the word that the caller is signed in. */
function byFlows(facts: Facts): Finding | undefined {
  const json = facts.response.json();
  if (!isObject(json)) return undefined;
  const inner = isObject(json.data) ? json.data : json;
  const flows = inner.flows;
  if (!Array.isArray(flows)) return undefined;
  const ids = flows.slice(0, 20).flatMap((flow) => (isObject(flow) && typeof flow.id === 'string' ? [flow.id] : []));
  const steps = ids.filter((id) => STEP.test(id));
  const meta = json.meta;
  const isSignedIn = isObject(meta) && meta.is_authenticated === true;
  const isPending = flows.some((flow) => isObject(flow) && flow.is_pending === true && STEP.test(String(flow.id)));
  if (steps.length === 0 || !(isSignedIn || isPending)) return undefined;
  return {
    cause: 'step-up-required',
    confidence: 'likely',
    summary: `signed in, and ${clip(steps.join(' or '), 80)} is wanted first (${facts.status}): ${callOnHost(facts)}`,
    evidence: [
      { where: `response.body${inner === json ? '#/flows' : '#/data/flows'}`, what: ids.join(', ') },
      { where: 'response.status', what: String(facts.status) },
    ],
    advice: 'Lead the person through one of these flows, then repeat the call.',
  };
}
