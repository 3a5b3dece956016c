import type { TextProps } from 'ink';
import type { Tone } from './line.ts';

export type Style = Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'inverse'>;
export type Theme = Readonly<Record<Tone, Style>>;

/** The sixteen colours that every terminal has and that people have made readable on their own background. */
export const COLOURED: Theme = {
  plain: {},
  dim: { dimColor: true },
  strong: { bold: true },
  title: { bold: true },
  key: { bold: true },
  name: { color: 'cyan' },
  selected: { inverse: true },
  recording: { color: 'red', bold: true },
  success: { color: 'green' },
  redirect: { color: 'cyan' },
  pending: { color: 'cyan' },
  warning: { color: 'yellow', bold: true },
  'client-error': { color: 'yellow' },
  'server-error': { color: 'red' },
  'no-response': { color: 'magenta' },
};

/** The same without colours, for `NO_COLOR` (no-color.org): weight and inversion stay. */
export const COLOURLESS: Theme = Object.fromEntries(
  Object.entries(COLOURED).map(([tone, { color: _, ...style }]) => [tone, style]),
) as Record<Tone, Style>;
