import { once } from 'node:events';
import { Option } from 'commander';
import { Ledger } from '../../exchange/redact/ledger.ts';
import { UserError } from '../../exchange/user-error.ts';
import type { ExportItem } from '../../export/bundle.ts';
import { DESTINATIONS, type Destination, type ExportFormat, type Redaction } from '../../export/format.ts';
import { subjectOf } from '../../export/subject.ts';
import { type ExportOptions as WritingOptions, writeDocument, writeStream } from '../../export/write.ts';
import { CaptureReader } from '../../store/capture-reader.ts';
import { copyToClipboard } from '../clipboard.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { exportCapture } from '../export-capture.ts';
import { exportContext } from '../export-context.ts';
import { selectedItems, selectionOf, takeAtMost } from '../export-selection.ts';
import { formatByName } from '../export-text.ts';
import { addDataOption, type DataOptions } from '../options.ts';
import { pour, writePieces } from '../output-file.ts';
import { progressLine } from '../progress-line.ts';
import { redactionLines } from '../redaction-lines.ts';
import { readRedactionRules } from '../redaction-rules.ts';
import { captureFile } from '../session.ts';
import { packageVersion } from '../version.ts';

interface ExportOptions extends DataOptions {
  readonly format: string;
  readonly output?: string;
  readonly redact: boolean;
  readonly for?: Destination;
  readonly copy?: boolean;
}

/** No clipboard is meant for more. */
const LONGEST_COPY = 5_000_000;

export const command: CommandModule = {
  register(program, terminal, finish) {
    const exporting = program
      .command('export')
      .description('exchanges for somebody else: a bug report, a command, a HAR file; secrets masked')
      .argument('<ids or filter...>', 'numbers of exchanges (17 or #17), or a filter as in `httpwhy log`')
      .option('--format <name>', 'report, html, curl, httpie, fetch, python, http, har, json, jsonl, capture', 'report')
      .addOption(new Option('--for <place>', 'fit the report to where it is pasted').choices([...DESTINATIONS]))
      .option('-o, --output <file>', 'write to a file instead of standard output')
      .option('--copy', 'put it into the clipboard')
      .option('--no-redact', 'leave the secrets in');
    addDataOption(exporting).action(
      finish((words: readonly string[], options: ExportOptions) => exportExchanges(words, options, terminal)),
    );
  },
};

async function exportExchanges(words: readonly string[], options: ExportOptions, terminal: Terminal): Promise<number> {
  if (options.format === 'capture') return exportAsCapture(words, options, terminal);
  const format = await formatByName(options.format);
  const folder = dataFolder(options.data, terminal.env);
  const rules = options.redact ? await readRedactionRules(folder) : undefined;
  const reader = new CaptureReader(captureFile(folder));
  const progress = progressLine(terminal.stderr);
  try {
    const counted = countingItems(selectedItems(reader, selectionOf(words)), progress.show);
    const written = write(reader, format, counted, {
      redact: options.redact,
      toolVersion: packageVersion(),
      ...(rules === undefined ? {} : { rules }),
      ...(options.for === undefined ? {} : { destination: options.for }),
    });
    const where = await deliver(written.pieces, options, terminal);
    progress.clear();
    const { redaction, leftOut } = written.summary();
    for (const line of [...where, ...leftOutLines(leftOut, format.name), ...redactionLines(redaction)]) {
      print(terminal.stderr, `httpwhy: ${line}`);
    }
  } finally {
    progress.clear();
    reader.close();
  }
  return 0;
}

async function exportAsCapture(words: readonly string[], options: ExportOptions, terminal: Terminal): Promise<number> {
  const folder = dataFolder(options.data, terminal.env);
  const ledger = options.redact ? new Ledger(await readRedactionRules(folder)) : null;
  const reader = new CaptureReader(captureFile(folder));
  const progress = progressLine(terminal.stderr);
  try {
    const counted = countingItems(selectedItems(reader, selectionOf(words)), progress.show);
    const { written, leftOut, redaction } = await exportCapture(reader, counted, options.output, ledger);
    progress.clear();
    const lines = [
      `Written to ${options.output}: ${written} ${written === 1 ? 'exchange' : 'exchanges'}.`,
      ...leftOutLines(leftOut, 'capture'),
      ...redactionLines(redaction),
    ];
    for (const line of lines) print(terminal.stderr, `httpwhy: ${line}`);
  } finally {
    progress.clear();
    reader.close();
  }
  return 0;
}

interface Written {
  readonly pieces: AsyncIterable<string>;
  summary(): { readonly redaction: Redaction | null; readonly leftOut: number };
}

function write(
  reader: CaptureReader,
  format: ExportFormat,
  items: () => Iterable<ExportItem>,
  options: WritingOptions,
): Written {
  if (format.kind === 'stream') return writeStream(items, format, options);
  const taken = takeAtMost(items(), format.mostItems, format.name);
  const subject = subjectOf(taken);
  if (subject === undefined)
    throw new UserError('nothing-matches', 'There is nothing to export.', 'See `httpwhy log`.');
  const { text, redaction } = writeDocument({ items: taken, context: exportContext(reader, subject) }, format, options);
  return { pieces: onePiece(text), summary: () => ({ redaction, leftOut: 0 }) };
}

async function* onePiece(text: string): AsyncGenerator<string> {
  yield text;
}

/** Writes it where it was asked for; says where that was, unless it stands on standard output. */
async function deliver(
  pieces: AsyncIterable<string>,
  { output, copy }: ExportOptions,
  terminal: Terminal,
): Promise<readonly string[]> {
  const isFile = output !== undefined && output !== '-';
  if (copy !== true) {
    if (isFile) await writePieces(output, pieces);
    else await pour(pieces, terminal.stdout);
    return isFile ? [`Written to ${output}.`] : [];
  }
  const text = await wholeText(pieces);
  if (isFile) await writePieces(output, onePiece(text));
  else if (output === '-' && !terminal.stdout.write(text)) await once(terminal.stdout, 'drain');
  if (!(await copyToClipboard(text, terminal))) {
    throw new UserError(
      'no-clipboard',
      'There is no clipboard to copy it to: no terminal, and none of the programs that know one.',
      'Write it to a file with -o FILE.',
    );
  }
  return [`Copied to the clipboard${isFile ? ` and written to ${output}` : ''}.`];
}

async function wholeText(pieces: AsyncIterable<string>): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    parts.push(piece);
    length += piece.length;
    if (length > LONGEST_COPY) {
      throw new UserError(
        'too-long-to-copy',
        'This is more than a clipboard can hold.',
        'Write it to a file with -o FILE.',
      );
    }
  }
  return parts.join('');
}

function leftOutLines(count: number, name: string): readonly string[] {
  if (count === 0) return [];
  const calls = count === 1 ? '1 exchange that has' : `${count} exchanges that have`;
  return [`Left out ${calls} not ended yet: --format ${name} cannot hold that.`];
}

function countingItems(items: () => Iterable<ExportItem>, show: (count: number) => void): () => Generator<ExportItem> {
  let count = 0;
  return function* () {
    for (const item of items()) {
      count += 1;
      show(count);
      yield item;
    }
  };
}
