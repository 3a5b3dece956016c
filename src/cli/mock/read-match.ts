import { compileGlob, compileHostGlob } from '../../classifier/user-rules/glob.ts';
import { type PathPattern, parsePathPattern } from '../../mock/path-pattern.ts';
import type { HostPattern, NthRange, RuleMatch, ValueCondition } from '../../mock/rule.ts';
import type { IssuePath, Issues, Plain } from './issues.ts';
import { readCondition, readPointer, readRegex } from './read-values.ts';

const KEYS = ['url', 'method', 'host', 'path', 'query', 'headers', 'json', 'nth', 'probability'] as const;
const MOST_VALUES = 200;
const METHOD = /^[A-Za-z][\w-]{0,30}$/;

export const EVERYTHING: RuleMatch = {
  methods: [],
  hosts: [],
  paths: [],
  query: [],
  headers: [],
  json: [],
  nth: null,
  probability: 1,
};

/** `POST api.example.com/v1/orders/{id}`, or a map. */
export function readMatch(value: unknown, path: IssuePath, issues: Issues): RuleMatch | undefined {
  const before = issues.list.length;
  if (typeof value === 'string') return readShort(value, path, issues);
  const map = issues.map(value, path, KEYS, 'match');
  if (map === undefined) return undefined;
  if (Object.keys(map).length === 0) return issues.add(path, 'match is empty; write "*" for every request');
  const url = map.url === undefined ? EVERYTHING : readShort(map.url, [...path, 'url'], issues);
  const given = url ?? EVERYTHING;
  const match: RuleMatch = {
    ...given,
    ...(map.method !== undefined && { methods: readMethods(map.method, [...path, 'method'], issues) }),
    ...(map.host !== undefined && { hosts: readHosts(map.host, [...path, 'host'], issues) }),
    ...(map.path !== undefined && { paths: readPaths(map.path, [...path, 'path'], issues) }),
    query: [...given.query, ...readConditions(map.query, [...path, 'query'], 'query', issues)],
    headers: readConditions(map.headers, [...path, 'headers'], 'headers', issues),
    json: readConditions(map.json, [...path, 'json'], 'json', issues),
    nth: map.nth === undefined ? null : readNth(map.nth, [...path, 'nth'], issues),
    probability: map.probability === undefined ? 1 : readProbability(map.probability, [...path, 'probability'], issues),
  };
  return issues.list.length > before ? undefined : match;
}

const SHORT =
  'a request is written as POST api.example.com/v1/orders/{id}; the method may be left out, and * is every request';

