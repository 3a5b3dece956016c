import type { Exchange } from '../../exchange/exchange.ts';
import { isObject } from './error-report/members.ts';
import { FRAMEWORKS, type FrameworkFacts } from './fingerprints/frameworks.ts';
import type { MessageFacts } from './message.ts';

/** The software of the application itself, as far as its answers give it away. A hint for advice, never a cause. */
export interface Framework {
  readonly name: string;
  readonly language: string;
  readonly where: string;
  readonly what: string;
}

const SEARCHED_CHARACTERS = 4096;

/** One look for most bodies: without any of these no pattern of the table matches. */
const ANY_SIGN = new RegExp(
  FRAMEWORKS.flatMap(({ body = [] }) => body)
    .map(({ source }) => `(?:${source})`)
    .join('|'),
  'is',
);

export function readFramework({ response: message }: Exchange, response: MessageFacts): Framework | undefined {
  if (message === null) return undefined;
  const text = message.status >= 400 ? (response.body()?.text ?? '').slice(0, SEARCHED_CHARACTERS) : '';
  const json = text === '' ? undefined : response.json();
  const isTelling = text !== '' && ANY_SIGN.test(text);
  for (const facts of FRAMEWORKS) {
    const sign = bodySign(facts, isTelling ? text : '', json) ?? fieldSign(facts, response);
    if (sign !== undefined) return { name: facts.name, language: facts.language, ...sign };
  }
  return undefined;
}

type Sign = { readonly where: string; readonly what: string };

function bodySign({ body = [], members }: FrameworkFacts, text: string, json: unknown): Sign | undefined {
  for (const pattern of text === '' ? [] : body) {
    const match = pattern.exec(text);
    if (match !== null) return { where: 'response.body', what: match[0].slice(0, 120) };
  }
  if (members === undefined || !isObject(json)) return undefined;
  const fits = members.all.every((name) => name in json) && !(members.absent ?? []).some((name) => name in json);
  return fits ? { where: 'response.body', what: members.all.join(', ') } : undefined;
}

function fieldSign({ fields = [] }: FrameworkFacts, response: MessageFacts): Sign | undefined {
  for (const [name, value] of fields) {
    const sent = response.header(name);
    if (sent !== undefined && (value === undefined || value.test(sent.slice(0, 500)))) {
      return { where: `response.headers.${name}`, what: sent.slice(0, 120) };
    }
  }
  return undefined;
}
