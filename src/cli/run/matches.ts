import type { ExchangeRow } from '../../exchange/row.ts';
import type { CaptureReader } from '../../store/capture-reader.ts';
import { parseFilter } from '../../store/filter/parse.ts';
import { RunTally, type Tally } from './tally.ts';

const PAGE = 500;

/** A filter that a run fails on, read before the command starts. @throws FilterError */
export function failFilter(text: string, now: number): string {
  parseFilter(text, now);
  return text;
}

/** The exchanges of a run, those that match the filter being its failures. */
export function tallyOfMatches(reader: CaptureReader, runId: number, filter: string): Tally {
  const matches = idsOf(reader, `run:${runId} (${filter})`);
  let next = matches.next().value;
  const tally = new RunTally(({ id }) => id === next);
  for (const row of rowsOf(reader, `run:${runId}`)) {
    while (next !== undefined && next < row.id) next = matches.next().value;
    tally.add(row);
  }
  return tally.result();
}

function* idsOf(reader: CaptureReader, filter: string): Generator<number, undefined> {
  for (let from = 0; ; ) {
    const ids = reader.matching(filter, PAGE, from);
    yield* ids;
    if (ids.length < PAGE) return undefined;
    from = ids.at(-1)! + 1;
  }
}

function* rowsOf(reader: CaptureReader, filter: string): Generator<ExchangeRow> {
  for (let from = 0; ; ) {
    const rows = reader.page({ kind: 'from', id: from }, PAGE, filter);
    yield* rows;
    if (rows.length < PAGE) return;
    from = rows.at(-1)!.id + 1;
  }
}
