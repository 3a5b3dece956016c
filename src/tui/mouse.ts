/** What a mouse did, in cells from 0. */
export interface MouseEvent {
  readonly kind: 'click' | 'wheel-up' | 'wheel-down';
  readonly x: number;
  readonly y: number;
}

/** A terminal in the alternate screen makes arrow keys of the wheel, and its own selection of text goes on to work. */
export const WHEEL_ON = '\x1b[?1007h';
export const WHEEL_OFF = '\x1b[?1007l';
/** Clicks are reported (1000) in numbers of any size (1006); text is selected with shift held down. */
export const CLICKS_ON = '\x1b[?1000h\x1b[?1006h';
export const CLICKS_OFF = '\x1b[?1006l\x1b[?1000l';

/** One report, its escape character taken off or not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what this is about
const REPORT = /\x1b?\[<(\d{1,3});(\d{1,5});(\d{1,5})([Mm])/g;

/** The reports in what a terminal sent; undefined where it is none. */
export function mouseEventsOf(input: string): readonly MouseEvent[] | undefined {
  if (!input.includes('[<') || input.replace(REPORT, '') !== '') return undefined;
  return Array.from(input.matchAll(REPORT), ([, button, x, y, end]): MouseEvent | undefined => {
    const place = { x: Number(x) - 1, y: Number(y) - 1 };
    if (end === 'm') return undefined;
    if (button === '0') return { kind: 'click', ...place };
    if (button === '64') return { kind: 'wheel-up', ...place };
    return button === '65' ? { kind: 'wheel-down', ...place } : undefined;
  }).filter((event) => event !== undefined);
}