/** The short form, in which a `*` at the end stands for any number of segments. */
function readShort(value: unknown, path: IssuePath, issues: Issues): RuleMatch | undefined {
  const [, methods, target] = /^(?:([A-Za-z][\w,-]*)\s+)?(\S+)$/.exec(String(value).trim()) ?? [];
  if (typeof value !== 'string' || target === undefined) return issues.add(path, SHORT);
  const [, host = '', rest = ''] = /^(?:https?:\/\/)?([^/?#]*)([^#]*)/i.exec(target)!;
  const question = rest.indexOf('?');
  const pathText = question < 0 ? rest : rest.slice(0, question);
  const query = question < 0 ? [] : [...new URLSearchParams(rest.slice(question))];
  const before = issues.list.length;
  const conditions: ValueCondition[] = [];
  for (const [name, text] of query) {
    const condition = readCondition(name, text, path, issues);
    if (condition !== undefined) conditions.push(condition);
  }
  const isAnyPath = pathText === '' || pathText === '/*' || pathText === '/**';
  const match: RuleMatch = {
    ...EVERYTHING,
    methods: methods === undefined ? [] : readMethods(methods.split(','), path, issues),
    hosts: host === '' || host === '*' ? [] : readHosts(host, path, issues),
    paths: isAnyPath ? [] : readPaths(pathText.replace(/\/\*$/, '/**'), path, issues),
    query: conditions,
  };
  return issues.list.length > before ? undefined : match;
}

function listOf(value: unknown, path: IssuePath, what: string, issues: Issues): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isText = (one: unknown): one is string => typeof one === 'string' && one.trim() !== '' && one.length <= 500;
  if (list.length > 0 && list.length <= MOST_VALUES && list.every(isText)) return list;
  issues.add(path, `${what}, or a list of them`);
  return [];
}

function readMethods(value: unknown, path: IssuePath, issues: Issues): readonly string[] {
  const methods = listOf(value, path, 'method is text such as POST', issues);
  const odd = methods.find((method) => !METHOD.test(method) && method !== '*');
  if (odd !== undefined) issues.add(path, `"${odd.slice(0, 40)}" is no method`);
  return methods.includes('*') ? [] : methods.map((method) => method.toUpperCase());
}

function readHosts(value: unknown, path: IssuePath, issues: Issues): readonly HostPattern[] {
  return listOf(value, path, 'host is text such as api.example.com, localhost:3000 or *.example.com', issues).flatMap(
    (text): HostPattern[] => {
      if (/[/?#\s@]/.test(text)) {
        issues.add(path, `"${text.slice(0, 60)}" is no host; a path goes into path or url`);
        return [];
      }
      const host = text.toLowerCase().replace(/^\*$/, '**');
      if (host === '**') return [{ kind: 'glob', test: () => true }];
      return [host.includes('*') ? { kind: 'glob', test: compileHostGlob(host) } : { kind: 'exact', host }];
    },
  );
}

function readPaths(value: unknown, path: IssuePath, issues: Issues): readonly PathPattern[] {
  return listOf(value, path, 'path is text such as /v1/orders/{id}, /v1/** or /^\\/v[12]\\//', issues).flatMap(
    (text): PathPattern[] => {
      const [, source, flags] = /^\/(\^.*|.*\$|.*\\.*)\/(i?)$/s.exec(text) ?? [];
      if (source !== undefined) {
        const test = readRegex(source, flags === 'i', path, issues);
        return test === undefined ? [] : [{ kind: 'regex', test }];
      }
      if (!text.startsWith('/')) {
        issues.add(path, `a path begins with a slash: /${text.slice(0, 60)}`);
        return [];
      }
      const pattern = parsePathPattern(text.replace(/\?.*$/s, ''), compileGlob);
      if (pattern === undefined) issues.add(path, `{name} stands for a whole segment of a path, as in /v1/orders/{id}`);
      return pattern === undefined ? [] : [pattern];
    },
  );
}

function readConditions(
  value: unknown,
  path: IssuePath,
  kind: 'query' | 'headers' | 'json',
  issues: Issues,
): readonly ValueCondition[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const example = { query: 'page: 2', headers: 'x-tenant: acme', json: '/amount: 1250' }[kind];
    issues.add(path, `${kind} is a map such as {${example}}`);
    return [];
  }
  return Object.entries(value as Plain).flatMap(([key, wanted]): ValueCondition[] => {
    const name =
      kind === 'json' ? readPointer(key, [...path, key], issues) : kind === 'headers' ? key.toLowerCase() : key;
    const condition = name === undefined ? undefined : readCondition(name, wanted, [...path, key], issues);
    return condition === undefined ? [] : [condition];
  });
}

function readNth(value: unknown, path: IssuePath, issues: Issues): NthRange {
  const text = String(value).trim();
  const [, from, to, open] = /^([1-9]\d{0,8})(?:\s*-\s*([1-9]\d{0,8})|(\+))?$/.exec(text) ?? [];
  const every = /^every\s+([1-9]\d{0,5})$/.exec(text)?.[1];
  if (every !== undefined) return { from: Number(every), to: Number.POSITIVE_INFINITY, every: Number(every) };
  if (from === undefined || (to !== undefined && Number(to) < Number(from))) {
    issues.add(path, 'nth is a number such as 2, a range such as 2-4 or 3+, or every 3');
    return { from: 1, to: 1, every: 1 };
  }
  const end = open === undefined ? Number(to ?? from) : Number.POSITIVE_INFINITY;
  return { from: Number(from), to: end, every: 1 };
}

export function readProbability(value: unknown, path: IssuePath, issues: Issues): number {
  const percent = typeof value === 'string' ? /^(\d{1,3}(?:\.\d{1,4})?)\s*%$/.exec(value.trim())?.[1] : undefined;
  const probability = percent === undefined ? Number(value) : Number(percent) / 100;
  if (typeof value !== 'boolean' && value !== null && probability >= 0 && probability <= 1) return probability;
  issues.add(path, 'probability is a number from 0 to 1, or a share such as 25%');
  return 1;
}
