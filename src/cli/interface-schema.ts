import { parse } from 'yaml';
import { z } from 'zod';
import type { ThemeName } from '../tui/theme.ts';
import type { InterfaceConfig } from './interface-config.ts';

/** Each use of an anchor repeats what it stands for; a hostile file doubles it at every level. */
const MOST_ALIASES = 100;

const THEMES = ['auto', 'dark', 'light', 'high-contrast', 'terminal'] as const satisfies readonly ThemeName[];
const KEY = z.union([z.string(), z.number().int().min(0).max(9).transform(String)], {
  error: 'a key is written as text, such as n, ctrl-n or page-down',
});

const SECTIONS = z.object(
  {
    theme: z.enum(THEMES, { error: `one of ${THEMES.join(', ')}` }).optional(),
    keys: z
      .record(
        z.string(),
        z.union([KEY.transform((key) => [key]), z.array(KEY)], { error: 'a command has a key, or a list of keys' }),
        { error: 'a map from commands to keys, such as next-failure: ctrl-n' },
      )
      .optional(),
  },
  { error: 'the file is a map of sections' },
);

/** What the text of a `config.yaml` says about the interface, or what is wrong with it. */
export function readInterfaceConfig(text: string): InterfaceConfig | { readonly problem: string } {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: MOST_ALIASES });
  } catch (error) {
    return { problem: (error as Error).message.split('\n', 1)[0] ?? '' };
  }
  // A file of comments only.
  const result = SECTIONS.safeParse(value ?? {});
  if (result.success) {
    const { keys = {}, theme = 'auto' } = result.data;
    return { keys, theme };
  }
  const { path: place, message } = result.error.issues[0]!;
  return { problem: place.length === 0 ? message : `${place.join('.')}: ${message}` };
}
