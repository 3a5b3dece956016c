import type { Evidence } from '../../exchange/annotation.ts';
import { refusalOf } from '../access/refusal.ts';
import { saidBy, sentence } from '../access/sentence.ts';
import type { Facts } from '../facts.ts';
import { isObject } from '../readers/error-report/members.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Is the resource withheld for legal reasons (RFC 7725)? */
export const rule: RuleDefinition = { causes: ['legal-block'], find };

const BLOCKED_BY = /<([^<>]{1,300})>\s{0,4};[^<>]{0,100}rel="?blocked-by"?/i;

function find(facts: Facts): Finding | undefined {
  const refusal = refusalOf(facts);
  const isStatus = facts.status === 451;
  if (!isStatus && refusal?.cause !== 'legal-block') return undefined;
  const by = BLOCKED_BY.exec(facts.response.header('link') ?? '')?.[1];
  const reason = reasonOf(facts.response.json());
  const before = [
    isStatus ? 'withheld for legal reasons' : undefined,
    reason === undefined ? undefined : `reason ${clip(reason, 40)}`,
    by === undefined ? undefined : `blocked by ${clip(by, 80)}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
  const evidence: Evidence[] = [
    { where: 'response.status', what: String(facts.status) },
    ...(by === undefined ? [] : [{ where: 'response.headers.link', what: facts.response.header('link') ?? '' }]),
    ...(refusal === undefined ? [] : [{ where: refusal.where, what: refusal.what }]),
  ];
  return {
    cause: 'legal-block',
    confidence: isStatus ? 'certain' : 'likely',
    summary:
      saidBy(facts, refusal) === undefined
        ? `${before || 'withheld for legal reasons'}: ${callOnHost(facts)}`
        : sentence(facts, refusal, { before: before === '' ? undefined : before }),
    evidence,
    advice:
      'Stop asking for it: neither a retry nor another credential helps. The answer or its Link header says who demanded it.',
  };
}

/** `{"block":{"reason":"dmca"}}` */
function reasonOf(json: unknown): string | undefined {
  if (!isObject(json)) return undefined;
  const block = isObject(json.block) ? json.block : json;
  const reason = block.reason;
  return typeof reason === 'string' && reason !== '' ? reason : undefined;
}
