import { styleText } from 'node:util';
import { printable } from '../../exchange/printable.ts';
import type { Check, CheckState } from './check.ts';

const SIGNS: Readonly<Record<CheckState, string>> = { good: '✓', note: '·', warning: '!', failure: '✗' };
const STYLES = { good: 'green', note: 'cyan', warning: 'yellow', failure: 'red' } as const satisfies Record<
  CheckState,
  Parameters<typeof styleText>[0]
>;

/** The table: sign, what was looked at, what was found, and below it what to do. */
export function doctorText(checks: readonly Check[], isColoured: boolean): string {
  const width = Math.max(0, ...checks.map(({ title }) => title.length));
  const lines = checks.flatMap(({ title, state, detail, fix }) => {
    const sign = isColoured ? styleText(STYLES[state], SIGNS[state], { validateStream: false }) : SIGNS[state];
    const first = `${sign} ${printable(title).padEnd(width)}  ${printable(detail)}`;
    return fix === undefined ? [first] : [first, `  ${' '.repeat(width)}  → ${printable(fix)}`];
  });
  return lines.join('\n');
}

/** `All is well.`, or how much is not. */
export function doctorSummary(checks: readonly Check[]): string {
  const count = (state: CheckState) => checks.filter((check) => check.state === state).length;
  const failures = count('failure');
  const warnings = count('warning');
  if (failures === 0 && warnings === 0) return 'All is well.';
  const words = [
    ...(failures === 0 ? [] : [`${failures} ${failures === 1 ? 'thing does' : 'things do'} not work`]),
    ...(warnings === 0 ? [] : [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`]),
  ];
  return `${words.join(', ')}.`;
}
