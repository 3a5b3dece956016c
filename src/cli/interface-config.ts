import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../exchange/printable.ts';
import { UserError } from '../exchange/user-error.ts';
import type { OwnKeys } from '../tui/own-keys.ts';
import type { ThemeName } from '../tui/theme.ts';

const LONGEST_FILE = 1024 * 1024;

/** What a person has set for the interface in `config.yaml`. */
export interface InterfaceConfig {
  readonly keys: OwnKeys;
  readonly theme: ThemeName;
}

/** The sections `keys` and `theme` of `config.yaml`; other sections are for others. @throws UserError where they are wrong. */
export async function interfaceConfig(folder: string): Promise<InterfaceConfig> {
  const path = join(folder, 'config.yaml');
  const text = textOf(path);
  if (text === undefined) return { keys: {}, theme: 'auto' };
  // Only here: most people have no such file, and what reads one takes as long to load as the rest of the program.
  const { readInterfaceConfig } = await import('./interface-schema.ts');
  const read = readInterfaceConfig(text);
  if ('problem' in read) throw wrong(path, read.problem);
  return read;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').slice(0, LONGEST_FILE);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw wrong(path, `cannot be read (${code})`);
  }
}

function wrong(path: string, what: string): UserError {
  return new UserError('config', `${path} is wrong: ${printable(what)}.`, 'Correct it, or move the file away.', 2);
}
