import type { History } from '../../exchange/history.ts';
import type { Facts } from '../facts.ts';
import { pastCallInWords } from '../past-words.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import { idempotencyHeader } from '../refusal/idempotency-key.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Was the idempotency key used with other parameters, or is it in use? */
export const rule: RuleDefinition = { causes: ['idempotency-conflict'], find };

/** Statuses by which a server refuses a key whatever it says. */
const REFUSALS: ReadonlySet<number> = new Set([400, 409, 422]);

function find(facts: Facts, history: History): Finding | undefined {
  const { status } = facts;
  if (status === null || status < 400) return undefined;
  const verdict = refusalFor(facts, 'idempotency-conflict');
  const name = idempotencyHeader(facts, verdict !== undefined);
  const key = name === undefined ? undefined : clip(facts.request.header(name) ?? '', 80);
  const use =
    name === undefined || !REFUSALS.has(status) ? undefined : history.idempotencyKeyUse(facts.exchange.request);
  const isOther = use?.body === 'other';
  if (verdict === undefined && !(isOther && isSilent(facts))) return undefined;
  const evidence = [
    ...(name === undefined ? [] : [{ where: `request.headers.${name.toLowerCase()}`, what: key ?? '' }]),
    ...(isOther
      ? [
          {
            where: `history:${use.call.id}`,
            what: `${pastCallInWords(use.call, facts)} had the same key and another body`,
          },
        ]
      : []),
  ];
  const isInUse = /progress|in use|in_use|concurrent|still|processing|currently/i.test(
    `${facts.errorMessage() ?? ''} ${facts.errorCode() ?? ''}`,
  );
  const advice = isInUse
    ? 'Wait for the first call to end, then repeat this one with the same key to get its answer.'
    : 'Use a new key for each different call, and the same key only to repeat exactly the same one.';
  if (verdict === undefined) {
    return {
      cause: 'idempotency-conflict',
      confidence: 'likely',
      summary: `${name} ${key} was sent before with another body (${status}, ${callOnHost(facts)})`,
      evidence: [...evidence, { where: 'response.status', what: String(status) }],
      advice,
    };
  }
  const isNamed = key !== undefined && facts.errorMessage()?.includes(key) === true;
  const base = finding(facts, verdict, {
    ...(isOther ? { confidence: 'certain' as const } : {}),
    ...(isInUse ? { retry: 'safe' as const } : {}),
    summary: quoted(
      facts,
      `the key is in use or was used otherwise: ${callOnHost(facts)}`,
      undefined,
      isNamed || key === undefined ? [] : [`${name}: ${key}`],
    ),
    advice,
  });
  return { ...base, evidence: [...evidence, ...base.evidence] };
}

function isSilent(facts: Facts): boolean {
  return facts.signals().length === 0 && facts.fields().length === 0;
}
