import type { Change, MessageChange, Origin } from '../../mock/rule.ts';
import type { JsonTemplate } from '../../mock/template.ts';
import type { IssuePath, Issues, Plain } from './issues.ts';
import { readHeaders } from './read-answer.ts';
import { readJsonTemplate, readPointer, readTemplate } from './read-values.ts';

const KEYS = ['to', 'keep_host', 'path', 'query', 'request', 'response', 'no_cache'] as const;
const MESSAGE_KEYS = ['headers', 'json', 'json_remove'] as const;
const RESPONSE_KEYS = ['status', ...MESSAGE_KEYS] as const;

const UNCHANGED: MessageChange = { headers: [], json: [], jsonRemoved: [] };

export function readChange(value: unknown, path: IssuePath, issues: Issues): Change | undefined {
  const before = issues.list.length;
  const map = issues.map(value, path, KEYS, 'change');
  if (map === undefined) return undefined;
  if (Object.keys(map).length === 0) return issues.add(path, 'change is empty: say what to change');
  const change: Change = {
    to: map.to === undefined ? null : (readOrigin(map.to, [...path, 'to'], issues) ?? null),
    keepsHost: map.keep_host === undefined ? false : readFlag(map.keep_host, [...path, 'keep_host'], issues),
    path: map.path === undefined ? null : (readTemplate(map.path, [...path, 'path'], 'path', issues) ?? null),
    query: map.query === undefined ? [] : readQuery(map.query, [...path, 'query'], issues),
    request: readMessage(map.request, [...path, 'request'], MESSAGE_KEYS, issues),
    response: readResponse(map.response, [...path, 'response'], issues),
    stripsCaching: map.no_cache === undefined ? false : readFlag(map.no_cache, [...path, 'no_cache'], issues),
  };
  return issues.list.length > before ? undefined : change;
}

function readOrigin(value: unknown, path: IssuePath, issues: Issues): Origin | undefined {
  const url =
    typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || url.pathname !== '/' || url.search !== '' || url.username !== '') {
    return issues.add(path, 'to is scheme, host and port, such as http://localhost:3000; a path goes into path');
  }
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const port = url.port === '' ? { http: 80, https: 443 }[scheme] : Number(url.port);
  return { scheme, host: url.hostname.replace(/^\[|\]$/g, ''), port };
}

function readFlag(value: unknown, path: IssuePath, issues: Issues): boolean {
  if (typeof value === 'boolean') return value;
  issues.add(path, `${path.at(-1)} is true or false`);
  return false;
}

function readQuery(value: unknown, path: IssuePath, issues: Issues): Change['query'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    issues.add(path, 'query is a map such as {page: 1, debug: null}; null takes a parameter out');
    return [];
  }
  return Object.entries(value).flatMap(([name, given]): Change['query'] => {
    const template = given === null ? null : readTemplate(given, [...path, name], 'the value of a parameter', issues);
    return template === undefined ? [] : [[name, template]];
  });
}

function readMessage(value: unknown, path: IssuePath, keys: readonly string[], issues: Issues): MessageChange {
  if (value === undefined) return UNCHANGED;
  const map = issues.map(value, path, keys, String(path.at(-1)));
  if (map === undefined) return UNCHANGED;
  return {
    headers: map.headers === undefined ? [] : readHeaders(map.headers, [...path, 'headers'], issues),
    json: map.json === undefined ? [] : readJson(map.json, [...path, 'json'], issues),
    jsonRemoved: map.json_remove === undefined ? [] : readRemoved(map.json_remove, [...path, 'json_remove'], issues),
  };
}

function readResponse(value: unknown, path: IssuePath, issues: Issues): Change['response'] {
  const message = readMessage(value, path, RESPONSE_KEYS, issues);
  const given = typeof value === 'object' && value !== null ? (value as Plain).status : undefined;
  if (given === undefined) return { ...message, status: null };
  const status = Number(given);
  // A body came with the original: a status that has none needs an answer of its own.
  if (!Number.isInteger(status) || status < 200 || status > 599 || [204, 205, 304].includes(status)) {
    issues.add(
      [...path, 'status'],
      'status is a number from 200 to 599 that goes with a body; for 204 and 304 use answer',
    );
    return { ...message, status: null };
  }
  return { ...message, status };
}

function readJson(value: unknown, path: IssuePath, issues: Issues): readonly (readonly [string, JsonTemplate])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    issues.add(path, 'json is a map from JSON Pointers to values, such as {/customer/name: Ada}');
    return [];
  }
  return Object.entries(value).flatMap(([pointer, given]): (readonly [string, JsonTemplate])[] => {
    const place = [...path, pointer];
    const known = readPointer(pointer, place, issues);
    const template = readJsonTemplate(given, place, issues);
    return known === undefined || template === undefined ? [] : [[known, template]];
  });
}

function readRemoved(value: unknown, path: IssuePath, issues: Issues): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((pointer) => {
    const known = readPointer(String(pointer), path, issues);
    return known === undefined ? [] : [known];
  });
}
