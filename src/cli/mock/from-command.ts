import type { Command } from 'commander';
import { stringify } from 'yaml';
import { printable } from '../../exchange/printable.ts';
import { redactAll } from '../../exchange/redact.ts';
import { UserError } from '../../exchange/user-error.ts';
import { CaptureReader } from '../../store/capture-reader.ts';
import { type Finish, print, type Terminal } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { selectedItems, selectionOf } from '../export-selection.ts';
import { addDataOption, type DataOptions } from '../options.ts';
import { readRedactionRules } from '../redaction-rules.ts';
import { captureFile } from '../session.ts';
import { addRules, freeName, readMocks } from './edit-mocks.ts';
import { mocksFile } from './mocks-file.ts';
import { checkRule } from './read-rule.ts';
import { addFileOption, type FileOption } from './rule-commands.ts';
import { rulesFromCapture } from './rules-from-capture.ts';

interface FromOptions extends FileOption, DataOptions {
  readonly print?: boolean;
}

/** Exchanges that one call may take. */
const MOST_ITEMS = 2000;

/** `mock from 17`, `mock from host:api.example.com`. */
export function addFromCommand(parent: Command, terminal: Terminal, finish: Finish): void {
  addDataOption(
    addFileOption(parent.command('from'))
      .description('make rules of recorded exchanges: routes for all ids, secrets masked, in recorded order')
      .argument('<filter...>', 'which: numbers, or a filter of the log')
      .option('--print', 'print them instead of adding them to the file'),
  ).action(
    finish(async (words: readonly string[], options: FromOptions) => {
      await makeRules(words, options, terminal);
      return 0;
    }),
  );
}

async function makeRules(words: readonly string[], options: FromOptions, terminal: Terminal): Promise<void> {
  const folder = dataFolder(options.data, terminal.env);
  const reader = new CaptureReader(captureFile(folder));
  try {
    const items = [...selectedItems(reader, selectionOf(words))()].slice(0, MOST_ITEMS);
    const redaction = redactAll(items, await readRedactionRules(folder));
    const { rules, skipped } = rulesFromCapture(redaction.items);
    for (const [reason, count] of skipped) print(terminal.stderr, `httpwhy: ${count} left out: ${reason}.`);
    if (rules.length === 0) {
      throw new UserError('no-rules', 'None of these exchanges can become a rule.', 'See `httpwhy log` for others.');
    }
    for (const rule of rules) {
      const checked = checkRule(rule, 'rule', folder);
      if ('issues' in checked) throw new Error(`a rule of our own is wrong: ${JSON.stringify(checked.issues)}`);
    }
    if (options.print === true) {
      print(terminal.stdout, stringify({ rules }, { lineWidth: 120 }));
      return;
    }
    const { file } = mocksFile(options.rules, process.cwd());
    const { rules: before } = readMocks(file);
    addRules(
      file,
      rules.map((rule) => ({ ...rule, name: freeName(String(rule.name), before) })),
    );
    const masked = redaction.masked.length;
    const secrets = masked === 0 ? '' : `, ${masked === 1 ? 'a secret' : `${masked} secrets`} masked`;
    print(
      terminal.stdout,
      printable(`Added ${rules.length === 1 ? '1 rule' : `${rules.length} rules`} to ${file}${secrets}.`),
    );
  } finally {
    reader.close();
  }
}
