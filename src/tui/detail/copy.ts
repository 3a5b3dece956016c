import { type Redaction, type RedactionRules, redactAll } from '../../exchange/redact.ts';
import { type OpenDetail, rowUnderCursor, tabOf, viewOf } from './open-detail.ts';
import type { OpenedExchange } from './tab.ts';

export interface Copied {
  /** Its text by the person's rules of redaction, beside those that always hold. */
  readonly masked: (rules?: RedactionRules) => string;
  /** What it is, in a few words. */
  readonly what: string;
}

/** How far around the cursor the masked row is looked for: masking adds and takes away few rows. */
const NEAR = 200;

/**
 * What is copied from the row under the cursor, secrets masked as in every export; undefined where there is nothing. A value
 * is masked with all that is known of its exchange, because a name says as often as the form that it is a secret.
 */
export function copyOf(open: OpenDetail, cells: number, part: 'value' | 'path'): Copied | undefined {
  const { copies } = rowUnderCursor(open, cells);
  if (copies === undefined) return undefined;
  const { path } = copies;
  if (part === 'path') return path === '' ? undefined : { masked: () => path, what: `the path ${path}` };
  const masked = (rules?: RedactionRules) => maskedValue(open, cells, path, copies.value(), rules);
  return { masked, what: path === '' ? 'the line' : path };
}

function maskedValue(
  open: OpenDetail,
  cells: number,
  path: string,
  value: string,
  rules: RedactionRules | undefined,
): string {
  const { detail } = open;
  const { place, shape } = viewOf(open);
  const redaction = redactAll([{ exchange: detail.exchange, annotation: detail.annotation }], rules);
  const rows = tabOf(open).rows(masked(detail, redaction, rules), shape, cells);
  for (let distance = 0; distance <= NEAR && path !== ''; distance += 1) {
    for (const index of [place.cursor - distance, place.cursor + distance]) {
      if (index < 0 || index >= rows.count) continue;
      const { copies } = rows.at(index);
      if (copies?.path === path) return copies.value();
    }
  }
  // A line of text, or what was decoded from a secret.
  return redaction.text(value);
}

function masked(detail: OpenedExchange, { items }: Redaction, rules: RedactionRules | undefined): OpenedExchange {
  const { exchange, annotation, contents } = detail;
  const [item = { exchange, annotation }] = items;
  return {
    exchange: item.exchange,
    annotation: item.annotation,
    contents: {
      ...contents,
      messages(id, from, limit) {
        const messages = contents.messages(id, from, limit);
        return redactAll([{ exchange, annotation, messages }], rules).items[0]?.messages ?? [];
      },
    },
  };
}
