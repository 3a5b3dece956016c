import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isMap, isSeq, parseDocument } from 'yaml';
import { nearest } from '../../exchange/nearest.ts';
import { UserError } from '../../exchange/user-error.ts';
import { complaintsOf } from './mocks-file.ts';
import { type ListedRule, type ParsedMocks, parseMocks } from './parse-mocks.ts';

/** The rules of a file; none where there is no file. @throws UserError `rules-file` where it cannot be read or is wrong. */
export function readMocks(file: string): ParsedMocks {
  return mustBeRight(file, readText(file));
}

/** Puts rules before all others, so that they count. Comments and order of the file stay. @throws UserError */
export function addRules(file: string, rules: readonly Readonly<Record<string, unknown>>[]): void {
  edit(file, (document) => {
    const list = document.get('rules', true);
    if (isSeq(list)) list.items.unshift(...rules.map((rule) => document.createNode(rule)));
    else document.set('rules', document.createNode(rules));
  });
}

/** Gives the rule's name. @throws UserError `no-such-rule` */
export function setEnabled(file: string, wanted: string, isEnabled: boolean): string {
  const { index, name } = findRule(readMocks(file), wanted, file);
  edit(file, (document) => {
    if (isEnabled) document.deleteIn(['rules', index, 'enabled']);
    else document.setIn(['rules', index, 'enabled'], false);
  });
  return name;
}

/** Gives the rule's name. @throws UserError `no-such-rule` */
export function removeRule(file: string, wanted: string): string {
  const { index, name } = findRule(readMocks(file), wanted, file);
  edit(file, (document) => document.deleteIn(['rules', index]));
  return name;
}

/** `wanted`, or with a number behind it where a rule has that name already. */
export function freeName(wanted: string, rules: readonly ListedRule[]): string {
  const names = new Set(rules.map(({ rule }) => rule.name));
  const short = wanted.slice(0, 70);
  let name = short;
  for (let number = 2; names.has(name); number += 1) name = `${short} (${number})`;
  return name;
}

function findRule({ rules }: ParsedMocks, wanted: string, file: string): { index: number; name: string } {
  const named = rules.findIndex(({ rule }) => rule.name === wanted);
  // By its number in the list, too.
  const index = named >= 0 || !/^\d{1,5}$/.test(wanted) ? named : Number(wanted) - 1;
  const found = rules[index];
  if (found !== undefined) return { index, name: found.rule.name };
  const meant = nearest(
    wanted,
    rules.map(({ rule }) => rule.name),
  );
  throw new UserError(
    'no-such-rule',
    `There is no rule "${wanted}" in ${file}.`,
    meant === undefined ? 'See `httpwhy mock list`.' : `Did you mean "${meant}"?`,
  );
}

function edit(file: string, change: (document: ReturnType<typeof parseDocument>) => void): void {
  const before = readText(file);
  mustBeRight(file, before);
  const document = parseDocument(before);
  if (!isMap(document.contents)) document.contents = document.createNode({}) as never;
  change(document);
  const after = document.toString({ lineWidth: 120 });
  mustBeRight(file, after);
  // In one step: the proxy looks at it at any time.
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, after, { mode: 0o600 });
    renameSync(temporary, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError('rules-file', `${file} cannot be written (${code}).`, 'Choose another file with --rules.');
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return '';
    throw new UserError('rules-file', `${file} cannot be read (${code}).`, 'Choose another file with --rules.');
  }
}

function mustBeRight(file: string, text: string): ParsedMocks {
  const parsed = parseMocks(text, dirname(file));
  if (parsed.problems.length === 0) return parsed;
  throw new UserError(
    'rules-file',
    complaintsOf(file, parsed).join('\n'),
    'Nothing was changed; correct the file first.',
  );
}
