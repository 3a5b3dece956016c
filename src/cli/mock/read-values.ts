import { compileGlob } from '../../classifier/user-rules/glob.ts';
import { compileRegex } from '../../exchange/pattern/occurrence.ts';
import { PatternError } from '../../exchange/pattern/parser.ts';
import { parsePointer } from '../../mock/json-pointer.ts';
import type { Delay, TextTest, ValueCondition } from '../../mock/rule.ts';
import {
  type JsonTemplate,
  parseJsonTemplate,
  parseTemplate,
  TEMPLATE_SOURCES,
  type Template,
} from '../../mock/template.ts';
import { didYouMean, type IssuePath, type Issues } from './issues.ts';

const LONGEST_TEXT = 1024 * 1024;
const LONGEST_DELAY_MS = 3_600_000;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000 };

/** `300ms`, `1.5s`, `2m`, or a number of milliseconds; undefined for anything else. */
export function parseMilliseconds(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 0 && value <= LONGEST_DELAY_MS ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const [, number, unit = 'ms'] = /^(\d{1,7}(?:\.\d{1,3})?)\s*(ms|s|m|min)?$/.exec(value.trim()) ?? [];
  const milliseconds = number === undefined ? undefined : Number(number) * UNITS[unit]!;
  return milliseconds === undefined || milliseconds > LONGEST_DELAY_MS ? undefined : milliseconds;
}

export function readMilliseconds(value: unknown, path: IssuePath, name: string, issues: Issues): number | undefined {
  const milliseconds = parseMilliseconds(value);
  return milliseconds ?? issues.add(path, `${name} is a time such as 300ms, 2s or 1m, at most an hour`);
}

/** `300ms`, or `100ms-2s` for something between. */
export function readDelay(value: unknown, path: IssuePath, name: string, issues: Issues): Delay | undefined {
  const [from, to = from] = typeof value === 'string' ? value.split('-') : [value];
  const fromMs = parseMilliseconds(typeof from === 'string' ? from.trim() : from);
  const toMs = parseMilliseconds(typeof to === 'string' ? to.trim() : to);
  if (fromMs !== undefined && toMs !== undefined && toMs >= fromMs) return { fromMs, toMs };
  return issues.add(path, `${name} is a time such as 300ms or 2s, or a range such as 100ms-2s`);
}

const SIZES: Readonly<Record<string, number>> = { b: 1, kb: 1000, mb: 1_000_000, kib: 1024, mib: 1024 * 1024 };

/** Bytes: `50kb`, `1.5mb`, `64KiB`, or a number; undefined for anything else. */
export function parseBytes(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? Math.floor(value) : undefined;
  const [, number, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)\s*([a-z]{0,3})(?:\/s)?$/i.exec(String(value).trim()) ?? [];
  const factor = SIZES[unit.toLowerCase() || 'b'];
  return number === undefined || factor === undefined ? undefined : Math.floor(Number(number) * factor);
}

export function readText(value: unknown, path: IssuePath, what: string, issues: Issues): string | undefined {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof text !== 'string') return issues.add(path, `${what} is text`);
  if (text.length > LONGEST_TEXT) return issues.add(path, `${what} is longer than 1 MiB; put it into a file`);
  return text;
}

export function readTemplate(value: unknown, path: IssuePath, what: string, issues: Issues): Template | undefined {
  const text = readText(value, path, what, issues);
  if (text === undefined) return undefined;
  const template = parseTemplate(text);
  return 'unknown' in template ? issues.add(path, unknownPlace(template.unknown)) : template;
}

export function readJsonTemplate(value: unknown, path: IssuePath, issues: Issues): JsonTemplate | undefined {
  const template = parseJsonTemplate(value);
  return 'unknown' in template ? issues.add(path, unknownPlace(template.unknown)) : template;
}

function unknownPlace(name: string): string {
  const source = /^[A-Za-z]*/.exec(name)![0];
  const hint = TEMPLATE_SOURCES.includes(source)
    ? `; write it as ${EXAMPLES[source] ?? `{{${source}}}`}`
    : didYouMean(source, TEMPLATE_SOURCES) ||
      '; there are {{params.id}}, {{query.q}}, {{headers.x}}, {{json.a.b}}, {{uuid}}, {{now}}';
  return `{{${name.slice(0, 60)}}} is nothing that a request has${hint}`;
}

const EXAMPLES: Readonly<Record<string, string>> = {
  params: '{{params.id}}',
  query: '{{query.page}}',
  headers: '{{headers.x-name}}',
  json: '{{json.customer.name}} or {{json#/customer/name}}',
  now: '{{now}}, {{now.seconds}}, {{now.milliseconds}} or {{now.http}}',
};

export function readPointer(name: string, path: IssuePath, issues: Issues): string | undefined {
  if (name !== '' && parsePointer(name) !== undefined) return name;
  const dotted = /^[\w.-]{1,60}$/.test(name) ? `; write /${name.replaceAll('.', '/')}` : '';
  return issues.add(path, `"${name.slice(0, 60)}" is no JSON Pointer such as /customer/name${dotted}`);
}

const CONDITION =
  'text, a glob with *, /a regular expression/, a number, true, false, null, a list of these, or {exists: false}';

/** What a value is compared with. */
export function readCondition(
  name: string,
  value: unknown,
  path: IssuePath,
  issues: Issues,
): ValueCondition | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { exists } = value as { exists?: unknown };
    if (Object.keys(value).length === 1 && typeof exists === 'boolean') {
      return { name, test: { kind: 'exists', isThere: exists } };
    }
    return issues.add(path, `a value is ${CONDITION}`);
  }
  const tests: TextTest[] = [];
  for (const one of Array.isArray(value) ? value : [value]) {
    const test = readTextTest(one, path, issues);
    if (test === undefined) return undefined;
    tests.push(test);
  }
  return { name, test: { kind: 'text', tests } };
}

function readTextTest(value: unknown, path: IssuePath, issues: Issues): TextTest | undefined {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') {
    const wanted = String(value);
    return (text) => text === wanted;
  }
  if (typeof value !== 'string' || value.length > 500) return issues.add(path, `a value is ${CONDITION}`);
  const regex = /^\/(.+)\/(i?)$/s.exec(value);
  if (regex !== null) return readRegex(regex[1]!, regex[2] === 'i', path, issues);
  return compileGlob(value);
}

/** One that is matched in linear time. */
export function readRegex(source: string, ignoresCase: boolean, path: IssuePath, issues: Issues): TextTest | undefined {
  try {
    return compileRegex(source, ignoresCase);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return issues.add(path, `the regular expression ${error.message}`);
  }
}
