import { writeFileSync } from 'node:fs';
import { UserError } from '../../exchange/user-error.ts';
import { CaptureReader } from '../../store/capture-reader.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { exportText } from '../export-text.ts';
import { addDataOption, type DataOptions, parseId } from '../options.ts';
import { captureFile } from '../session.ts';
import { mustFind } from '../stored.ts';

interface ExportOptions extends DataOptions {
  readonly format: string;
  readonly output?: string;
  readonly redact: boolean;
}

export const command: CommandModule = {
  register(program, terminal, finish) {
    const exporting = program
      .command('export')
      .description('exchanges for somebody else: a bug report or a curl command, secrets masked')
      .argument('<id...>', 'numbers of exchanges', (text: string, before: number[] = []) => [...before, parseId(text)])
      .option('--format <name>', 'report or curl', 'report')
      .option('-o, --output <file>', 'write to a file instead of standard output')
      .option('--no-redact', 'leave the secrets in');
    addDataOption(exporting).action(
      finish((ids: readonly number[], options: ExportOptions) => exportExchanges(ids, options, terminal)),
    );
  },
};

async function exportExchanges(ids: readonly number[], options: ExportOptions, terminal: Terminal): Promise<number> {
  const reader = new CaptureReader(captureFile(dataFolder(options.data, terminal.env)));
  const parts: string[] = [];
  let maskedCount = 0;
  try {
    for (const id of ids) {
      const exported = await exportText(mustFind(reader, id), options.format, { redact: options.redact });
      parts.push(exported.text.endsWith('\n') ? exported.text : `${exported.text}\n`);
      maskedCount += exported.maskedCount;
    }
  } finally {
    reader.close();
  }
  const text = parts.join('\n');
  if (options.output === undefined || options.output === '-') {
    print(terminal.stdout, text);
    return 0;
  }
  write(options.output, text);
  const note = options.redact ? `, ${maskedCount} ${maskedCount === 1 ? 'place' : 'places'} masked` : ', not redacted';
  print(terminal.stderr, `httpwhy: written to ${options.output}${note}.`);
  return 0;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    throw new UserError(
      'unwritable-file',
      `${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`,
      'Choose another file with -o.',
    );
  }
}
