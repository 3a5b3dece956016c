import type { ExchangeRow } from '../../exchange/row.ts';
import { CaptureReader } from '../../store/capture-reader.ts';
import { referenceText } from '../../store/filter/reference.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { followFinished, untilInterrupted } from '../follow.ts';
import { jsonRow } from '../json-row.ts';
import { addDataOption, type DataOptions, parseCount } from '../options.ts';
import { hasColour, plainLine } from '../plain-line.ts';
import { captureFile } from '../session.ts';

interface LogOptions extends DataOptions {
  readonly follow?: boolean;
  readonly lines: number;
  readonly json?: boolean;
}

export const command: CommandModule = {
  register(program, terminal, finish) {
    const log = program
      .command('log')
      .description('the annotated log')
      .argument('[filter...]', 'words, and terms such as status:5xx host:example.com body:"card_declined"')
      .option('-f, --follow', 'go on with new exchanges as they end')
      .option('-n, --lines <n>', 'how many of the latest exchanges', parseCount, 100)
      .option('--json', 'one JSON object per line');
    log.addHelpText('after', () => `\nFilters (in quotes; - means not):\n${referenceText()}`);
    addDataOption(log).action(
      finish(async (words: readonly string[], options: LogOptions) => {
        const reader = new CaptureReader(captureFile(dataFolder(options.data, terminal.env)));
        try {
          await showLog(reader, words.join(' '), options, terminal);
        } finally {
          reader.close();
        }
        return 0;
      }),
    );
  },
};

async function showLog(
  reader: CaptureReader,
  filter: string,
  { follow: isFollowing = false, json: isJson = false, lines }: LogOptions,
  terminal: Terminal,
): Promise<void> {
  const isColoured = hasColour(terminal.stdout, terminal.env);
  const show = (row: ExchangeRow) => print(terminal.stdout, isJson ? jsonRow(row) : plainLine(row, isColoured));
  const revision = reader.revision();
  const rows = reader.page({ kind: 'last' }, lines, filter);
  // One that is pending would be printed again when it ends.
  for (const row of rows) if (!isFollowing || row.durationMs !== null) show(row);
  if (isFollowing) {
    const following = followFinished(reader, revision, show, filter);
    try {
      await Promise.race([untilInterrupted(), following.failed]);
    } finally {
      following.stop();
    }
  } else if (rows.length === 0 && filter !== '' && !isJson) {
    print(terminal.stderr, 'httpwhy: no exchange matches. text:WORD looks into headers and bodies too.');
  }
}
