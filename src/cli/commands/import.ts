import { realpathSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Classify } from '../../classifier/classify.ts';
import { printable } from '../../exchange/printable.ts';
import { UserError } from '../../exchange/user-error.ts';
import { CaptureWriter } from '../../store/capture-writer.ts';
import type { NewRun } from '../../store/run-table.ts';
import { formatOf } from '../annotate/format.ts';
import { openInput } from '../annotate/input.ts';
import { ownClassifier } from '../annotate/own-classifier.ts';
import { READERS } from '../annotate/readers.ts';
import type { Recorded } from '../annotate/recorded.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { dataFolder, makeDataFolder } from '../data-folder.ts';
import { captureSource } from '../import/capture-source.ts';
import { Importer, NOTHING } from '../import/importer.ts';
import { summaryLines } from '../import/summary.ts';
import { addDataOption, type DataOptions, dataOption } from '../options.ts';
import { type Progress, progress } from '../progress.ts';
import { captureFile } from '../session.ts';

interface ImportOptions extends DataOptions {
  readonly name?: string;
  readonly reannotate?: boolean;
}

/** A file of another kind has an error on every line; the first few tell. */
const MOST_COMPLAINTS = 5;
/** Of the work that is done in idle moments while a proxy runs. */
const TIDY_MS = 50;
/** As shells count a program that was interrupted. */
const INTERRUPTED = 130;

export const command: CommandModule = {
  register(program, terminal, finish) {
    const importing = program
      .command('import')
      .description('take exchanges recorded elsewhere into the capture, annotated: HAR, JSON lines, another capture')
      .argument(
        '<files...>',
        'a HAR file, JSON lines of `export --format jsonl`, a capture.db; also gzip; - for standard input',
      )
      .option('--name <name>', 'what the run is called in the log, instead of the name of the file')
      .option('--reannotate', 'judge anew what httpwhy has explained before it wrote the file');
    addDataOption(importing).action(
      finish((files: readonly string[], options: ImportOptions) => importFiles(files, options, terminal)),
    );
  },
};

