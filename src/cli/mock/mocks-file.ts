import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { printable } from '../../exchange/printable.ts';
import type { Rule } from '../../mock/rule.ts';
import { formatAuthority } from '../../proxy/target.ts';
import { listed } from './issues.ts';
import type { ParsedMocks } from './parse-mocks.ts';

const MOST_COMPLAINTS = 5;

/** `.httpwhy/mocks.yaml` here or in the nearest folder above that has one; here where none has. */
export function projectMocksFile(workingFolder: string): string {
  const start = resolve(workingFolder);
  for (let folder = start; ; folder = dirname(folder)) {
    const file = join(folder, '.httpwhy', 'mocks.yaml');
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return join(start, '.httpwhy', 'mocks.yaml');
  }
}

/** The file that the person names, or that of the project. */
export function mocksFile(
  given: string | undefined,
  workingFolder: string,
): { readonly file: string; readonly isWanted: boolean } {
  if (given === undefined) return { file: projectMocksFile(workingFolder), isWanted: false };
  return { file: resolve(workingFolder, given), isWanted: true };
}

export interface LoadedMocks {
  /** Those that are in force from now on. */
  readonly rules: readonly Rule[];
  /** Sentences for the person: what is in force, or what is wrong where. */
  readonly lines: readonly string[];
}

/** A file of rules that may change at any time. */
export class MocksFile {
  readonly #path: string;
  #stamp: string | null = null;
  #rules: readonly Rule[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  /** What is in force, where the file is new, changed or gone since the last call; undefined where it is not. Never rejects. */
  async readChanges(): Promise<LoadedMocks | undefined> {
    const stamp = await stampOf(this.#path);
    if (stamp === this.#stamp) return undefined;
    this.#stamp = stamp;
    if (stamp === null) {
      const had = this.#rules.length;
      this.#rules = [];
      return { rules: [], lines: had === 0 ? [] : [`${this.#path} is gone: no rule is in force any more.`] };
    }
    const read = await this.#read();
    if ('complaints' in read) {
      const lines = read.complaints.map((line) => printable(line));
      const staying = this.#staying();
      if (staying !== '') lines.push(staying);
      return { rules: this.#rules, lines };
    }
    const hadNone = this.#rules.length === 0;
    this.#rules = read.rules;
    // An empty file, as a guide or an editor leaves it, is no news.
    const isNews = !hadNone || read.parsed.rules.length > 0;
    return { rules: read.rules, lines: isNews ? [printable(inForce(this.#path, read))] : [] };
  }

  async #read(): Promise<
    { readonly complaints: readonly string[] } | { readonly rules: readonly Rule[]; readonly parsed: ParsedMocks }
  > {
    try {
      const text = await readFile(this.#path, 'utf8');
      // Only here: most people have no such file, and what reads one occupies megabytes.
      const { parseMocks, rulesInForce } = await import('./parse-mocks.ts');
      const parsed = parseMocks(text, dirname(this.#path));
      if (parsed.problems.length === 0) return { rules: rulesInForce(parsed), parsed };
      return { complaints: complaintsOf(this.#path, parsed) };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return { complaints: [`${this.#path} cannot be read (${code ?? message})`] };
    }
  }

  #staying(): string {
    const count = this.#rules.length;
    if (count === 0) return 'No rule is in force until that is corrected.';
    return count === 1 ? 'The rule read before stays in force.' : `The ${count} rules read before stay in force.`;
  }
}

/** `FILE:3:12: what is wrong`, at most a few. */
export function complaintsOf(path: string, { problems }: ParsedMocks): readonly string[] {
  const all = problems.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`);
  if (all.length <= MOST_COMPLAINTS) return all;
  return [...all.slice(0, MOST_COMPLAINTS), `${path}: ${all.length - MOST_COMPLAINTS} more like these`];
}

/** That there are rules, how many, and where they send requests to: a file may have come with a project of somebody else. */
function inForce(
  path: string,
  { rules, parsed }: { readonly rules: readonly Rule[]; readonly parsed: ParsedMocks },
): string {
  const disabled = parsed.rules.filter(({ isEnabled }) => !isEnabled).length;
  const count = rules.length === 1 ? '1 rule' : `${rules.length === 0 ? 'no' : rules.length} rules`;
  const off = disabled === 0 ? '' : ` (${disabled} disabled)`;
  const origins = new Set(
    rules.flatMap(({ action }) =>
      action.kind === 'change' && action.change.to !== null
        ? [`${action.change.to.scheme}://${formatAuthority(action.change.to, action.change.to.scheme)}`]
        : [],
    ),
  );
  const elsewhere = origins.size === 0 ? '' : `; requests may go to ${listed([...origins].slice(0, 5))} instead`;
  return `${count} of ${path} ${rules.length === 1 ? 'is' : 'are'} in force${off}${elsewhere}.`;
}

async function stampOf(path: string): Promise<string | null> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : String(code);
  }
}
