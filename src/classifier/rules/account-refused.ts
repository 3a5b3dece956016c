import type { AccessCause } from '../access/causes.ts';
import { refusalOf } from '../access/refusal.ts';
import { saidFinding } from '../access/sentence.ts';
import type { Facts } from '../facts.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, hostOf } from '../shown.ts';
import { credentialName, sentCredential } from '../statuses/credential-name.ts';

/** Is it the account behind the call that is refused: for money, for what it has not got, or altogether? */
export const rule: RuleDefinition = { causes: ['feature-not-enabled', 'account-suspended', 'payment-required'], find };

const ADVICE: Partial<Record<AccessCause, (facts: Facts, said: string) => string>> = {
  'feature-not-enabled': (facts, said) =>
    /\b(?:plan|tier|subscription|upgrade|licen[cs]e|edition|paid|premium|enterprise)\b/i.test(said)
      ? `Upgrade the plan of the account at ${hostOf(facts)}, or do without this feature.`
      : /\btrial\b/i.test(said)
        ? 'Upgrade the trial account, or use what it is limited to.'
        : `Enable the API or feature in the console of ${hostOf(facts)} for this account or project, and wait a few minutes.`,
  'account-suspended': (_facts, said) =>
    /\b(?:confirm|verif|unconfirmed|unverified|activate)/i.test(said)
      ? 'Confirm the account (look for the mail), then sign in again.'
      : /\block/i.test(said)
        ? 'Wait until the lock ends or have it removed; stop repeating sign-ins with a wrong password.'
        : 'Have the owner of the account settle it with the provider; another credential of the same account does not help.',
  'payment-required': (_facts, said) =>
    /\bcard\b|declin|cvc/i.test(said)
      ? 'Ask for another card or means of payment; repeat only what the decline code allows.'
      : 'Top up the balance or settle billing of the account, then repeat the call.',
};

function find(facts: Facts): Finding | undefined {
  const refusal = refusalOf(facts);
  const advice = refusal === undefined ? undefined : ADVICE[refusal.cause];
  if (refusal === undefined || advice === undefined) return facts.status === 402 ? unpaid(facts) : undefined;
  const credential = sentCredential(facts);
  return saidFinding(facts, refusal, {
    details: credential === undefined ? [] : [credentialName(credential)],
    advice: advice(facts, `${refusal.what} ${facts.errorMessage() ?? ''}`),
  });
}

/** 402 that does not speak of money in known words. */
function unpaid(facts: Facts): Finding | undefined {
  if (refusalOf(facts) !== undefined) return undefined;
  const said = facts.errorMessage();
  return {
    cause: 'payment-required',
    confidence: said === undefined ? 'guess' : 'likely',
    summary:
      said === undefined
        ? `a payment, balance or plan is wanted first: ${callOnHost(facts)}`
        : `a payment or plan is wanted first: "${said.slice(0, 140)}" (402, ${callOnHost(facts)})`,
    evidence: [
      { where: 'response.status', what: '402' },
      ...(said === undefined ? [] : [{ where: 'response.body', what: said }]),
    ],
    advice: 'Check billing, credit and plan of the account; a retry cannot help before that.',
  };
}
