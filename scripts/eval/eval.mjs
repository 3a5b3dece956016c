// How good the classifier is: runs labelled exchanges through it and prints accuracy, confusions, calibration and cost.
//
//   node scripts/eval/eval.mjs [-v] [--cause prefix] [--no-cost] [file.jsonl | folder …]
//
// Without a file it takes every case below test/cases and the corpus test/corpus/cases.jsonl. It runs from the TypeScript
// sources. Exits with 1 where an annotation that says `certain` is wrong.
import { parseArgs } from 'node:util';
import { loadCases } from '../../test/support/cases.ts';
import { CORPUS_FILE, loadCorpus } from '../../test/support/corpus-cases.ts';
import { judge, judgeAsStranger, wrongCertain } from '../../test/support/score.ts';
import { measureCost } from './cost.mjs';
import { leftOutReport, reportOf } from './report.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    verbose: { type: 'boolean', short: 'v', default: false },
    cause: { type: 'string', default: '' },
    cost: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

const sources = positionals.length > 0 ? positionals : [undefined, CORPUS_FILE];
const verdicts = [];
for (const source of sources) {
  const cases = source?.endsWith('.jsonl') ? loadCorpus(source) : loadCases(source);
  const isWanted = (verdict) =>
    (verdict.case.expect.cause ?? 'null').startsWith(values.cause) ||
    (verdict.annotation.cause ?? 'null').startsWith(values.cause);
  const wanted = (await judge(cases)).filter(isWanted);
  const stranger = await judgeAsStranger(wanted.map((verdict) => verdict.case));
  console.log(`\n== ${source ?? 'test/cases'}`);
  console.log(reportOf(wanted, values.verbose));
  console.log(leftOutReport(wanted, stranger));
  verdicts.push(...wanted);
}
if (values.cost) console.log(`\n== cost per exchange\n${await measureCost(verdicts.map((verdict) => verdict.case))}`);

const broken = wrongCertain(verdicts);
if (broken.length > 0) {
  console.error(`\n${broken.length} wrong although certain.`);
  process.exitCode = 1;
}
