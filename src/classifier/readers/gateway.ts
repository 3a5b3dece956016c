import type { Exchange } from '../../exchange/exchange.ts';
import type { Signal } from '../vocabulary/signal.ts';
import type { BodyForm, GatewayFacts, Meaning } from './fingerprints/gateway-facts.ts';
import { GATEWAYS } from './fingerprints/gateways.ts';
import type { MessageFacts } from './message.ts';

/** The intermediary that a response came through or from. */
export interface Gateway {
  /** `nginx`, `Cloudflare`, `Amazon API Gateway`. */
  readonly name: string;
  /** Evidence pointer of the sign. */
  readonly where: string;
  readonly what: string;
  /** It answered in place of the server behind it; else it only passed the answer on. */
  readonly answeredItself: boolean;
  /** What its own text or code means, where the table of its texts knows it. */
  readonly meaning: GatewayMeaning | undefined;
}

export interface GatewayMeaning {
  readonly signal: Signal;
  /** `the origin did not answer in time` */
  readonly says: string;
  readonly where: string;
  /** The text or code itself, as far as it matched. */
  readonly what: string;
}

const SEARCHED_CHARACTERS = 6 * 1024;

/** Which entries have a sign in a field of that name: responses have a score of fields, the table a hundred. */
const BY_FIELD: ReadonlyMap<string, readonly number[]> = byField();

function byField(): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  for (const [at, facts] of GATEWAYS.entries()) {
    for (const [field] of [...facts.passed, ...(facts.answeredFields ?? [])]) {
      const listed = index.get(field);
      if (listed === undefined) index.set(field, [at]);
      else if (!listed.includes(at)) listed.push(at);
    }
  }
  return index;
}

/** Which entries know a text of their own in that form. */
const BY_FORM: Readonly<Record<BodyForm, readonly number[]>> = {
  html: withText('html'),
  json: withText('json'),
  text: withText('text'),
};

function withText(form: BodyForm): readonly number[] {
  return GATEWAYS.flatMap(({ answered }, at) => (answered[form] === undefined ? [] : [at]));
}

/** Which intermediary answered, or passed the answer on; one that answered itself goes first. */
export function readGateway(exchange: Exchange, response: MessageFacts): Gateway | undefined {
  const { response: message } = exchange;
  if (message === null) return undefined;
  const isError = message.status >= 400;
  const text = isError ? (response.body()?.text ?? '').slice(0, SEARCHED_CHARACTERS).trimStart() : '';
  const form = text.startsWith('<') ? 'html' : /^[{[]/.test(text) ? 'json' : 'text';
  const possible = new Set<number>();
  for (const name of response.headerNames()) for (const at of BY_FIELD.get(name) ?? []) possible.add(at);
  const told = new Map<number, RegExp>();
  if (text !== '') {
    for (const at of BY_FORM[form]) {
      const own = GATEWAYS[at]!.answered[form]!.find((pattern) => pattern.test(text));
      if (own === undefined) continue;
      told.set(at, own);
      possible.add(at);
    }
  }
  if (possible.size === 0) return undefined;
  let passed: Gateway | undefined;
  // In the order of the table, whatever the order of the signs.
  for (const at of [...possible].sort((a, b) => a - b)) {
    const facts = GATEWAYS[at]!;
    const gateway = gatewayFrom(facts, message.status, response, text, told.get(at));
    if (gateway?.answeredItself) return gateway;
    passed ??= gateway;
  }
  return passed;
}

function gatewayFrom(
  facts: GatewayFacts,
  status: number,
  response: MessageFacts,
  text: string,
  told: RegExp | undefined,
): Gateway | undefined {
  const field = fieldOf(facts.passed, response);
  const ownField = status >= 400 ? fieldOf(facts.answeredFields ?? [], response) : undefined;
  const isSigned = field !== undefined || ownField !== undefined;
  const ownText = told ?? (isSigned && text !== '' ? facts.generic?.find((pattern) => pattern.test(text)) : undefined);
  if (!isSigned && ownText === undefined) return undefined;
  const sign = ownField ?? field;
  const answeredItself = ownField !== undefined || ownText !== undefined;
  const what = sign === undefined ? (ownText!.exec(text)?.[0] ?? '') : (response.header(sign) ?? '');
  return {
    name: facts.name,
    where: sign === undefined ? 'response.body' : `response.headers.${sign}`,
    what: what.slice(0, 120),
    answeredItself,
    meaning: meaningOf(facts.meanings ?? [], status, response, text, answeredItself),
  };
}

function meaningOf(
  meanings: readonly Meaning[],
  status: number,
  response: MessageFacts,
  text: string,
  answeredItself: boolean,
): GatewayMeaning | undefined {
  for (const { pattern, field, signal, says, statuses } of meanings) {
    if (statuses !== undefined && !statuses.includes(status)) continue;
    // Of an answer that was passed on only a field of the gateway's own speaks for it.
    if (field === undefined && !answeredItself) continue;
    const match = pattern.exec(field === undefined ? text : (response.header(field) ?? ''));
    if (match !== null) {
      return {
        signal,
        says,
        where: field === undefined ? 'response.body' : `response.headers.${field}`,
        what: match[0].slice(0, 120),
      };
    }
  }
  return undefined;
}

function fieldOf(fields: readonly (readonly [string, RegExp?])[], response: MessageFacts): string | undefined {
  for (const [name, value] of fields) {
    const sent = response.header(name);
    if (sent !== undefined && (value === undefined || value.test(sent.slice(0, 500)))) return name;
  }
  return undefined;
}
