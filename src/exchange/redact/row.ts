import type { AnnotatedExchange, Annotation } from '../annotation.ts';
import type { ExchangeRow } from '../row.ts';
import { redactAll } from './all.ts';
import { readAnnotation } from './annotation.ts';
import { Ledger } from './ledger.ts';
import { type Mask, maskAlone, maskInner, placeholder } from './mask.ts';
import type { RedactionRules } from './own-rules.ts';
import { createSpread } from './spread.ts';
import { maskText } from './text.ts';
import { maskUrl } from './url.ts';

/** What is shown on a screen that others see. */
export interface DisplayRedaction {
  row(row: ExchangeRow): ExchangeRow;
  annotation(annotation: Annotation): Annotation;
  detail<Item extends AnnotatedExchange>(item: Item): Item;
}

/** A line of the log without the secrets in its URL and its sentence. */
export function redactRow(row: ExchangeRow): ExchangeRow {
  return rowWith(row, maskAlone);
}

function rowWith(row: ExchangeRow, mask: Mask): ExchangeRow {
  const url = maskUrl(row.url, mask);
  const summary = maskText(row.summary, mask);
  return url === row.url && summary === row.summary ? row : { ...row, url, summary };
}

/**
 * Masks rows and details for a screen. A row stands by itself and its placeholders have no numbers: what else the exchange
 * holds is not known there.
 */
export function createDisplayRedaction(rules?: RedactionRules): DisplayRedaction {
  const named = new Ledger(rules).maskAt('');
  const alone: Mask = {
    ...named,
    hide: (secret, { kind, note }) =>
      maskInner(secret, (inner) => (named.rules.isNeverMasked(inner) ? inner : placeholder(inner, { kind, note }))),
    keep: () => {},
    isAlone: true,
  };
  return {
    row: (row) => rowWith(row, alone),
    annotation(annotation) {
      const ledger = new Ledger(rules);
      const write = readAnnotation(annotation, ledger);
      return write(createSpread(ledger));
    },
    detail: (item) => redactAll([item], rules).items[0]!,
  };
}
