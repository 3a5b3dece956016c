import { printable } from '../printable.ts';
import { type Change, type Compared, type Comparison, type How, isEqual, type Noise } from './change.ts';

/** A line to be shown; the tone is what a terminal colours. */
export interface ComparisonLine {
  readonly tone: 'heading' | 'added' | 'removed' | 'changed' | 'moved' | 'context' | 'note';
  readonly text: string;
}

const SIGNS: Readonly<Record<How, string>> = {
  added: '+',
  removed: '-',
  changed: '~',
  retyped: '≠',
  moved: '>',
  reordered: '↕',
};

const TONES: Readonly<Record<How, ComparisonLine['tone']>> = {
  added: 'added',
  removed: 'removed',
  changed: 'changed',
  retyped: 'changed',
  moved: 'moved',
  reordered: 'moved',
};

const NOISE_WORDS: Readonly<Record<Noise, string>> = {
  'time-of-call': 'times of the call',
  'request-id': 'names of the call',
  'differs-always': 'different in every call of this route',
  order: 'order and layout',
  follows: 'what follows from the body',
};

/** A comparison as text, what tells nothing folded into one line; `unfolds` shows it all the same. */
export function comparisonLines(comparison: Comparison, unfolds = false): readonly ComparisonLine[] {
  const { before, after, changes, leftOut, remarks } = comparison;
  const isShown = ({ noise }: Change) => noise === null || unfolds;
  const sides = (['request', 'response'] as const).flatMap((side): readonly ComparisonLine[] => {
    const own = changes.filter((change) => change.side === side && isShown(change));
    if (own.length === 0) return [];
    const rest = own.length - MOST_SHOWN;
    const more = rest > 0 ? [note(`  … and ${rest.toLocaleString('en')} more in the ${side} (--json lists them)`)] : [];
    return [note(''), heading(side), ...own.slice(0, MOST_SHOWN).flatMap(changeLines), ...more];
  });
  const folded = unfolds ? [] : foldedLines(changes.filter(({ noise }) => noise !== null));
  return [
    heading(`- ${callLine(before)}`),
    heading(`+ ${callLine(after)}`),
    ...sides,
    ...(leftOut === 0 ? [] : [note(`  … and ${leftOut.toLocaleString('en')} more that are not listed`)]),
    ...(isEqual(comparison)
      ? [note(''), note(changes.length === 0 ? 'No difference.' : 'No difference that counts.')]
      : []),
    ...(folded.length === 0 ? [] : [note(''), ...folded]),
    ...(remarks.length === 0 ? [] : [note(''), ...remarks.map(note)]),
  ];
}

function heading(text: string): ComparisonLine {
  return { tone: 'heading', text };
}

function note(text: string): ComparisonLine {
  return { tone: 'note', text };
}

function callLine({ id, method, url, status, startedAt }: Compared): string {
  const time = Number.isFinite(startedAt) && Math.abs(startedAt) < 8e15 ? new Date(startedAt).toISOString() : '';
  return [`#${id}`, printable(method), printable(url), String(status ?? 'no response'), time]
    .filter(Boolean)
    .join('  ');
}

/** `header X-Tenant`, `body /items/0/price`, `status`. */
export function placeInWords({ part, name }: Pick<Change, 'part' | 'name'>): string {
  return name === '' ? part.replace('-', ' ') : `${part} ${name}`;
}

function changeLines(change: Change): readonly ComparisonLine[] {
  const { how, before, after, from, text } = change;
  const place = placeInWords(change);
  const line = (words: string): ComparisonLine => ({ tone: TONES[how], text: `  ${SIGNS[how]} ${place}${words}` });
  switch (how) {
    case 'added':
      return [line(`: ${after ?? ''}`)];
    case 'removed':
      return [line(`: ${before ?? ''}`)];
    case 'moved':
      return [line(` from ${from ?? ''}: ${after ?? ''}`)];
    case 'reordered':
      return [line(after === null ? `: ${before}` : `: order ${before} → ${after}`)];
    case 'changed':
    case 'retyped':
      return text === undefined
        ? [line(`: ${before} → ${after}`)]
        : [
            line(`: ${text.removedLines} ${plural(text.removedLines)} removed, ${text.addedLines} added`),
            ...hunkLines(text),
          ];
  }
}

function plural(count: number): string {
  return count === 1 ? 'line' : 'lines';
}

function hunkLines({ hunks, leftOut }: NonNullable<Change['text']>): readonly ComparisonLine[] {
  const lines = hunks.flatMap(({ beforeLine, afterLine, lines: changed }): readonly ComparisonLine[] => [
    note(`    @@ line ${beforeLine} → ${afterLine} @@`),
    ...changed.map(({ how, text }): ComparisonLine => {
      const sign = how === 'same' ? ' ' : SIGNS[how];
      return { tone: how === 'same' ? 'context' : TONES[how], text: `    ${sign}${text}` };
    }),
  ]);
  return leftOut === 0 ? lines : [...lines, note(`    … and ${leftOut.toLocaleString('en')} more places`)];
}

/** Changes of one side that a person reads. */
const MOST_SHOWN = 100;

const MOST_NAMED = 6;

/** `folded, times of the call: response header Date, response body /created_at` */
function foldedLines(changes: readonly Change[]): readonly ComparisonLine[] {
  return [...Map.groupBy(changes, ({ noise }) => noise!)].map(([noise, own]) => {
    const places = own.slice(0, MOST_NAMED).map((change) => `${change.side} ${placeInWords(change)}`);
    const more = own.length > MOST_NAMED ? `, and ${own.length - MOST_NAMED} more` : '';
    return note(`folded, ${NOISE_WORDS[noise]}: ${places.join(', ')}${more}`);
  });
}
