import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCorpusLine } from '../../src/cli/corpus-line.ts';
import type { Confidence, Fault } from '../../src/exchange/annotation.ts';
import type { CauseId } from '../../src/exchange/causes.ts';
import type { Case } from './cases.ts';

/** The development corpus: one labelled exchange a line. */
export const CORPUS_FILE = join(import.meta.dirname, '..', 'corpus', 'cases.jsonl');

/** The labels of one line, as the corpus spells them. */
interface Labels {
  readonly cause: CauseId | null;
  readonly inner?: CauseId | null;
  readonly inner_ok?: readonly (CauseId | null)[];
  readonly also_ok?: readonly (CauseId | null)[];
  readonly fault: Fault;
  readonly fault_ok?: readonly Fault[];
  readonly confidence: Confidence;
  readonly must_mention?: readonly string[];
}

/** The cases of a file in JSON lines; none where the file is not there. */
export function loadCorpus(file = CORPUS_FILE): Case[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [caseOf(line, `${file}:${index + 1}`)]));
}

function caseOf(line: string, at: string): Case {
  const { id, exchange, history } = parseCorpusLine(line);
  const { expect, source, note } = JSON.parse(line) as {
    readonly expect: Labels;
    readonly source?: string;
    readonly note?: string;
  };
  return {
    id,
    group: 'corpus',
    name: id.split('-', 1)[0]!,
    title: id,
    source: source ?? '',
    note: note ?? '',
    at,
    exchange,
    history,
    expect: {
      cause: expect.cause,
      also: expect.also_ok ?? [],
      inner: expect.inner ?? null,
      innerAlso: expect.inner_ok ?? [],
      fault: expect.fault,
      faultAlso: expect.fault_ok ?? [],
      confidence: expect.confidence,
      mention: expect.must_mention ?? [],
    },
  };
}
