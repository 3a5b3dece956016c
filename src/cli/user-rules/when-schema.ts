import { nearestName } from '../../classifier/readers/spelling.ts';
import { parsePointer } from '../../classifier/user-rules/pointer.ts';
import type { ValuePattern, ValueSpec, WhenSpec } from '../../classifier/user-rules/rule-spec.ts';
import { compileRegex } from '../../exchange/pattern/occurrence.ts';
import { PatternError } from '../../exchange/pattern/parser.ts';
import type { RuleIssue } from './rule-schema.ts';

const KEYS = ['status', 'method', 'host', 'path', 'text'] as const;
const PREFIXES = [
  'request.headers',
  'response.headers',
  'request.query',
  'request.body',
  'response.body',
  'error.code',
];
/** Of one list. */
const MOST_VALUES = 200;

/** A map that is not empty. */
export function isWhen(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

/** What is wrong with one value; caught where its key is known. */
class Refusal extends Error {}

/** The matchers of a rule, or what is wrong with them by key. */
export function whenSpec(
  when: Readonly<Record<string, unknown>>,
): { readonly spec: WhenSpec } | { readonly issues: readonly RuleIssue[] } {
  const issues: RuleIssue[] = [];
  const values: ValueSpec[] = [];
  const known: Partial<Record<(typeof KEYS)[number], WhenSpec[(typeof KEYS)[number]]>> = {};
  for (const [key, value] of Object.entries(when)) {
    try {
      switch (key) {
        case 'status':
          known.status = listOf(value).map(statusRange);
          break;
        case 'method':
          known.method = texts(key, value, 'POST').map((method) => method.toUpperCase());
          break;
        case 'host':
          known.host = texts(key, value, '*.example.com');
          break;
        case 'path':
          known.path = texts(key, value, '/v1/orders/*').map(pathGlob);
          break;
        case 'text':
          known.text = texts(key, value, 'credit limit');
          break;
        default:
          if (!isValuePointer(key)) {
            issues.push({ path: [key], isKey: true, message: unknownKey(key) });
            break;
          }
          values.push({ pointer: key, patterns: listOf(value).map(valuePattern) });
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      issues.push({ path: [key], isKey: false, message: error.message });
    }
  }
  return issues.length > 0 ? { issues } : { spec: { ...(known as Omit<WhenSpec, 'values'>), values } };
}

function listOf(value: unknown): readonly unknown[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new Refusal('the list is empty, so that nothing can match');
  if (list.length > MOST_VALUES) throw new Refusal(`the list has more than ${MOST_VALUES} values`);
  return list;
}

function texts(key: string, value: unknown, example: string): readonly string[] {
  return listOf(value).map((text) => {
    if (typeof text === 'string' && text.trim() !== '' && text.length <= 500) return text;
    throw new Refusal(`${key} is text such as ${example}, or a list of them`);
  });
}

/** Every path begins with a slash; a pattern that cannot is a mistake that nothing else would show. */
function pathGlob(text: string): string {
  if (!/^[/*]/.test(text))
    throw new Refusal('path begins with /, such as /v1/orders/*; host: takes the name before it');
  return text;
}

function statusRange(value: unknown): readonly [number, number] {
  const text = String(value).trim();
  const [, from, to] = /^([1-9]\d\d)(?:\s*-\s*([1-9]\d\d))?$/.exec(text) ?? [];
  const group = /^([1-9])xx$/i.exec(text)?.[1];
  if (group !== undefined) return [Number(group) * 100, Number(group) * 100 + 99];
  if (from === undefined || Number(to ?? from) < Number(from)) {
    throw new Refusal('status is a code such as 422, a class such as 4xx, a range such as 400-499, or a list of them');
  }
  return [Number(from), Number(to ?? from)];
}

function isValuePointer(key: string): boolean {
  const pointer = parsePointer(key);
  if (pointer === undefined) return false;
  return pointer.kind === 'word' ? pointer.word === 'error.code' : pointer.kind !== 'body' || pointer.segments !== null;
}

function unknownKey(key: string): string {
  const short = key.slice(0, 80);
  if (/^(?:request|response)\.body$/.test(key)) {
    return `${key} needs a JSON Pointer, such as ${key}#/error/code; text: finds a phrase anywhere in an error`;
  }
  // Cut where the name of a header or the pointer begins: `response.header` and `.x-name`.
  const [, head = key, rest = ''] = /^([A-Za-z_-]+\.?[A-Za-z_-]*)(.*)$/s.exec(key) ?? [];
  const name = nearestName(key, KEYS)?.name;
  const prefix = PREFIXES.includes(head.toLowerCase()) ? head.toLowerCase() : nearestName(head, PREFIXES)?.name;
  const joint = prefix?.endsWith('.body') === true ? '#/' : '.';
  const meant =
    name ?? (prefix === undefined || prefix === 'error.code' ? prefix : prefix + joint + rest.replace(/^[.#/]+/, ''));
  return `"${short}" is nothing to match on${
    meant === undefined || meant.endsWith(joint)
      ? '; write status, method, host, path, text, or a pointer such as response.body#/error/code'
      : `; did you mean ${meant.slice(0, 80)}?`
  }`;
}

function valuePattern(value: unknown): ValuePattern {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return { kind: 'equals', value };
  if (typeof value === 'string') {
    const regex = /^\/(.+)\/(i?)$/s.exec(value);
    if (regex !== null) return regexPattern(regex[1]!, regex[2] === 'i');
    return value.includes('*') ? { kind: 'glob', glob: value } : { kind: 'equals', value };
  }
  if (typeof value === 'object' && !Array.isArray(value)) {
    const entries = Object.entries(value);
    const [kind, wanted] = entries[0] ?? [];
    if (entries.length === 1) {
      if (kind === 'exists' && typeof wanted === 'boolean') return { kind, isThere: wanted };
      if (kind === 'equals' && (wanted === null || /^(?:string|number|boolean)$/.test(typeof wanted))) {
        return { kind, value: wanted as string | number | boolean | null };
      }
      if (kind === 'glob' && typeof wanted === 'string') return { kind, glob: wanted };
      if (kind === 'regex' && typeof wanted === 'string') return regexPattern(wanted, false);
    }
  }
  throw new Refusal(
    'a value is text, a glob with *, /a regular expression/, a number, true, false, null, or exists: true',
  );
}

function regexPattern(source: string, ignoresCase: boolean): ValuePattern {
  try {
    compileRegex(source, ignoresCase);
  } catch (error) {
    if (error instanceof PatternError) throw new Refusal(`the regular expression ${error.message}`);
    throw error;
  }
  return { kind: 'regex', source, ignoresCase };
}
