import { Buffer } from 'node:buffer';
import type { AppliedRule } from '../applied-rule.ts';
import { mediaType } from '../body.ts';
import type { Body, Exchange, RequestMessage, ResponseMessage } from '../exchange.ts';
import { type Header, type Headers, headerValue } from '../headers.ts';
import { maskAppliedRule } from './applied-rule.ts';
import { maskBody, spreadInBody } from './body.ts';
import { readBody } from './body-bytes.ts';
import { maskHeader } from './header.ts';
import type { Ledger } from './ledger.ts';
import type { Spread } from './spread.ts';
import { readMessages } from './stream-messages.ts';
import { maskText } from './text.ts';
import { maskUrl } from './url.ts';

/** A host name is kept unless it holds a secret of this length: a shorter one is a word of the name. */
const SHORTEST_IN_HOST = 16;

/**
 * Masks an exchange by its own rules: by name (headers, parameters, fields at any depth) and by form (keys, JWTs).
 * What is returned completes it once all secrets are known: a response may echo what only the request names, and a
 * URL what only the response does.
 */
export function readExchange(exchange: Exchange, ledger: Ledger): (spread: Spread) => Exchange {
  const request = readMessage(exchange.request, 'request', ledger, false);
  const method = maskText(exchange.request.method, ledger.maskAt('request.method'));
  const url = maskUrl(exchange.request.url, ledger.maskAt('request.url'));
  const response =
    exchange.response && readMessage(exchange.response, 'response', ledger, exchange.response.status >= 400);
  const reason = exchange.response && maskText(exchange.response.reason, ledger.maskAt('response.reason'));
  const error = exchange.error && {
    ...exchange.error,
    message: maskText(exchange.error.message, ledger.maskAt('error.message')),
  };
  const rule = exchange.rule && maskAppliedRule(exchange.rule, ledger);
  const last = exchange.lastMessages && readMessages(exchange.lastMessages, ledger);
  return (spread) => ({
    ...exchange,
    ...(last === undefined ? {} : { lastMessages: last(spread) }),
    ...(rule === undefined ? {} : { rule: spreadInRule(rule, spread) }),
    request: {
      ...exchange.request,
      ...request(spread),
      method: spread(method, 'request.method'),
      url: spreadInUrl(url, spread),
    } satisfies RequestMessage,
    response:
      exchange.response &&
      response &&
      ({
        ...exchange.response,
        ...response(spread),
        reason: spread(reason ?? '', 'response.reason'),
      } satisfies ResponseMessage),
    error: error && { ...error, message: spread(error.message, 'error.message') },
  });
}

type Parts = Pick<RequestMessage, 'headers' | 'trailers' | 'body'>;

/** Masks a message by its own rules; what is returned completes it once all secrets are known. */
function readMessage(
  message: Parts,
  side: 'request' | 'response',
  ledger: Ledger,
  isErrorResponse: boolean,
): (spread: Spread) => Parts {
  const headers = maskHeaders(message.headers, `${side}.headers`, ledger);
  const trailers = maskHeaders(message.trailers, `${side}.trailers`, ledger);
  const body = message.body && readMessageBody(message.headers, message.body, `${side}.body`, ledger, isErrorResponse);
  return (spread) => {
    const written = body?.(spread) ?? null;
    const kept = written?.wasEncoded ? headers.filter(([name]) => name.toLowerCase() !== 'content-encoding') : headers;
    return {
      headers: spreadInHeaders(kept, `${side}.headers`, spread),
      trailers: spreadInHeaders(trailers, `${side}.trailers`, spread),
      body: written?.body ?? null,
    };
  };
}

function readMessageBody(
  headers: Headers,
  body: Body,
  where: string,
  ledger: Ledger,
  isErrorResponse: boolean,
): (spread: Spread) => { readonly body: Body; readonly wasEncoded: boolean } {
  const readable = readBody(headers, body);
  if (readable === undefined) return () => ({ body: withheld(body, where, ledger), wasEncoded: true });
  const { isCut, wasEncoded } = readable;
  const form = {
    type: mediaType(headers).type,
    contentType: headerValue(headers, 'content-type') ?? '',
    isErrorResponse,
  };
  const masked = maskBody(readable.text, form, ledger.maskAt(where));
  return (spread) => {
    const text = spread.isIdleOn(masked) ? masked : spreadInBody(masked, (part) => spread(part, where));
    const whole = isCut ? spread(text, where, { isCut }) : text;
    return { body: readable.toBody(whole), wasEncoded };
  };
}

function withheld(body: Body, where: string, ledger: Ledger): Body {
  const rule = 'content coding that could not be undone';
  const text = `<body withheld, ${body.bytes.length}+ characters>`;
  ledger.leftOut(text, 'body', where, rule);
  return { bytes: Buffer.from(text), totalBytes: text.length };
}

function maskHeaders(headers: Headers, where: string, ledger: Ledger): Headers {
  return headers.map(
    ([name, value]): Header => [name, maskHeader(name, value, ledger.maskAt(`${where}.${name.toLowerCase()}`))],
  );
}

function spreadInHeaders(headers: Headers, where: string, spread: Spread): Headers {
  return headers.map(([name, value]): Header => {
    const shortest = name.toLowerCase() === 'host' ? SHORTEST_IN_HOST : 0;
    return [name, spread(value, `${where}.${name.toLowerCase()}`, { shortest })];
  });
}

function spreadInRule(rule: AppliedRule, spread: Spread): AppliedRule {
  const changes = rule.changes.map(({ where, before, after }) => ({
    where,
    before: before === null ? null : spread(before, where),
    after: after === null ? null : spread(after, where),
  }));
  return { ...rule, changes };
}

function spreadInUrl(url: string, spread: Spread): string {
  const [, scheme = '', authority = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)(.*)$/is.exec(url) ?? [];
  const at = authority.lastIndexOf('@') + 1;
  const [userinfo, host] = [authority.slice(0, at), authority.slice(at)];
  const where = 'request.url';
  return scheme + userinfo + spread(host, where, { shortest: SHORTEST_IN_HOST }) + spread(rest, where);
}
