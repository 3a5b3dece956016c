import type { AnnotatedExchange } from '../../exchange/annotation.ts';
import {
  type Comparison,
  changingPlaces,
  compareExchanges,
  comparisonLines,
  isEqual,
} from '../../exchange/comparison.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { redactAll } from '../../exchange/redact.ts';
import { UserError } from '../../exchange/user-error.ts';
import { CaptureReader } from '../../store/capture-reader.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { paintComparison } from '../diff/paint.ts';
import { addDataOption, type DataOptions, parseId } from '../options.ts';
import { readRedactionRules } from '../redaction-rules.ts';
import { captureFile } from '../session.ts';
import { mustFind } from '../stored.ts';

interface DiffOptions extends DataOptions {
  readonly all?: boolean;
  readonly json?: boolean;
  readonly redact: boolean;
}

const EQUAL = 0;
const DIFFERENT = 1;

/** Calls of the same route that are asked what differs in every call; of each body so many bytes. */
const MOST_CALLS = 12;
const CALL_BODY_BYTES = 512 * 1024;

export const command: CommandModule = {
  register(program, terminal, finish) {
    const diffing = program
      .command('diff')
      .description('in what two exchanges differ; ends with 0 where they are equal, with 1 where they differ')
      .argument('<a>', 'number of an exchange in the log', parseId)
      .argument('[b]', 'number of another; without it A is compared with the last success before it', parseId)
      .option('--all', 'show what differs in every call, too, and let it count')
      .option('--json', 'one JSON object')
      .option('--no-redact', 'leave the secrets in');
    addDataOption(diffing).action(
      finish((a: number, b: number | undefined, options: DiffOptions) => diff(a, b, options, terminal)),
    );
  },
};

async function diff(a: number, b: number | undefined, options: DiffOptions, terminal: Terminal): Promise<number> {
  try {
    const comparison = await compared(a, b, options, terminal);
    const isSame = options.all === true ? comparison.changes.length === 0 : isEqual(comparison);
    if (options.json === true) print(terminal.stdout, JSON.stringify({ equal: isSame, ...comparison }));
    else {
      const lines = comparisonLines(comparison, options.all);
      print(terminal.stdout, paintComparison(lines, terminal).join('\n'));
    }
    return isSame ? EQUAL : DIFFERENT;
  } catch (error) {
    // 1 means that they differ, as with `diff` itself.
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.code, error.message, error.nextStep, 2);
  }
}

async function compared(
  a: number,
  b: number | undefined,
  options: DiffOptions,
  terminal: Terminal,
): Promise<Comparison> {
  const folder = dataFolder(options.data, terminal.env);
  const rules = options.redact ? await readRedactionRules(folder) : undefined;
  const reader = new CaptureReader(captureFile(folder));
  try {
    const pair = b === undefined ? withLastSuccess(reader, a) : [mustFind(reader, a), mustFind(reader, b)];
    const [before, after] = options.redact ? redactAll(pair, rules).items : pair;
    return compareExchanges(before!.exchange, after!.exchange, changingPlaces(callsLike(reader, a, b)));
  } finally {
    reader.close();
  }
}

function withLastSuccess(reader: CaptureReader, id: number): readonly AnnotatedExchange[] {
  const given = mustFind(reader, id);
  const known = given.annotation?.difference?.against.id;
  const earlier = known ?? reader.page({ kind: 'before', id }, 1, `same:${id} status:2xx`)[0]?.id;
  const success = earlier === undefined ? undefined : reader.exchange(earlier);
  if (success !== undefined) return [success, given];
  throw new UserError(
    'no-success',
    `No call like #${id} has succeeded before it.`,
    'Name the exchange to compare it with: httpwhy diff A B.',
  );
}

/** Of the same route as one of the two, those around it. What is in them is looked at, and never shown. */
function callsLike(reader: CaptureReader, a: number, b: number | undefined): readonly Exchange[] {
  const ids = [a, ...(b === undefined ? [] : [b])].flatMap((id) => [
    ...reader.page({ kind: 'before', id: id + 1 }, MOST_CALLS / 2, `same:${id}`),
    ...reader.page({ kind: 'from', id: id + 1 }, MOST_CALLS / 2, `same:${id}`),
  ]);
  return [...new Set(ids.map(({ id }) => id))]
    .slice(0, MOST_CALLS)
    .flatMap((id) => reader.exchange(id, CALL_BODY_BYTES)?.exchange ?? []);
}
