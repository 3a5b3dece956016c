import { Buffer } from 'node:buffer';
import { STATUS_CODES } from 'node:http';
import { extname } from 'node:path';
import type { Answer, AnswerBody } from './rule.ts';
import { fillJson, fillTemplate, type Scope } from './template.ts';
import type { ReadyAnswer, ReadyBody } from './verdict.ts';

/** Fields that follow from the body that is sent, whatever a rule says. */
const FRAMING = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive', 'upgrade']);

/** Says that a rule answered and no server, and which. */
export const RULE_FIELD = 'x-httpwhy-rule';

/** Fills in an answer. Statuses without a body (RFC 9110 §6.4.1) get none. */
export function readyAnswer(answer: Answer, rule: string, scope: Scope): ReadyAnswer {
  const { status } = answer;
  const fields = answer.headers
    .map(([name, value]) => [name, wireText(fillTemplate(value, scope))] as const)
    .filter(([name]) => !FRAMING.has(name.toLowerCase()));
  const body = status === 204 || status === 304 ? NOTHING : readyBody(answer.body, scope);
  const has = (wanted: string) => fields.some(([name]) => name.toLowerCase() === wanted);
  const type = has('content-type') || body === NOTHING ? undefined : typeOf(answer.body, body);
  return {
    status,
    rawHeaders: [
      ...fields.flat(),
      ...(type === undefined ? [] : ['Content-Type', type]),
      ...(has('date') ? [] : ['Date', scope.now.toUTCString()]),
      ...ruleField(rule),
    ],
    body,
  };
}

export function ruleField(rule: string): readonly string[] {
  return [RULE_FIELD, wireText(rule)];
}

/** The usual reason phrase, or none. */
export function reasonOf(status: number): string {
  return STATUS_CODES[status] ?? '';
}

/** One character for each byte of UTF-8, and none that could end the field. */
export function wireText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  return Buffer.from(text.replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, ' ').trim(), 'utf8').toString('latin1');
}

const NOTHING: ReadyBody = { kind: 'bytes', bytes: new Uint8Array() };

function readyBody(body: AnswerBody, scope: Scope): ReadyBody {
  switch (body.kind) {
    case 'none':
      return NOTHING;
    case 'text':
      return { kind: 'bytes', bytes: Buffer.from(fillTemplate(body.text, scope)) };
    case 'json':
      return { kind: 'bytes', bytes: Buffer.from(`${JSON.stringify(fillJson(body.json, scope))}\n`) };
    case 'bytes':
      return body;
    case 'file':
      return { kind: 'file', path: body.path, within: null };
    case 'folder':
      return { kind: 'file', path: `${body.path}/${scope.params.rest ?? ''}`, within: body.path };
    case 'stream':
      return {
        kind: 'stream',
        parts: body.parts.map(({ delayMs, text }) => ({
          delayMs,
          bytes: Buffer.from(fillTemplate(text, scope, body.isEventStream ? inEvent : undefined)),
        })),
      };
  }
}

/** A line break in what the client sent must not end the event (HTML Standard, 9.2.5). */
function inEvent(value: string): string {
  return value.replace(/\r\n|\r|\n/g, '\ndata: ');
}

function typeOf(body: AnswerBody, ready: ReadyBody): string | undefined {
  switch (body.kind) {
    case 'json':
      return 'application/json';
    case 'stream':
      return body.isEventStream ? 'text/event-stream' : 'text/plain; charset=utf-8';
    case 'text':
      return 'text/plain; charset=utf-8';
    case 'file':
    case 'folder':
      return ready.kind === 'file' ? TYPES[extname(ready.path).toLowerCase()] : undefined;
    case 'none':
    case 'bytes':
      return undefined;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.html': 'text/html; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.pdf': 'application/pdf',
  '.wasm': 'application/wasm',
};
