import { InvalidArgumentError } from 'commander';
import { redactText } from '../../exchange/redact.ts';
import { formatBytes } from '../../exchange/units.ts';
import { UserError } from '../../exchange/user-error.ts';
import { type Cell, type QueryResult, viewsOf } from '../../store/read-only-sql.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { maskedCommand } from '../masked-command.ts';
import { addDataOption, type DataOptions } from '../options.ts';
import { captureFile } from '../session.ts';
import { tableLines } from '../table.ts';

interface SqlOptions extends DataOptions {
  readonly json?: boolean;
  readonly rows: number;
  readonly timeout: number;
  readonly redact: boolean;
}

/** Columns that hold command lines. */
const COMMANDS: ReadonlySet<string> = new Set(['command', 'run']);
const LONGEST_STATEMENT = 100_000;

export const command: CommandModule = {
  register(program, terminal, finish) {
    const sql = program
      .command('sql')
      .description('ask the capture in SQL, read-only; without a statement: its views and their columns')
      .argument('[statement...]', 'select cause, count(*) from failures group by cause')
      .option('--json', 'one JSON object per row')
      .option('--rows <n>', 'at most so many rows', parseRows, 1000)
      .option('--timeout <seconds>', 'stop the statement after so many seconds', parseSeconds, 10)
      .option('--no-redact', 'leave the secrets in');
    sql.addHelpText('after', '\nAll tables and columns: docs/capture-format.md');
    addDataOption(sql).action(
      finish(async (words: readonly string[], options: SqlOptions) => {
        const capture = captureFile(dataFolder(options.data, terminal.env));
        const statement = words.join(' ').trim();
        if (statement === '') showViews(capture, terminal);
        else await ask(capture, statement, options, terminal);
        return 0;
      }),
    );
  },
};

function showViews(capture: string, terminal: Terminal): void {
  for (const { name, columns } of viewsOf(capture)) print(terminal.stdout, `${name}\n  ${columns.join(', ')}`);
}

async function ask(capture: string, sql: string, options: SqlOptions, terminal: Terminal): Promise<void> {
  if (sql.length > LONGEST_STATEMENT) {
    throw new UserError('sql', 'The statement is too long.', `At most ${LONGEST_STATEMENT} characters.`, 2);
  }
  const { query } = await import('../sql/query.ts');
  const result = await query({ capture, sql, mostRows: options.rows, limitMs: options.timeout * 1000 });
  const shown = options.redact ? redacted(result) : result;
  const lines = options.json === true ? jsonLines(shown) : textLines(shown);
  for (const line of lines) print(terminal.stdout, line);
  if (result.cut !== null) print(terminal.stderr, cutLine(result.cut, result.rows.length));
}

function cutLine(cut: 'rows' | 'bytes', count: number): string {
  return cut === 'rows'
    ? `httpwhy: these are the first ${count} rows; more with --rows.`
    : `httpwhy: these are the first ${count} rows, as many as fit into memory; ask for less.`;
}

function redacted(result: QueryResult): QueryResult {
  const masks = result.columns.map((name) => (COMMANDS.has(name) ? maskedCommand : redactText));
  const mask = (cell: Cell, place: number) => (typeof cell === 'string' ? masks[place]!(cell) : cell);
  return { ...result, rows: result.rows.map((row) => row.map(mask)) };
}

function* jsonLines({ columns, rows }: QueryResult): Generator<string> {
  for (const row of rows) {
    yield JSON.stringify(Object.fromEntries(columns.map((name, place) => [name, cellJson(row[place] ?? null)])));
  }
}

function cellJson(cell: Cell): unknown {
  if (typeof cell === 'bigint') return cell.toString();
  if (cell instanceof Uint8Array) return { base64: Buffer.from(cell).toString('base64') };
  return cell;
}

function textLines({ columns, rows }: QueryResult): readonly string[] {
  const isNumber = (place: number) => {
    const cells = rows.map((row) => row[place] ?? null);
    return cells.every((cell) => cell === null || typeof cell === 'number' || typeof cell === 'bigint');
  };
  return tableLines(
    columns.map((title, place) => ({ title, align: isNumber(place) ? 'right' : 'left' })),
    rows.map((row) => row.map(cellText)),
  );
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  return cell instanceof Uint8Array ? `(${formatBytes(cell.length)} of binary data)` : String(cell);
}

function parseRows(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('A whole number from 1 is expected.');
  return Number(text);
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d{1,4}(?:\.\d{1,3})?$/.test(text) || seconds === 0) {
    throw new InvalidArgumentError('Seconds are expected, for example 30.');
  }
  return seconds;
}
