import { printable } from '../exchange/printable.ts';
import type { Redaction } from '../export/format.ts';

const MOST_RULES = 12;
const MOST_SUSPECTS = 5;

/** What the person should know before the text leaves: what was masked, by which rule, and what was kept. */
export function redactionLines(redaction: Redaction | null): readonly string[] {
  if (redaction === null) return ['Not redacted: whatever was secret is in it.'];
  const { masked, kept } = redaction;
  if (masked.length === 0 && kept.length === 0) return ['Nothing in it looks like a secret.'];
  const byRule = new Map<string, number>();
  for (const { rule } of masked) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  const rules = [...byRule]
    .slice(0, MOST_RULES)
    .map(([rule, count]) => `${shown(rule)}${count > 1 ? ` (${count})` : ''}`);
  const more = byRule.size > MOST_RULES ? [`${byRule.size - MOST_RULES} more rules`] : [];
  return [
    masked.length === 0
      ? 'Nothing was masked.'
      : `Masked ${masked.length} ${masked.length === 1 ? 'secret' : 'secrets'}: ${[...rules, ...more].join(', ')}.`,
    ...kept
      .slice(0, MOST_SUSPECTS)
      .map(
        ({ where, shown: value, reason }) =>
          `Kept, though it looks like a secret: ${shown(value)} in ${shown(where)} (${shown(reason)}).`,
      ),
    ...(kept.length > MOST_SUSPECTS ? [`Kept: ${kept.length - MOST_SUSPECTS} more that look like secrets.`] : []),
  ];
}

function shown(text: string): string {
  return printable(text.length <= 120 ? text : `${text.slice(0, 120).toWellFormed()}…`);
}
