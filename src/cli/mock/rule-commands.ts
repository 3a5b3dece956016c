import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { printable } from '../../exchange/printable.ts';
import { UserError } from '../../exchange/user-error.ts';
import { CAUSE_STYLES } from '../../mock/rule.ts';
import { type Finish, print, type Terminal } from '../command.ts';
import { addRules, freeName, readMocks, removeRule, setEnabled } from './edit-mocks.ts';
import { mocksFile } from './mocks-file.ts';
import { checkRule } from './read-rule.ts';
import { type RuleOptions, ruleFromOptions } from './rule-from-options.ts';
import { actionText, matchText } from './rule-text.ts';

export interface FileOption {
  readonly rules?: string;
}

export function addFileOption(command: Command): Command {
  return command.option('--rules <file>', 'the file (default: .httpwhy/mocks.yaml of the project)');
}

/** On which requests a new rule acts, and how often. */
export function addWhenOptions(command: Command): Command {
  return command
    .option('--name <text>', 'name of the rule (default: what it matches)')
    .option('--when-header <fields...>', 'only with this header: "X-Tenant: acme"')
    .option('--when-json <values...>', 'only with this in the JSON body: /amount=1250')
    .option('--nth <n>', 'only the nth such request: 2, 2-4, 3+, "every 3"')
    .option('--probability <share>', 'only a share of them: 25%')
    .option('--times <n>', 'act so often, then no more');
}

export function addFaultOptions(command: Command): Command {
  return command
    .option('--latency <time>', 'so much later: 2s, 100ms-1s')
    .option('--jitter <time>', 'so much more or less latency')
    .option('--bandwidth <bytes>', 'of the response body, a second: 50kb')
    .option('--slow-body <time>', 'the response body takes so long')
    .option('--reset', 'cut the connection without an answer')
    .option('--timeout [time]', 'no answer; with a time, 504 after it')
    .option('--refused', 'as if nothing listened there')
    .option('--dns', 'as if the name did not exist')
    .option('--tls [problem]', 'as if TLS failed: handshake, expired, untrusted, name')
    .option('--truncate [bytes]', 'cut the response body, in the middle or after so much')
    .option('--malformed-json', 'a comma too many in the response body')
    .option('--wrong-length', 'a Content-Length that is too large')
    .option('--not-http', 'as if the server did not speak HTTP');
}

export function addCauseOptions(command: Command): Command {
  return command
    .option('--cause <cause>', 'answer as a server does for this cause: expired-credentials, rate-limited …')
    .addOption(new Option('--style <style>', 'in the form of').choices(CAUSE_STYLES));
}

/** Adds one rule to the file and says so. */
export function addRule(match: string, options: RuleOptions & FileOption, terminal: Terminal): void {
  const { file } = mocksFile(options.rules, process.cwd());
  const { rules } = readMocks(file);
  const given = ruleFromOptions(match, options);
  const rule = { name: freeName(match, rules), ...given };
  const checked = checkRule(rule, rule.name, process.cwd());
  if ('issues' in checked) {
    throw new UserError(
      'rule',
      checked.issues.map(({ message }) => sentence(message)).join(' '),
      'Nothing was added.',
      2,
    );
  }
  addRules(file, [withPathsFrom(rule)]);
  print(terminal.stdout, printable(`Added "${rule.name}": ${actionText(checked.rule)}.`));
  print(terminal.stderr, printable(`It stands first in ${file}; a proxy of this project takes it up within a second.`));
}

function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${message.endsWith('?') ? '' : '.'}`;
}

/** Paths of the command line are relative to the working folder, those of a file to the file. */
function withPathsFrom(rule: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const checked = rule.answer as { readonly file?: string; readonly folder?: string } | undefined;
  if (checked?.file === undefined && checked?.folder === undefined) return { ...rule };
  const absolute = (path: string | undefined) => (path === undefined ? undefined : resolve(path));
  const { file, folder, ...rest } = checked;
  return {
    ...rule,
    answer: {
      ...rest,
      ...(file !== undefined && { file: absolute(file) }),
      ...(folder !== undefined && { folder: absolute(folder) }),
    },
  };
}

/** `list`, `enable`, `disable`, `remove`: the same for mocks and faults, because they stand in one file. */
export function addFileCommands(parent: Command, terminal: Terminal, finish: Finish): void {
  addFileOption(parent.command('list').description('the rules, in the order in which they count'))
    .option('--json', 'one JSON object per line')
    .action(
      finish((options: FileOption & { readonly json?: boolean }) => {
        listRules(mocksFile(options.rules, process.cwd()).file, options.json === true, terminal);
        return 0;
      }),
    );
  const changes = [
    [
      'enable',
      'put a rule into force again',
      (file: string, name: string) => setEnabled(file, name, true),
      'is in force',
    ],
    ['disable', 'let a rule rest', (file: string, name: string) => setEnabled(file, name, false), 'rests'],
    ['remove', 'take a rule out of the file', removeRule, 'is gone'],
  ] as const;
  for (const [word, description, change, done] of changes) {
    addFileOption(
      parent.command(word).description(description).argument('<name>', 'its name, or its number in the list'),
    ).action(
      finish((name: string, options: FileOption) => {
        const changed = change(mocksFile(options.rules, process.cwd()).file, name);
        print(terminal.stdout, printable(`"${changed}" ${done}.`));
        return 0;
      }),
    );
  }
}

function listRules(file: string, isJson: boolean, terminal: Terminal): void {
  const { rules, allowOnly } = readMocks(file);
  if (isJson) {
    for (const { written, isEnabled, line, rule } of rules) {
      print(terminal.stdout, JSON.stringify({ ...written, name: rule.name, enabled: isEnabled, line }));
    }
    return;
  }
  if (rules.length === 0 && allowOnly.length === 0) {
    print(
      terminal.stderr,
      printable(`httpwhy: no rules in ${file}. Add one with \`httpwhy mock add\`; docs/mocks.md has examples.`),
    );
    return;
  }
  const cells = rules.map((listed, index) => [
    String(index + 1),
    listed.isEnabled ? 'on ' : 'off',
    printable(listed.rule.name),
    listed.rule.name === matchText(listed) ? '' : printable(matchText(listed)),
    printable(actionText(listed.rule)),
  ]);
  for (const line of aligned(cells)) print(terminal.stdout, line);
  if (allowOnly.length > 0) print(terminal.stdout, printable(`All hosts are blocked but ${allowOnly.join(', ')}.`));
}

const WIDEST_CELL = 48;

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.min(WIDEST_CELL, Math.max(...rows.map((row) => row[column]!.length))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column]!)))
      .filter((cell, column) => widths[column] !== 0 || cell !== '')
      .join('  ')
      .trimEnd(),
  );
}
