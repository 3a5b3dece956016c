import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileRule } from '../../../src/classifier/user-rules/user-rule.ts';
import { parseRules } from '../../../src/cli/user-rules/parse-rules.ts';
import { RULE_KEYS } from '../../../src/cli/user-rules/rule-schema.ts';
import { annotate } from '../../classifier/build.ts';

const guide = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'rules.md'), 'utf8');
const examples = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => parseRules(match[1]!));
const rules = examples.flatMap((example) => example.rules.map(compileRule));
const named = (name: string) => rules.find((rule) => rule.name === name)!;

test('the three examples of the guide are valid', () => {
  expect(examples).toHaveLength(3);
  expect(examples.flatMap(({ problems }) => problems)).toEqual([]);
});

test('the guide names every key of a rule', () => {
  expect(RULE_KEYS.filter((key) => key !== 'when' && !guide.includes(`\`${key}\``))).toEqual([]);
});

test('the first example reads as it promises', () => {
  const call = {
    url: 'https://api.acme.com/v2/charges',
    requestBody: '{"customer":"c-7","amount":900}',
    status: 422,
    body: '{"error":{"code":1042,"message":"over the limit"}}',
  };
  expect(annotate(named('credit limit'), call)).toMatchObject({
    cause: 'payment-required',
    summary: 'credit limit of c-7 reached: over the limit',
    advice: 'Raise the limit in the back office, or send less than 900.',
  });
});

test('the second example reads its delay and looks into every part', () => {
  const locked = {
    url: 'https://billing-2.internal/x',
    status: 409,
    headers: [
      ['X-Lock-Owner', 'batch-3'],
      ['X-Lock-Seconds', '90'],
    ] as const,
  };
  expect(annotate(named('locked by the night run'), locked)).toMatchObject({
    summary: 'locked by batch-3: GET /x',
    retryAfterSeconds: 90,
    retry: 'safe',
  });
  const batch = {
    url: 'https://billing.internal/x',
    body: '{"results":[{"state":"DONE"},{"state":"FAILED","reason":"late"}]}',
  };
  expect(annotate(named('shadow error'), batch)).toMatchObject({
    cause: 'error-in-success',
    inner: 'invalid-state',
    summary: 'a part of the batch failed: late',
    evidence: [{ where: 'response.status' }, { where: 'response.body#/results/1/state', what: 'FAILED' }],
  });
});

test('the third example is quiet, and loud', () => {
  expect(annotate(named('probe'), { url: 'https://h.test/v1/features/x', status: 404 }).cause).toBeNull();
  const down = { url: 'https://api.partner.example/x', status: 503, body: 'Geplantes Wartungsfenster bis 6 Uhr' };
  expect(annotate(named('maintenance window'), down)).toMatchObject({
    cause: 'maintenance',
    summary: 'api.partner.example is in its maintenance window (503)',
    retryAfterSeconds: 600,
  });
});
