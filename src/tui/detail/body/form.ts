import { safeText } from '../../cells.ts';
import { span } from '../../line.ts';
import { tokenIn, tokenRows } from '../jwt.ts';
import { beginningOf, indented, joined, LONGEST_ROW, type Row, rowsOf, wire } from '../rows.ts';
import { inSight, type LaidOut, type Look, NOTHING } from './laid-out.ts';

const MOST_FIELDS = 10_000;

export interface FormField {
  readonly name: string;
  readonly value: string;
}

/** The fields of `application/x-www-form-urlencoded` or of a query, decoded. */
export function formFields(text: string): readonly FormField[] {
  return text
    .split('&', MOST_FIELDS)
    .filter((field) => field !== '')
    .map((field) => {
      const equals = field.indexOf('=');
      const [name, value] = equals < 0 ? [field, ''] : [field.slice(0, equals), field.slice(equals + 1)];
      return { name: formDecoded(name), value: formDecoded(value) };
    });
}

/** A field a row; a token among the values is decoded under it. */
export function layOutForm(fields: readonly FormField[], look: Look): LaidOut {
  const starts = new Map<string, number>();
  let count = 0;
  const parts = fields.map((field) => {
    if (!starts.has(field.name)) starts.set(field.name, count);
    const token = tokenIn(field.value);
    const rows = joined(
      rowsOf([fieldRow(field)]),
      indented(rowsOf(token === undefined ? [] : tokenRows(token, look.at)), 4),
    );
    count += rows.count;
    return Array.from({ length: rows.count }, (_, index) => rows.at(index));
  });
  return {
    rows: rowsOf(parts.flat()),
    foldable: NOTHING,
    find(rest) {
      if (rest === '' && fields.length > 0) return inSight(look, 0);
      const row = /^[?#]\/?/.test(rest) ? starts.get(rest.replace(/^[?#]\/?/, '')) : undefined;
      return row === undefined ? undefined : inSight(look, row);
    },
  };
}

function fieldRow({ name, value }: FormField): Row {
  return {
    ...wire([
      span(safeText(beginningOf(name, LONGEST_ROW)), 'name'),
      span(' = ', 'dim'),
      span(safeText(beginningOf(value, LONGEST_ROW)), 'string'),
    ]),
    copies: { path: name, value: () => value },
  };
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // Not percent-encoded UTF-8; as it came it still says most.
    return text;
  }
}
