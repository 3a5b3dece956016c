import type { Tone } from './line.ts';
import type { Style, Theme } from './theme.ts';

/** Begins a style, for each tone; empty where text is plain. */
export type Sequences = Readonly<Record<Tone, string>>;

export const RESET = '\x1b[0m';

const NAMED = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
/** From this depth on every colour can be said as it is, instead of the nearest of 256. */
const TRUE_COLOUR_DEPTH = 24;

/** The theme as a terminal of this colour depth (`WriteStream.getColorDepth`) understands it: SGR of ECMA-48 §8.3.117. */
export function sequencesOf(theme: Theme, depth: number): Sequences {
  return Object.fromEntries(
    Object.entries(theme).map(([tone, style]) => [tone, sequenceOf(style, depth)]),
  ) as unknown as Sequences;
}

function sequenceOf({ bold, dimColor, underline, inverse, color, backgroundColor }: Style, depth: number): string {
  const codes = [
    ...(bold ? ['1'] : []),
    ...(dimColor ? ['2'] : []),
    ...(underline ? ['4'] : []),
    ...(inverse ? ['7'] : []),
    ...(color === undefined ? [] : [colourOf(color, depth, 30)]),
    ...(backgroundColor === undefined ? [] : [colourOf(backgroundColor, depth, 40)]),
  ];
  return codes.length === 0 ? '' : `\x1b[${codes.join(';')}m`;
}

/** `base`: 30 for text, 40 for what is behind it. */
function colourOf(name: string, depth: number, base: number): string {
  const rgb = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(name)?.slice(1);
  if (rgb === undefined) return String(base + Math.max(0, NAMED.indexOf(name)));
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => Number.parseInt(part, 16));
  if (depth >= TRUE_COLOUR_DEPTH) return `${base + 8};2;${red};${green};${blue}`;
  return `${base + 8};5;${nearestIndexed(red, green, blue)}`;
}

/** In the cube of 6×6×6 colours that begins at 16 (xterm's 256 colours). */
function nearestIndexed(red: number, green: number, blue: number): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) =>
    part < 48 ? 0 : part < 115 ? 1 : ((part - 35) / 40) | 0,
  );
  return 16 + 36 * r + 6 * g + b;
}
