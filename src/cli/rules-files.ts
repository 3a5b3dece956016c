import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { compileRule, type UserRule } from '../classifier/user-rules/user-rule.ts';
import { printable } from '../exchange/printable.ts';
import type { ParsedRules } from './user-rules/parse-rules.ts';

const MOST_COMPLAINTS = 5;

/** The rules file of the project, which goes before that of the data folder. Either may be missing. */
export function rulesFilesFor(dataFolder: string, workingFolder: string): readonly string[] {
  return [projectFile(workingFolder), join(dataFolder, 'rules.yaml')];
}

/** `.httpwhy/rules.yaml` here or in the nearest folder above that has one; here where none has. */
function projectFile(workingFolder: string): string {
  const start = resolve(workingFolder);
  for (let folder = start; ; folder = dirname(folder)) {
    const file = join(folder, '.httpwhy', 'rules.yaml');
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return join(start, '.httpwhy', 'rules.yaml');
  }
}

export interface LoadedRules {
  readonly rules: readonly UserRule[];
  /** Sentences for the person, with file, line and column. */
  readonly complaints: readonly string[];
}

interface FileState {
  /** What tells one version of the file from another; null where there is none. */
  readonly stamp: string | null;
  readonly rules: readonly UserRule[];
}

/** The rules of several files, in this order; reads them again when they have changed. */
export class RulesFiles {
  readonly #paths: readonly string[];
  readonly #states = new Map<string, FileState>();

  constructor(paths: readonly string[]) {
    this.#paths = [...new Set(paths)];
  }

  /** All rules where a file is new, changed or gone since the last call; undefined where none is. Never rejects. */
  async readChanges(): Promise<LoadedRules | undefined> {
    let hasChanged = false;
    const complaints: string[] = [];
    for (const path of this.#paths) {
      const before = this.#states.get(path) ?? { stamp: null, rules: [] };
      const stamp = await stampOf(path);
      if (stamp === before.stamp) continue;
      hasChanged = true;
      const fresh = stamp === null ? { rules: [], complaints: [] } : await readRules(path, before.rules);
      this.#states.set(path, { stamp, rules: fresh.rules });
      complaints.push(...fresh.complaints);
    }
    if (!hasChanged) return undefined;
    return { rules: this.#paths.flatMap((path) => this.#states.get(path)?.rules ?? []), complaints };
  }

  /** Whether the file was there when it was looked at last. */
  exists(path: string): boolean {
    return this.#states.get(path)?.stamp != null;
  }
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

/** `before` stays in force where the file cannot be read. */
async function readRules(path: string, before: readonly UserRule[]): Promise<LoadedRules> {
  let parsed: ParsedRules;
  try {
    const text = await readFile(path, 'utf8');
    // Only here: most people have no rules file, and what reads one occupies megabytes.
    const { parseRules } = await import('./user-rules/parse-rules.ts');
    parsed = parseRules(text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return {
      rules: before,
      complaints: [`The rules in ${path} cannot be read (${code ?? message})${staying(before)}.`],
    };
  }
  const all = parsed.problems
    .map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`)
    .map(printable);
  const complaints = all.slice(0, MOST_COMPLAINTS);
  if (all.length > MOST_COMPLAINTS) complaints.push(`${path}: ${all.length - MOST_COMPLAINTS} more like these.`);
  if (!parsed.isReadable) return { rules: before, complaints: complaints.map((line) => `${line}${staying(before)}`) };
  return { rules: parsed.rules.map(compileRule), complaints };
}

function staying(before: readonly UserRule[]): string {
  if (before.length === 0) return '';
  return before.length === 1
    ? '; the rule read before stays in force'
    : `; the ${before.length} rules read before stay in force`;
}
