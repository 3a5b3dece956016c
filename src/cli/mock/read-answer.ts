import { resolve } from 'node:path';
import type { Answer, AnswerBody, StreamPart } from '../../mock/rule.ts';
import { literal, type Template } from '../../mock/template.ts';
import { type IssuePath, type Issues, listed } from './issues.ts';
import { readDelay, readJsonTemplate, readMilliseconds, readTemplate, readText } from './read-values.ts';

const BODIES = ['json', 'text', 'base64', 'file', 'folder', 'events', 'chunks'] as const;
const KEYS = ['status', 'headers', ...BODIES, 'delay'] as const;
const EVENT_KEYS = ['event', 'data', 'id', 'delay'] as const;
const CHUNK_KEYS = ['text', 'delay'] as const;
const MOST_PARTS = 10_000;
const FIELD_NAME = /^[!#$%&'*+.^_`|~\w-]{1,100}$/;

/** `folder`: where the rules file lies; its paths are relative to that. */
export function readAnswer(value: unknown, path: IssuePath, folder: string, issues: Issues): Answer | undefined {
  const before = issues.list.length;
  const map = issues.map(typeof value === 'number' ? { status: value } : value, path, KEYS, 'answer');
  if (map === undefined) return undefined;
  const status = map.status === undefined ? 200 : readStatus(map.status, [...path, 'status'], issues);
  const headers = map.headers === undefined ? [] : readHeaders(map.headers, [...path, 'headers'], issues);
  const delay = map.delay === undefined ? null : readDelay(map.delay, [...path, 'delay'], 'delay', issues);
  const bodies = BODIES.filter((key) => map[key] !== undefined);
  if (bodies.length > 1) issues.add([...path, bodies[1]!], `an answer has one body, not ${listed(bodies)}`);
  const [key] = bodies;
  const body: AnswerBody | undefined =
    key === undefined ? { kind: 'none' } : readBody(key, map[key], [...path, key], folder, issues);
  if (issues.list.length > before || status === undefined || delay === undefined || body === undefined)
    return undefined;
  return { status, headers: headers.map(([name, template]) => [name, template ?? []] as const), body, delay };
}

export function readStatus(value: unknown, path: IssuePath, issues: Issues): number | undefined {
  const status = Number(value);
  return Number.isInteger(status) && status >= 200 && status <= 599
    ? status
    : issues.add(path, 'status is a number from 200 to 599');
}

/** Names with templates; null where the person writes null. */
export function readHeaders(
  value: unknown,
  path: IssuePath,
  issues: Issues,
): readonly (readonly [name: string, value: Template | null])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    issues.add(path, 'headers is a map such as {x-tenant: acme}');
    return [];
  }
  const headers: (readonly [string, Template | null])[] = [];
  for (const [name, given] of Object.entries(value)) {
    const place = [...path, name];
    if (!FIELD_NAME.test(name)) issues.add(place, `"${name.slice(0, 60)}" is no name of a header`);
    for (const one of Array.isArray(given) ? given : [given]) {
      const template = one === null ? null : readTemplate(one, place, 'the value of a header', issues);
      if (template !== undefined) headers.push([name, template]);
    }
  }
  return headers;
}

function readBody(
  key: (typeof BODIES)[number],
  value: unknown,
  path: IssuePath,
  folder: string,
  issues: Issues,
): AnswerBody | undefined {
  switch (key) {
    case 'json': {
      const json = readJsonTemplate(value, path, issues);
      return json && { kind: 'json', json };
    }
    case 'text': {
      const text = readTemplate(value, path, 'text', issues);
      return text && { kind: 'text', text };
    }
    case 'base64': {
      const text = readText(value, path, 'base64', issues);
      if (text === undefined) return undefined;
      if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) return issues.add(path, 'this is not base64');
      return { kind: 'bytes', bytes: Buffer.from(text, 'base64') };
    }
    case 'file':
    case 'folder': {
      const text = readText(value, path, key, issues);
      return text === undefined ? undefined : { kind: key, path: resolve(folder, text) };
    }
    case 'events':
    case 'chunks':
      return readStream(key, value, path, issues);
  }
}

function readStream(key: 'events' | 'chunks', value: unknown, path: IssuePath, issues: Issues): AnswerBody | undefined {
  if (!Array.isArray(value) || value.length > MOST_PARTS) {
    const example = key === 'events' ? '{data: {n: 1}, delay: 200ms}' : '{text: "one", delay: 200ms}';
    return issues.add(path, `${key} is a list such as [${example}], of at most ${MOST_PARTS}`);
  }
  const parts: StreamPart[] = [];
  for (const [index, given] of value.entries()) {
    const place = [...path, index];
    const isMap = typeof given === 'object' && given !== null && !Array.isArray(given);
    const main = key === 'events' ? 'data' : 'text';
    const part = isMap
      ? issues.map(given, place, key === 'events' ? EVENT_KEYS : CHUNK_KEYS, key === 'events' ? 'an event' : 'a chunk')
      : { [main]: given };
    if (part === undefined) continue;
    const delayMs = part.delay === undefined ? 0 : readMilliseconds(part.delay, [...place, 'delay'], 'delay', issues);
    const text = readTemplate(
      key === 'events' ? eventText(part as EventText) : part.text,
      place,
      key === 'events' ? 'data' : 'text',
      issues,
    );
    if (delayMs !== undefined && text !== undefined) parts.push({ delayMs, text });
  }
  return { kind: 'stream', isEventStream: key === 'events', parts };
}

interface EventText {
  readonly event?: unknown;
  readonly data?: unknown;
  readonly id?: unknown;
}

/** The lines of one event (HTML Standard, 9.2.5). What is no text is written as JSON. */
function eventText({ event, data = '', id }: EventText): string {
  const lines = [
    ...(event === undefined ? [] : [`event: ${oneLine(event)}`]),
    ...(id === undefined ? [] : [`id: ${oneLine(id)}`]),
    ...(typeof data === 'string' ? data : JSON.stringify(data)).split(/\r\n|\r|\n/).map((line) => `data: ${line}`),
  ];
  return `${lines.join('\n')}\n\n`;
}

function oneLine(value: unknown): string {
  return String(value).replace(/[\r\n]+/g, ' ');
}

/** Text that stands for itself, also where it has braces. */
export const verbatim = literal;
