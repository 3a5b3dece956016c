import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { printable } from '../exchange/printable.ts';
import { UserError } from '../exchange/user-error.ts';
import type { OwnKeys } from '../tui/own-keys.ts';
import type { ThemeName } from '../tui/theme.ts';

const LONGEST_FILE = 1024 * 1024;
/** Each use of an anchor repeats what it stands for; a hostile file doubles it at every level. */
const MOST_ALIASES = 100;

/** What a person has set for the interface in `config.yaml`. */
export interface InterfaceConfig {
  readonly keys: OwnKeys;
  readonly theme: ThemeName;
}

const THEMES = ['auto', 'dark', 'light', 'high-contrast', 'terminal'] as const satisfies readonly ThemeName[];
const KEY = z.union([z.string(), z.number().int().min(0).max(9).transform(String)], {
  error: 'a key is written as text, such as n, ctrl-n or page-down',
});

const SECTIONS = z.object(
  {
    theme: z.enum(THEMES, { error: `theme is one of ${THEMES.join(', ')}` }).optional(),
    keys: z
      .record(
        z.string(),
        z.union([KEY.transform((key) => [key]), z.array(KEY)], { error: 'a command has a key, or a list of keys' }),
        { error: 'keys is a map from commands to keys, such as next-failure: ctrl-n' },
      )
      .optional(),
  },
  { error: 'the file is a map of sections' },
);

/** The sections `keys` and `theme` of `config.yaml`; other sections are for others. @throws UserError where they are wrong. */
export function interfaceConfig(folder: string): InterfaceConfig {
  const path = join(folder, 'config.yaml');
  const text = textOf(path);
  if (text === undefined) return { keys: {}, theme: 'auto' };
  const { keys = {}, theme = 'auto' } = checked(path, text) ?? {};
  return { keys, theme };
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

function checked(path: string, text: string): z.infer<typeof SECTIONS> | null {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: MOST_ALIASES });
  } catch (error) {
    throw wrong(path, (error as Error).message.split('\n', 1)[0] ?? '');
  }
  // A file of comments only.
  if (value === null || value === undefined) return null;
  const result = SECTIONS.safeParse(value);
  if (result.success) return result.data;
  const { path: place, message } = result.error.issues[0]!;
  throw wrong(path, place.length === 0 ? message : `${place.join('.')}: ${message}`);
}

function wrong(path: string, what: string): UserError {
  return new UserError('config', `${path} is wrong: ${printable(what)}.`, 'Correct it, or move the file away.', 2);
}
