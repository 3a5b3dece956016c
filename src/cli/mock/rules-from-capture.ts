import { bodyText, isJsonType, mediaType } from '../../exchange/body.ts';
import type { CauseId } from '../../exchange/causes.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { splitUrl, templateOf } from '../../exchange/routes.ts';
import type { ExportItem } from '../../export/bundle.ts';
import { playableHeaders, unplayable } from './recorded-calls.ts';

export interface CapturedRules {
  readonly rules: readonly Readonly<Record<string, unknown>>[];
  /** Why exchanges gave no rule, and how many. */
  readonly skipped: ReadonlyMap<string, number>;
}

const LONGEST_BODY = 1024 * 1024;
/** Fields that are of one moment or one connection, or that say how bytes were coded that stand here as text. */
const LEFT_OUT = new Set(['date', 'age', 'content-encoding', 'alt-svc', 'via', 'x-httpwhy-rule', 'x-httpwhy-cause']);

/** Failures without a response that a rule can bring about again. */
const FAILURES: ReadonlySet<string> = new Set<CauseId>([
  'dns-failure',
  'connection-refused',
  'connect-timeout',
  'connection-reset',
  'response-timeout',
  'tls-untrusted-certificate',
  'tls-certificate-expired',
  'tls-hostname-mismatch',
  'tls-handshake-failed',
  'invalid-response',
]);

interface Group {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly items: ExportItem[];
}

/**
 * Rules that answer as recorded servers did. What was asked several times is answered in that order. A route of which one
 * address was asked holds for all ids; of several, each has its own rule, and the last of them answers for other ids, too.
 * The items are redacted before.
 */
export function rulesFromCapture(items: readonly ExportItem[]): CapturedRules {
  const skipped = new Map<string, number>();
  const groups = new Map<string, Group>();
  for (const item of items) {
    const reason = reasonAgainst(item);
    if (reason !== undefined) {
      skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
      continue;
    }
    const { method, url } = item.exchange.request;
    const { host, path, search } = splitUrl(url);
    const key = JSON.stringify([method, host, path, search]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { method, host, path, query: search, items: [item] });
    else group.items.push(item);
  }
  const byRoute = Map.groupBy(groups.values(), ({ method, host, path, query }) =>
    JSON.stringify([method, host, templateOf(path, () => false), query]),
  );
  const rules = [...byRoute.values()].flatMap((same) => {
    const exact = same.length === 1 ? [] : same.map((group) => ruleOf(group, false));
    return [...exact, ruleOf(same.at(-1)!, true)];
  });
  return { rules: named(rules), skipped };
}

function reasonAgainst({ exchange, annotation }: ExportItem): string | undefined {
  if (exchange.durationMs === null) return 'still pending';
  if (exchange.error !== null && annotation !== null && FAILURES.has(annotation.cause ?? '')) return undefined;
  const reason = unplayable(exchange);
  if (reason !== undefined) return reason;
  return (exchange.response?.body?.totalBytes ?? 0) > LONGEST_BODY ? 'the body is larger than 1 MiB' : undefined;
}

function ruleOf({ method, host, path, query, items }: Group, isGeneral: boolean): Record<string, unknown> {
  const { pattern, params } = isGeneral ? generalised(path) : { pattern: verbatimPath(path), params: new Map() };
  const hasOddPath = pattern === undefined;
  const match = {
    method,
    host,
    ...(hasOddPath ? {} : { path: pattern }),
    ...(query.length > 1 && { query: queryConditions(query) }),
  };
  const isPlain = Object.keys(match).length === 3 && !hasOddPath && !pattern.includes('*');
  const [first] = items;
  const cause = first!.annotation?.cause;
  if (first!.exchange.error !== null) return { match: isPlain ? `${method} ${host}${pattern}` : match, cause };
  const answers = items
    .filter(({ exchange }) => exchange.error === null)
    .map(({ exchange }) => answerOf(exchange, params));
  const different = answers.filter(
    (answer, index) => index === 0 || JSON.stringify(answer) !== JSON.stringify(answers[index - 1]),
  );
  const shown = isPlain ? `${method} ${host}${pattern}` : match;
  return different.length === 1 ? { match: shown, answer: different[0] } : { match: shown, sequence: different };
}