async function importFiles(files: readonly string[], options: ImportOptions, terminal: Terminal): Promise<number> {
  const complain = (line: string) => print(terminal.stderr, `httpwhy: ${printable(line)}`);
  const folder = makeDataFolder(dataFolder(options.data, terminal.env));
  const classify = await ownClassifier(folder, undefined, complain);
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once('SIGINT', onInterrupt);
  let exitCode = 0;
  try {
    for (const file of files) {
      const context = { file, capture: captureFile(folder), classify, options, terminal, complain, stop: stop.signal };
      exitCode = Math.max(exitCode, await importFile(context));
      if (stop.signal.aborted) return INTERRUPTED;
    }
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
  return exitCode;
}

interface Context {
  readonly file: string;
  readonly capture: string;
  readonly classify: Classify;
  readonly options: ImportOptions;
  readonly terminal: Terminal;
  readonly complain: (line: string) => void;
  readonly stop: AbortSignal;
}

/** One file is one run. A file that cannot be read does not keep the others from being imported. */
async function importFile(context: Context): Promise<number> {
  const { file, options, terminal } = context;
  const name = options.name ?? (file === '-' ? 'standard input' : basename(file));
  let opened: Source | undefined;
  let failure: UserError | undefined;
  try {
    opened = await openSource(context, name);
    return await store(opened, name, context);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    failure = error;
  } finally {
    opened?.progress.clear();
    opened?.close();
  }
  print(terminal.stderr, `httpwhy: ${printable(`${name}: ${failure.message} ${failure.nextStep}`)}`);
  return failure.exitCode;
}

interface Source {
  readonly items: AsyncIterable<Recorded> | Iterable<Recorded>;
  /** What is counted by `done`. */
  readonly progress: Progress;
  readonly done: (count: number) => number;
  close(): void;
}

async function openSource({ file, capture, terminal, complain }: Context, name: string): Promise<Source> {
  const input = await openInput(file, terminal);
  const label = `import ${printable(name).slice(0, 30)}`;
  if (input.head.startsWith('SQLite format 3\0')) {
    if (file === '-') throw new UserError('no-file', 'A capture cannot be read from standard input.', 'Give its file.');
    if (isSameFile(file, capture)) {
      throw new UserError(
        'same-capture',
        'This is the capture that would be imported into.',
        'Give another with --data.',
      );
    }
    const { items, total, close } = captureSource(file);
    return {
      items: items(),
      progress: progress(terminal.stderr, { label, unit: 'exchanges', total }),
      done: (count) => count,
      close,
    };
  }
  const format = formatOf(input.head);
  if (format === 'json-lines' && !input.head.startsWith('{')) {
    throw new UserError(
      'unknown-format',
      'This is none of the formats that can be imported.',
      'Give a HAR file, JSON lines of `httpwhy export --format jsonl`, or a capture.db.',
    );
  }
  const { read } = await READERS[format]();
  return {
    items: read(input.chunks, {
      recordedAt: input.writtenAt,
      request: undefined,
      complain: (line) => complain(`${name}: ${line}`),
    }),
    progress: progress(terminal.stderr, { label, unit: 'bytes', total: input.size }),
    done: input.bytesRead,
    close: () => undefined,
  };
}

function isSameFile(file: string, other: string): boolean {
  try {
    return realpathSync(file) === realpathSync(other);
  } catch {
    return false;
  }
}

async function store(source: Source, name: string, context: Context): Promise<number> {
  const { file, capture, classify, options, terminal, complain, stop } = context;
  const command = file === '-' ? file : resolve(file);
  const judgesAnew = options.reannotate === true;
  let target: { readonly writer: CaptureWriter; readonly importer: Importer } | undefined;
  let count = 0;
  let problems = 0;
  try {
    try {
      for await (const recorded of source.items) {
        if (stop.aborted) break;
        if (recorded.kind === 'problem') {
          problems += 1;
          if (problems > MOST_COMPLAINTS) continue;
          source.progress.clear();
          complain(`${name}: ${recorded.message}`);
          continue;
        }
        // Not before: a file in which there is nothing leaves no run behind.
        target ??= begin(capture, { kind: 'import', name, command }, classify, judgesAnew);
        await target.importer.add(recorded);
        count += 1;
        source.progress.show(source.done(count), `${count.toLocaleString('en')} exchanges`);
        // Interrupts and the clock get their turn.
        if (count % 100 === 0) await nextTurn();
      }
    } finally {
      // What came before a fault in the file is kept.
      await target?.importer.flush();
    }
    source.progress.clear();
    if (target !== undefined) await tidy(target.writer, context);
  } finally {
    source.progress.clear();
    if (problems > MOST_COMPLAINTS) complain(`${name}: ${problems - MOST_COMPLAINTS} more could not be read.`);
    const summary = target?.importer.summary ?? NOTHING;
    const runId = target?.writer.runId ?? 0;
    for (const line of summaryLines(summary, name, runId, stop.aborted, dataOption(options.data)))
      print(terminal.stdout, line);
    target?.writer.close();
  }
  return problems === 0 && count > 0 ? 0 : 1;
}

function begin(capture: string, run: NewRun, classify: Classify, judgesAnew: boolean) {
  const writer = new CaptureWriter(capture, { run });
  return { writer, importer: new Importer(writer, classify, { judgesAnew }) };
}

/** What a proxy does in its idle moments: compresses what was written in haste, and makes it searchable. */
async function tidy(writer: CaptureWriter, { terminal, stop }: Context): Promise<void> {
  const shown = progress(terminal.stderr, { label: 'compress and index', unit: 'steps', total: null });
  try {
    for (let steps = 1; !stop.aborted && writer.tidy(TIDY_MS); steps += 1) {
      shown.show(steps);
      await nextTurn();
    }
  } finally {
    shown.clear();
  }
}
