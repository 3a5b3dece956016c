import { UserError } from '../exchange/user-error.ts';
import type { ExportItem } from '../export/bundle.ts';
import type { ExportReader } from './export-context.ts';

/** Which exchanges a person means: numbers, or a filter of the log. */
export type Selection =
  | { readonly kind: 'ids'; readonly ids: readonly number[] }
  | { readonly kind: 'filter'; readonly filter: string };

const PAGE = 200;
const MOST_MESSAGES = 10_000;

/** The words are numbers when all of them are (`17`, `#17`); else they are a filter. */
export function selectionOf(words: readonly string[]): Selection {
  const numbers = words.map((word) => /^#?(\d{1,15})$/.exec(word)?.[1]);
  if (numbers.every((number) => number !== undefined)) {
    return { kind: 'ids', ids: [...new Set(numbers.map(Number))] };
  }
  return { kind: 'filter', filter: words.join(' ') };
}

/** The same exchanges each time it is called: what is recorded meanwhile does not join them. */
export function selectedItems(reader: ExportReader, selection: Selection): () => Generator<ExportItem> {
  if (selection.kind === 'ids') {
    const { ids } = selection;
    return function* () {
      for (const id of ids) yield itemOf(reader, id);
    };
  }
  const { filter } = selection;
  const newest = reader.page({ kind: 'last' }, 1, filter)[0]?.id;
  if (newest === undefined) {
    throw new UserError('nothing-matches', `No exchange matches ${filter}.`, 'See `httpwhy log` for what there is.');
  }
  return function* () {
    let from = 0;
    while (from <= newest) {
      const rows = reader.page({ kind: 'from', id: from }, PAGE, filter);
      for (const { id } of rows) {
        if (id > newest) return;
        const item = findItem(reader, id);
        if (item !== undefined) yield item;
      }
      if (rows.length < PAGE) return;
      from = rows.at(-1)!.id + 1;
    }
  };
}

export function itemOf(reader: ExportReader, id: number): ExportItem {
  const item = findItem(reader, id);
  if (item !== undefined) return item;
  throw new UserError('no-such-exchange', `There is no exchange ${id} in this capture.`, 'See `httpwhy log`.');
}

/** Undefined where it was pruned since it was listed. */
function findItem(reader: ExportReader, id: number): ExportItem | undefined {
  const stored = reader.exchange(id);
  if (stored === undefined) return undefined;
  const messages = stored.exchange.messageCount === 0 ? [] : reader.messages(id, 0, MOST_MESSAGES);
  return { ...stored, messages };
}

/** All of them, for a document; throws where they are more than it can hold. */
export function takeAtMost(items: Iterable<ExportItem>, most: number, formatName: string): readonly ExportItem[] {
  const taken: ExportItem[] = [];
  for (const item of items) {
    if (taken.length === most) {
      throw new UserError(
        'too-many-exchanges',
        `These are more than ${most} exchanges, the most that --format ${formatName} takes.`,
        'Narrow the filter, or choose --format har, json or jsonl.',
      );
    }
    taken.push(item);
  }
  return taken;
}
