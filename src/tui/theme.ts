import type { TextProps } from 'ink';
import type { Background } from './background.ts';
import type { Tone } from './line.ts';

export type Style = Pick<TextProps, 'color' | 'backgroundColor' | 'bold' | 'dimColor' | 'inverse' | 'underline'>;
export type Theme = Readonly<Record<Tone, Style>>;

/** `auto` looks at the terminal; `terminal` keeps to the sixteen colours that people have chosen for themselves. */
export const THEME_NAMES = ['auto', 'dark', 'light', 'high-contrast', 'terminal'] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

interface Palette {
  readonly name: string;
  readonly success: string;
  readonly clientError: string;
  readonly serverError: string;
  readonly noResponse: string;
  readonly warning: string;
  readonly recording: string;
}

function themeOf({ name, success, clientError, serverError, noResponse, warning, recording }: Palette): Theme {
  return {
    plain: {},
    dim: { dimColor: true },
    strong: { bold: true },
    title: { bold: true },
    key: { bold: true },
    name: { color: name },
    selected: { inverse: true },
    recording: { color: recording, bold: true },
    success: { color: success },
    redirect: { color: name },
    pending: { color: name },
    warning: { color: warning, bold: true },
    'client-error': { color: clientError },
    'server-error': { color: serverError },
    'no-response': { color: noResponse },
    string: { color: success },
    number: { color: clientError },
    literal: { color: noResponse },
    mark: { inverse: true, bold: true },
  };
}

/** The sixteen colours that every terminal has and that people have made readable on their own background. */
export const COLOURED: Theme = themeOf({
  name: 'cyan',
  success: 'green',
  clientError: 'yellow',
  serverError: 'red',
  noResponse: 'magenta',
  warning: 'yellow',
  recording: 'red',
});

// The colours of Okabe and Ito, which people with any kind of colour blindness tell apart; for light backgrounds darkened
// to a contrast of at least 4.5 against white (WCAG 2.2, 1.4.3).
export const DARK: Theme = themeOf({
  name: '#56b4e9',
  success: '#2fc799',
  clientError: '#e69f00',
  serverError: '#ff7b3a',
  noResponse: '#e08bc0',
  warning: '#f0e442',
  recording: '#ff7b3a',
});

export const LIGHT: Theme = {
  ...themeOf({
    name: '#0068a8',
    success: '#00704f',
    clientError: '#8a5a00',
    serverError: '#b03800',
    noResponse: '#97336f',
    warning: '#8a5a00',
    recording: '#b03800',
  }),
  // Dimmed text fades into a light background in many terminals.
  dim: { color: '#5c5c5c' },
};

/** Nothing dimmed; what failed is bold, and what names the cause is underlined. */
export const HIGH_CONTRAST: Theme = {
  ...COLOURED,
  dim: {},
  name: { bold: true },
  success: {},
  redirect: {},
  pending: {},
  string: {},
  number: {},
  literal: {},
  warning: { bold: true, underline: true },
  'client-error': { bold: true },
  'server-error': { bold: true, underline: true },
  'no-response': { bold: true, underline: true },
};

/** The same as `COLOURED` without colours, for `NO_COLOR` (no-color.org): weight and inversion stay. */
export const COLOURLESS: Theme = Object.fromEntries(
  Object.entries(COLOURED).map(([tone, { color: _, ...style }]) => [tone, style]),
) as Record<Tone, Style>;

/** From this depth on a terminal shows other colours than its sixteen. */
const INDEXED_DEPTH = 8;

/** `depth` is that of `WriteStream.getColorDepth`, in bits. */
export function themeFor(name: ThemeName, background: Background | undefined, depth: number): Theme {
  if (name === 'high-contrast') return HIGH_CONTRAST;
  if (name === 'terminal' || depth < INDEXED_DEPTH) return COLOURED;
  const wanted = name === 'auto' ? background : name;
  if (wanted === undefined) return COLOURED;
  return wanted === 'light' ? LIGHT : DARK;
}
