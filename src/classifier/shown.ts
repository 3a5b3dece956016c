import type { Evidence } from '../exchange/annotation.ts';
import { printable } from '../exchange/printable.ts';
import { redactHeaderValue, redactText, redactUrl } from '../exchange/redact.ts';
import type { Facts } from './facts.ts';

/** A summary fits on a few lines of a terminal; a value in evidence needs no more either. */
export const LONGEST_LINE = 300;

/** Most of what evidence points to: a status, a place without a name that somebody chose. */
const PLAIN =
  /^(?:(?:request|response)\.(?:status|url|method|headers(?:\.[a-z][a-z-]{1,40})?|body(?:#(?:\/(?:[A-Za-z_]{1,24}|\d{1,3})){1,6})?)|history:\d{1,15}|[1-5]\d\d)$/;

/** The text on one line that may be printed anywhere: secrets masked, controls escaped, at most `limit` characters. */
export function shown(text: string, limit = LONGEST_LINE): string {
  if (limit === LONGEST_LINE && PLAIN.test(text)) return text;
  // Twice the limit is enough to recognise a secret that the cut would halve, and bounds the work.
  return clip(printable(redactText(text.slice(0, 2 * LONGEST_LINE + limit))), limit);
}

/** Cut at `limit` characters with an ellipsis, never inside a surrogate pair. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

const LONGEST_PATH = 100;

/** Path of a URL for a sentence, without the query; secrets in it masked. */
export function shownPath(url: URL | undefined, raw: string, limit = LONGEST_PATH): string {
  if (url === undefined) return clip(redactText(raw.slice(0, LONGEST_LINE)), limit);
  const redacted = redactUrl(`${url.protocol}//h${url.pathname.slice(0, LONGEST_LINE)}`);
  return clip(redacted.slice(redacted.indexOf('//h') + 3), limit);
}

/** Path of the request's URL for a sentence. */
export function pathOf(facts: Facts): string {
  return facts.path();
}

/** A whole URL for a sentence, secrets in it masked. */
export function shownUrl(url: URL): string {
  return clip(redactUrl(url.href.slice(0, 4 * LONGEST_LINE)), 2 * LONGEST_PATH);
}

/** Where a redirect leads, for a sentence: without the origin where that stays the same. */
export function shownTarget(from: URL, to: URL): string {
  const text = shownUrl(to);
  return to.origin === from.origin && text.startsWith(`${to.origin}/`) ? text.slice(to.origin.length) : text;
}

/** Host with a port that is not the scheme's own, for a sentence. */
export function hostOf(facts: Facts): string {
  return clip(facts.url()?.host ?? facts.exchange.request.url, LONGEST_PATH);
}

/** `POST /v1/orders` */
export function callOf(facts: Facts): string {
  return `${clip(facts.exchange.request.method, 20)} ${pathOf(facts)}`;
}

/** `POST /v1/orders on api.example.com`, for the end of a sentence: in the log it stands to the left already. */
export function callOnHost(facts: Facts): string {
  return `${callOf(facts)} on ${hostOf(facts)}`;
}

/** `/v1/orders on api.example.com` */
export function pathOnHost(facts: Facts): string {
  return `${pathOf(facts)} on ${hostOf(facts)}`;
}

/** `1 byte`, `4096 bytes` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Evidence from one header, its value masked as that header needs it. */
export function headerEvidence(side: 'request' | 'response', name: string, value: string): Evidence {
  return {
    where: `${side}.headers.${name.toLowerCase()}`,
    what: redactHeaderValue(name, value.slice(0, 4 * LONGEST_LINE)),
  };
}