/** `/v1/orders/87/items/2` → `/v1/orders/{id}/items/{id2}`, and which text each name stands for. */
function generalised(path: string): {
  readonly pattern: string | undefined;
  readonly params: ReadonlyMap<string, string>;
} {
  const params = new Map<string, string>();
  const template = templateOf(path, () => false)
    .split('/')
    .slice(1);
  const segments = path.split('/').slice(1);
  // Doubled slashes are left out of a template: then nothing is certain.
  if (template.length !== segments.length) return { pattern: verbatimPath(path), params };
  const pattern = segments.map((segment, index) => {
    const variable = /^\{(\w+)\}$/.exec(template[index]!)?.[1];
    if (variable === undefined) return segment;
    let name = variable;
    for (let number = 2; [...params.values()].includes(name); number += 1) name = `${variable}${number}`;
    params.set(segment, name);
    return `{${name}}`;
  });
  const text = `/${pattern.join('/')}`;
  return { pattern: verbatimPath(text.replace(/\{\w+\}/g, 'x')) === undefined ? undefined : text, params };
}

/** Undefined where a character of the path would mean something in a pattern. */
function verbatimPath(path: string): string | undefined {
  return /[{}*\s\\^$]/.test(path) ? undefined : path;
}

function queryConditions(search: string): Record<string, unknown> {
  return Object.fromEntries(
    [...new URLSearchParams(search)].map(([name, value]) => [
      name,
      // Masked values, and what would be a pattern, fit whatever comes.
      /[*<>/]/.test(value) ? { exists: true } : value,
    ]),
  );
}

function answerOf(exchange: Exchange, params: ReadonlyMap<string, string>): Record<string, unknown> {
  const { response } = exchange;
  const { status, headers, body } = response!;
  const { type } = mediaType(headers);
  const text = body === null ? '' : bodyText(headers, body);
  const json = text !== undefined && isJsonType(type) && !text.includes('{{') ? parsedJson(text) : undefined;
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of playableHeaders(exchange)) {
    if (LEFT_OUT.has(name.toLowerCase()) || value.includes('{{')) continue;
    if (name.toLowerCase() === 'content-type' && json !== undefined && value === 'application/json') continue;
    const before = fields[name];
    fields[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return {
    ...(status !== 200 && { status }),
    ...(Object.keys(fields).length > 0 && { headers: fields }),
    ...(body === null || status === 204 || status === 304
      ? status === 200 && Object.keys(fields).length === 0 && { status }
      : json !== undefined
        ? { json: withParams(json.value, params) }
        : text !== undefined && !text.includes('{{')
          ? { text }
          : { base64: Buffer.from(body.bytes).toString('base64') }),
  };
}

function parsedJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Where a response repeats an id of its path, it is to repeat the one that is asked for. */
function withParams(value: unknown, params: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    const name = params.get(value);
    return name === undefined ? value : `{{params.${name}}}`;
  }
  if (Array.isArray(value)) return value.map((item) => withParams(item, params));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withParams(member, params)]));
}

function named(rules: readonly Readonly<Record<string, unknown>>[]): readonly Readonly<Record<string, unknown>>[] {
  const names = new Set<string>();
  return rules.map((rule) => {
    const { match } = rule as { readonly match: string | Readonly<Record<string, unknown>> };
    const text = typeof match === 'string' ? match : `${match.method} ${match.host}${match.path ?? ''}`;
    let name = text.slice(0, 70);
    for (let number = 2; names.has(name); number += 1) name = `${text.slice(0, 70)} (${number})`;
    names.add(name);
    return { name, ...rule };
  });
}
