import type { Masked, Suspect } from '../../exchange/redact.ts';
import type { Redaction } from '../format.ts';
import { type Block, clip, code, heading, type Inline, type Line, paragraph, strong, words } from './block.ts';

const LONGEST_CLAIMS = 600;

/** The least that must be said, however little room there is. */
export function shortRedactionNote(redaction: Redaction | null): Block {
  if (redaction === null) return paragraph(strong('This report was not redacted: it may hold credentials.'));
  const count = redaction.masked.length;
  return paragraph(words(`${count} ${count === 1 ? 'secret was' : 'secrets were'} masked before this was written.`));
}

/** What was masked, why, and what was not although it looks like a secret; at most `listed` of each. */
export function redactionNote(redaction: Redaction | null, itemCount: number, listed: number): Block[] {
  if (redaction === null) return [shortRedactionNote(null)];
  const { masked, kept } = redaction;
  const top = heading(2, words('Redaction'));
  const suspects = suspectBlocks(kept, itemCount, listed);
  if (masked.length === 0) {
    return [
      top,
      paragraph(words(`Nothing in ${itemCount === 1 ? 'this exchange' : 'these exchanges'} was masked.`)),
      ...suspects,
    ];
  }
  const items = masked.slice(0, listed).map((entry) => maskedLine(entry, itemCount));
  if (masked.length > listed) items.push([words(`and ${masked.length - listed} more`)]);
  const intro = 'Masked before this was written. The same secret has the same placeholder throughout.';
  return [top, paragraph(words(intro)), { kind: 'list', items }, ...suspects];
}

function maskedLine({ where, rule, placeholder, count, places, jwt }: Masked, itemCount: number): Line {
  const first = places[0]?.item ?? 0;
  return [
    code(clip(where, 120)),
    ...itemInlines(first, itemCount),
    words(': '),
    code(placeholder),
    words(' ('),
    code(clip(rule, 100)),
    words(count > 1 ? `, ${count} times)` : ')'),
    ...(jwt === undefined || jwt.claims === '' ? [] : [words(', which says '), code(clip(jwt.claims, LONGEST_CLAIMS))]),
  ];
}

function suspectBlocks(kept: readonly Suspect[], itemCount: number, listed: number): Block[] {
  if (kept.length === 0) return [];
  const items = kept
    .slice(0, listed)
    .map(
      ({ shown, where, reason, item }): Line => [
        code(clip(where, 120)),
        ...itemInlines(item, itemCount),
        words(': '),
        code(clip(shown, 80)),
        words(' ('),
        code(clip(reason, 120)),
        words(')'),
      ],
    );
  if (kept.length > listed) items.push([words(`and ${kept.length - listed} more`)]);
  return [paragraph(words('Not masked, though it looks like a secret:')), { kind: 'list', items }];
}

function itemInlines(item: number, itemCount: number): Inline[] {
  return itemCount === 1 ? [] : [words(` of call ${item + 1}`)];
}
