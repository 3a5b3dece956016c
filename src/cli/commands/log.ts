import { CaptureReader } from '../../store/capture-reader.ts';
import { type CommandModule, print } from '../command.ts';
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
      .argument('[filter...]', 'words that must occur in method, URL, status, cause or summary')
      .option('-f, --follow', 'go on with new exchanges as they end')
      .option('-n, --lines <n>', 'how many of the latest exchanges', parseCount, 100)
      .option('--json', 'one JSON object per line');
    addDataOption(log).action(
      finish(async (words: readonly string[], options: LogOptions) => {
        const reader = new CaptureReader(captureFile(dataFolder(options.data, terminal.env)));
        const filter = words.join(' ');
        const isColoured = hasColour(terminal.stdout, terminal.env);
        const revision = reader.revision();
        const isFollowing = options.follow === true;
        for (const row of reader.page({ kind: 'last' }, options.lines, filter)) {
          // One that is pending would be printed again when it ends.
          if (isFollowing && row.durationMs === null) continue;
          print(terminal.stdout, options.json ? jsonRow(row) : plainLine(row, isColoured));
        }
        if (isFollowing) {
          const following = followFinished(
            reader,
            revision,
            (row) => print(terminal.stdout, options.json ? jsonRow(row) : plainLine(row, isColoured)),
            filter,
          );
          await untilInterrupted();
          following.stop();
        }
        reader.close();
        return 0;
      }),
    );
  },
};
