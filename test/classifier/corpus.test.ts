import { describe, expect, test } from 'vitest';
import { type Case, loadCases } from '../support/cases.ts';
import { loadCorpus } from '../support/corpus-cases.ts';
import { healthy, isQuiet, judge, ratio, shareOf, type Verdict, wrongCertain } from '../support/score.ts';

/** What has been reached; a change that falls below has made something worse. */
interface Floors {
  readonly top1: number;
  readonly quiet: number;
  readonly mention: number;
}

describe.each<[string, () => readonly Case[], Floors]>([
  ['the cases of other providers', loadCases, { top1: 0.92, quiet: 0.97, mention: 0.9 }],
  ['the development corpus', loadCorpus, { top1: 0.99, quiet: 0.99, mention: 0.98 }],
])('%s', (_name, load, floors) => {
  const cases = load();
  const verdicts = judge(cases);
  const shown = (list: readonly Verdict[]) =>
    list.map(({ case: each, annotation }) => `${each.id}: ${each.expect.cause} -> ${annotation.cause}`);

  test('no annotation that says certain is wrong', async () => {
    expect(shown(wrongCertain(await verdicts))).toEqual([]);
  });

  test('most causes are right', async () => {
    expect(ratio(shareOf(await verdicts, ({ isRight }) => isRight))).toBeGreaterThanOrEqual(floors.top1);
  });

  test('what is healthy is left quiet', async () => {
    expect(ratio(shareOf(healthy(await verdicts), isQuiet))).toBeGreaterThanOrEqual(floors.quiet);
  });

  test('summaries name the concrete thing', async () => {
    const mentioning = (await verdicts).filter((verdict) => verdict.case.expect.mention.length > 0);
    expect(ratio(shareOf(mentioning, ({ mentionsAll }) => mentionsAll))).toBeGreaterThanOrEqual(floors.mention);
  });
});
