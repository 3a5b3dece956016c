import { InvalidArgumentError } from 'commander';
import { UserError } from '../../exchange/user-error.ts';
import { CaptureReader } from '../../store/capture-reader.ts';
import { CaptureMarks } from '../../store/marks.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { addDataOption, type DataOptions, parseId } from '../options.ts';
import { hasColour, plainLine } from '../plain-line.ts';
import { captureFile } from '../session.ts';

interface MarkOptions extends DataOptions {
  readonly note?: string;
  readonly label: readonly string[];
  readonly unlabel: readonly string[];
  readonly pin?: boolean;
  readonly unpin?: boolean;
}

const LONGEST_NOTE = 10_000;
const LONGEST_LABEL = 100;
const MOST_SHOWN = 20;

export const command: CommandModule = {
  register(program, terminal, finish) {
    const mark = program
      .command('mark')
      .description('put a pin, labels or a note on exchanges; a pinned one stays when room is made')
      .argument('<ids...>', 'numbers of exchanges (17 or #17)', addId)
      .option('--note <text>', 'a note; an empty one takes it away', parseNote)
      .option('--label <name>', 'put a label on; may be given more than once', addLabel, [])
      .option('--unlabel <name>', 'take a label off', addLabel, [])
      .option('--pin', 'keep when room is made')
      .option('--unpin', 'no longer keep');
    mark.addHelpText('after', '\nFound again with httpwhy log is:pinned, label:NAME or note:TEXT');
    addDataOption(mark).action(
      finish((ids: readonly number[], options: MarkOptions) => {
        markExchanges([...new Set(ids)], options, terminal);
        return 0;
      }),
    );
  },
};

function markExchanges(ids: readonly number[], options: MarkOptions, terminal: Terminal): void {
  const { note, label, unlabel, pin = false, unpin = false } = options;
  if (pin && unpin) throw new UserError('pin-and-unpin', '--pin and --unpin contradict each other.', 'Give one.', 2);
  if (note === undefined && label.length === 0 && unlabel.length === 0 && !pin && !unpin) {
    throw new UserError('no-mark', 'Nothing was said to be put on.', 'Give --pin, --label NAME or --note TEXT.', 2);
  }
  const path = captureFile(dataFolder(options.data, terminal.env));
  const reader = new CaptureReader(path);
  try {
    // All of them, or none.
    const missing = ids.filter((id) => reader.row(id) === undefined);
    if (missing.length > 0) throw noSuchExchanges(missing);
    const marks = new CaptureMarks(path);
    try {
      if (note !== undefined) marks.note(ids, note);
      for (const name of label) marks.label(ids, name);
      for (const name of unlabel) marks.unlabel(ids, name);
      if (pin || unpin) marks.pin(ids, pin);
    } finally {
      marks.close();
    }
    const isColoured = hasColour(terminal.stdout, terminal.env);
    for (const id of ids.slice(0, MOST_SHOWN)) {
      const row = reader.row(id);
      if (row !== undefined) print(terminal.stdout, plainLine(row, isColoured));
    }
    if (ids.length > MOST_SHOWN) print(terminal.stdout, `… and ${ids.length - MOST_SHOWN} more`);
  } finally {
    reader.close();
  }
}

function noSuchExchanges(ids: readonly number[]): UserError {
  const named = ids.slice(0, 5).join(', ') + (ids.length > 5 ? ' …' : '');
  const message = `There is no exchange ${named} in this capture; nothing was marked.`;
  return new UserError('no-such-exchange', message, 'See `httpwhy log`.');
}

function addId(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, parseId(text)];
}

function parseNote(text: string): string {
  if (text.length > LONGEST_NOTE) throw new InvalidArgumentError(`A note has at most ${LONGEST_NOTE} characters.`);
  return text;
}

function addLabel(text: string, before: readonly string[]): readonly string[] {
  const name = text.trim();
  if (name === '') throw new InvalidArgumentError('A label is a word or some, for example checkout.');
  if (name.length > LONGEST_LABEL) throw new InvalidArgumentError(`A label has at most ${LONGEST_LABEL} characters.`);
  return [...before, name];
}
