import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createClassifier } from '../../classifier/classify.ts';
import { loadRules } from '../../classifier/load-rules.ts';
import { MemoryHistory } from '../../classifier/memory-history.ts';
import { UserError } from '../../exchange/user-error.ts';
import { annotationToJson } from '../annotation-json.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';

export const command: CommandModule = {
  register(program, terminal, finish) {
    program
      .command('annotate')
      .description('annotate recorded exchanges from a file of JSON lines; stores nothing')
      .argument('<file>', 'JSON lines, one exchange each; - for standard input')
      // Accepted like everywhere, for scripts that always pass it; nothing is read from there.
      .option('--data <dir>', 'not needed here')
      .action(finish((file: string) => annotateFile(file, terminal)));
  },
};

/** A file of another kind has an error on every line; the first few tell. */
const MAX_COMPLAINTS = 5;

async function annotateFile(file: string, terminal: Terminal): Promise<number> {
  const classify = createClassifier(await loadRules(), (rule, error) => {
    print(terminal.stderr, `httpwhy: the rule ${rule} failed and was skipped: ${String(error)}`);
  });
  // Only here: every command is loaded at every start, and what checks the lines occupies 13 MiB.
  const { parseCorpusLine } = await import('../corpus-line.ts');
  let lineNumber = 0;
  let failures = 0;
  for await (const line of linesOf(file, terminal)) {
    lineNumber += 1;
    const text = lineNumber === 1 ? line.replace(/^\ufeff/, '') : line;
    if (text.trim() === '') continue;
    try {
      const { id, exchange, history } = parseCorpusLine(text);
      const memory = new MemoryHistory();
      for (const earlier of history) memory.add(earlier);
      print(terminal.stdout, JSON.stringify(annotationToJson(id, classify(exchange, memory))));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failures += 1;
      if (failures <= MAX_COMPLAINTS) {
        print(terminal.stderr, `httpwhy: line ${lineNumber}: ${error.message} ${error.nextStep}`);
      }
    }
  }
  if (failures > MAX_COMPLAINTS) {
    print(terminal.stderr, `httpwhy: ${failures - MAX_COMPLAINTS} more lines could not be read.`);
  }
  return failures === 0 ? 0 : 1;
}

async function* linesOf(file: string, terminal: Terminal): AsyncGenerator<string> {
  const input = file === '-' ? terminal.stdin : createReadStream(file);
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined || !/^E[A-Z]+$/.test(code)) return error;
  return new UserError('unreadable-file', `${file} cannot be read (${code}).`, 'Give a file of JSON lines.');
}
