import { formatBytes } from '../../exchange/units.ts';
import { UserError } from '../../exchange/user-error.ts';
import { CaptureReader } from '../../store/capture-reader.ts';
import { CapturePruner } from '../../store/pruner.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { selectionOf } from '../export-selection.ts';
import { addDataOption, type DataOptions } from '../options.ts';
import { addRetentionOptions, limitsOf, type RetentionOptions } from '../retention-options.ts';
import { captureFile } from '../session.ts';

interface PruneOptions extends DataOptions, RetentionOptions {
  readonly dryRun?: boolean;
}

/** Numbers of matching exchanges that are read at once. */
const PAGE = 2000;
const STAYS = 'is:pinned or is:pending';

export const command: CommandModule = {
  register(program, terminal, finish) {
    const prune = program
      .command('prune')
      .description('remove exchanges, and give the room back; pinned ones stay')
      .argument(
        '[ids or filter...]',
        'numbers or a filter as in `httpwhy log`; without: what the limits below do not keep',
      )
      .option('--dry-run', 'only say how many it would be');
    prune.addHelpText(
      'after',
      '\nA start of httpwhy applies the same limits while it records. All that is not pinned: httpwhy prune is:finished',
    );
    addRetentionOptions(addDataOption(prune)).action(
      finish((words: readonly string[], options: PruneOptions) => {
        const path = captureFile(dataFolder(options.data, terminal.env));
        if (words.length === 0) return pruneByLimits(path, options, terminal);
        if ([options.keepFor, options.keepCount, options.keepSize].some((limit) => limit !== undefined)) {
          throw new UserError(
            'filter-and-limits',
            'A filter says which exchanges go, the --keep options which stay: both at once is unclear.',
            'Use two calls of `httpwhy prune`.',
            2,
          );
        }
        return pruneSelected(path, words, options, terminal);
      }),
    );
  },
};

function pruneByLimits(path: string, options: PruneOptions, terminal: Terminal): number {
  // Nothing is made where there is nothing.
  new CaptureReader(path).close();
  const pruner = new CapturePruner(path);
  try {
    if (options.dryRun === true) {
      const { exchanges, isEstimate } = pruner.preview(limitsOf(options));
      print(terminal.stdout, `Would remove ${isEstimate ? 'about ' : ''}${counted(exchanges)}.`);
      return 0;
    }
    const before = pruner.size();
    const removed = pruner.keepWithin(limitsOf(options));
    if (removed > 0) pruner.giveBack();
    print(terminal.stdout, removedLine(removed, before, pruner.size()));
  } finally {
    pruner.close();
  }
  return 0;
}

function pruneSelected(path: string, words: readonly string[], options: PruneOptions, terminal: Terminal): number {
  const { ids, staying } = selected(path, words);
  const stayed = staying === 0 ? [] : [`${counted(staying)} ${staying === 1 ? 'stays' : 'stay'}: pinned or pending.`];
  if (options.dryRun === true) print(terminal.stdout, [`Would remove ${counted(ids.length)}.`, ...stayed].join(' '));
  else if (ids.length === 0) print(terminal.stdout, [removedLine(0, 0, 0), ...stayed].join(' '));
  else {
    const pruner = new CapturePruner(path);
    try {
      const before = pruner.size();
      const removed = pruner.remove(ids);
      pruner.giveBack();
      print(terminal.stdout, [removedLine(removed, before, pruner.size()), ...stayed].join(' '));
    } finally {
      pruner.close();
    }
  }
  return 0;
}

interface Selected {
  readonly ids: readonly number[];
  /** How many of those that match stay. */
  readonly staying: number;
}

function selected(path: string, words: readonly string[]): Selected {
  const selection = selectionOf(words);
  const filter = selection.kind === 'filter' ? selection.filter : `id:${selection.ids.join(',')}`;
  const reader = new CaptureReader(path);
  try {
    // The person's own words first: a mistake is shown in them.
    reader.matching(filter, 1);
    const ids = allMatching(reader, `(${filter}) -(${STAYS})`);
    return { ids, staying: allMatching(reader, `(${filter}) (${STAYS})`).length };
  } finally {
    reader.close();
  }
}

function allMatching(reader: CaptureReader, filter: string): number[] {
  const ids: number[] = [];
  for (;;) {
    const page = reader.matching(filter, PAGE, (ids.at(-1) ?? -1) + 1);
    ids.push(...page);
    if (page.length < PAGE) return ids;
  }
}

function removedLine(removed: number, before: number, after: number): string {
  if (removed === 0) return 'Nothing to remove.';
  const freed = before - after;
  return `Removed ${counted(removed)}${freed > 0 ? `, ${formatBytes(freed)} given back` : ''}.`;
}

function counted(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'exchange' : 'exchanges'}`;
}
