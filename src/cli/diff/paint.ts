import { styleText } from 'node:util';
import type { ComparisonLine } from '../../exchange/comparison.ts';
import type { Terminal } from '../command.ts';
import { hasColour } from '../plain-line.ts';

type Style = Parameters<typeof styleText>[0];

const STYLES: Readonly<Record<ComparisonLine['tone'], Style | null>> = {
  heading: 'bold',
  added: 'green',
  removed: 'red',
  changed: 'yellow',
  moved: 'cyan',
  context: null,
  note: 'dim',
};

/** With colours where the terminal has some. */
export function paintComparison(lines: readonly ComparisonLine[], { stdout, env }: Terminal): readonly string[] {
  const isColoured = hasColour(stdout, env);
  return lines.map(({ tone, text }) => {
    const style = STYLES[tone];
    return isColoured && style !== null && text !== '' ? styleText(style, text, { validateStream: false }) : text;
  });
}
