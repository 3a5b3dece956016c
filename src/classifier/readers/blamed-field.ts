import { secretName } from '../../exchange/redact/names.ts';
import { maskSecret } from '../../exchange/redact.ts';
import { shown } from '../shown.ts';
import { isFiltered, pathInWords } from './error-report/field-path.ts';
import { isObject } from './error-report/members.ts';
import type { FieldError } from './error-report/report.ts';

export type JsonType = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';

/** What the request has at the place that a server complains of. */
export interface BlamedField {
  readonly field: FieldError;
  /** For sentences: `items[0].price`, without the location and without what only the server calls it. */
  readonly name: string;
  readonly place: 'body' | 'query' | 'path' | 'header';
  /** Evidence pointer: `request.body#/items/0/price`, `request.url?page`, `request.body?amount` for a form. */
  readonly where: string;
  readonly isPresent: boolean;
  /** Masked, on one line, bounded; text in quotes. Undefined where nothing is there. */
  readonly value: string | undefined;
  /** Undefined where nothing is there; what a query, form or header holds is `string`. */
  readonly jsonType: JsonType | undefined;
  /** A name in the same object that was probably meant, where the field itself is absent. */
  readonly nearMiss: NearMiss | undefined;
}

export interface NearMiss {
  readonly name: string;
  readonly where: string;
  readonly value: string;
  /** Only the style differs: `userName` for `user_name`. */
  readonly isStyle: boolean;
}

const LONGEST_VALUE = 80;

/** Nothing is there. */
export function absent(field: FieldError, place: BlamedField['place'], nearMiss?: NearMiss): BlamedField {
  const name = isFiltered(field.segments) ? field.path : pathInWords(field.segments) || field.path;
  const where = place === 'body' ? 'request.body' : place === 'header' ? 'request.headers' : 'request.url';
  return { field, name, place, where, isPresent: false, value: undefined, jsonType: undefined, nearMiss };
}

/** A value for a sentence: masked by its name, bounded, containers by their size. */
export function shownValue(name: string, value: unknown): string {
  const isSecret = name !== '' && secretName(name, 'field')?.isStrong === true;
  if (typeof value === 'string')
    return isSecret
      ? `"${maskSecret(value)}"`
      : shown(JSON.stringify(value.slice(0, 4 * LONGEST_VALUE)), LONGEST_VALUE);
  if (isSecret && value !== null && typeof value !== 'object') return maskSecret(String(value));
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `an array of ${value.length}`;
  if (isObject(value)) {
    const keys = Object.keys(value);
    return keys.length === 0
      ? '{}'
      : shown(`an object with ${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ', …' : ''}`, LONGEST_VALUE);
  }
  return String(value);
}

export function jsonTypeOf(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}
