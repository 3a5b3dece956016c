import { isAnyStatusName, isStatusName } from '../status-name.ts';
import { fieldsInWords } from './field-words.ts';
import { type Piece, piecesOfHtml } from './markup.ts';
import { type ErrorReport, MOST_REMARKS, report } from './report.ts';
import { exceptionIn, isGenericSentence, isWide } from './words.ts';

/** Where in a page what weighs more stands; others count as running text. */
const RANK: Readonly<Record<string, number>> = {
  h1: 0,
  pre: 1,
  h2: 2,
  title: 3,
  h3: 4,
  center: 5,
  p: 5,
  div: 6,
  td: 6,
  li: 7,
};

/** What a page of any server says besides the error. */
const FURNITURE =
  /^(?:error|errors|oops!?|sorry|home|back|go back|menu|search|login|log in|sign in|english|help|contact(?: us)?|apache.{0,80} server at .{1,100}|nginx(?:\/[\d.]+)?|openresty(?:\/[\d.]+)?|microsoft-iis.{0,20}|powered by .{1,60}|cloudflare|copyright.{0,100}|©.{0,100}|\d{1,3}|(?:\d{3}\. ?)?that[’']s (?:an error|all we know)\.?|type (?:status|exception) report|from rfc \d{3,4}\b.{0,80}|the (?:origin )?server (?:understood the request,? but|cannot or will not process the request|did not find a current representation|encountered an (?:unexpected|internal) ).{0,240}|type|message|description|apache tomcat\/[\d.]+|jetty.{0,40}|request url:.{0,200}|whitelabel error page|[a-z][\w -]{0,24}:|\/[\w./-]{0,200})$/i;

/** What an HTML page says about an error: title, headings, the exception that a framework shows, the first paragraphs. */
export function readHtmlError(markup: string, status: number): ErrorReport {
  const asWritten = piecesOfHtml(markup);
  const pieces = asWritten.map((piece) => ({ ...piece, text: labelled(piece.text) }));
  const telling = pieces.filter(({ text }) => isTelling(text, status));
  const exception = exceptionOf(pieces);
  const best = exception?.piece ?? bestOf(telling);
  const message = exception?.message ?? best?.text;
  const code = codeOf(pieces, markup);
  return report({
    shape: 'html',
    code,
    type: exception?.name,
    message,
    status: statusIn(asWritten),
    where: `response.body${best === undefined ? '' : `#/${best.element}`}`,
    fields: message === undefined ? [] : fieldsInWords(message, 'response.body'),
    more: telling
      .map(({ text }) => text)
      .filter((text) => text !== message)
      .slice(0, MOST_REMARKS),
    requestId: referenceIn(pieces),
  });
}

/** `Message: no such thing` of Tomcat and Jetty without its label, `400 The plain HTTP …` without its number. */
function labelled(text: string): string {
  return text.replace(
    /^(?:message|description|reason|detail|exception details)\s?:?\s(?=\S{2})|^[45]\d\d (?=[A-Z])/i,
    '',
  );
}

function isTelling(text: string, status: number): boolean {
  return (
    text.length > 2 &&
    !/^at \S/.test(text) &&
    !FURNITURE.test(text.slice(0, 300)) &&
    !isStatusName(text, status) &&
    !isAnyStatusName(text) &&
    !/^(?:http status )?\d{3}\b.{0,4}$/i.test(text)
  );
}

function bestOf(pieces: readonly Piece[]): Piece | undefined {
  const ranked = pieces.map((piece, index) => ({
    piece,
    rank:
      (isGenericSentence(piece.text) ? 20 : 0) +
      (RANK[piece.element] ?? 8) +
      (/\s/.test(piece.text) || isWide(piece.text) ? 0 : 10) +
      (/err|exc|alert|fault/i.test(piece.attributes) && ERROR_CLASS.test(piece.attributes) ? -4 : 0) +
      (LABELLED.test(piece.text) ? 8 : 0) +
      index / 1000,
  }));
  return ranked.sort((a, b) => a.rank - b.rank)[0]?.piece;
}

/** The element is there for the error: `<div class="ping-error">`, `<p id="error-message">`, `<td class="details">`. */
const ERROR_CLASS =
  /\b(?:class|id)\s?=\s?["']?[^"'>]{0,80}\b(?:\w{1,20}-)?(?:errors?|err|exception|alert|fault)(?:-?(?:message|msg|text|detail|details|description|info|body|content|summary))?\b/i;
/** A value under its name, not a sentence: `Partner: portal`, `Host: web-3`. */
const LABELLED = /^[A-Z][\w-]{1,20}(?: [\w-]{1,20})?: ?[\w.:/@-]{1,80}$/;

interface Exception {
  readonly name: string;
  readonly message: string;
  readonly piece: Piece;
}

/** `ZeroDivisionError at /api/stats/` with its value in `pre`, `TypeError: …` in `pre`, `NameError in OrdersController#show`. */
function exceptionOf(pieces: readonly Piece[]): Exception | undefined {
  const shown = pieces.find(
    ({ element, text }) =>
      /^(?:h1|h2|pre|title|div|p|span|code|td|b|header)$/.test(element) && exceptionIn(text) !== undefined,
  );
  if (shown === undefined) return undefined;
  const name = exceptionIn(shown.text)!;
  // Django and Rails put the sentence beside the name.
  const value = pieces.find(
    ({ attributes, element }) =>
      /exception_value|exc-message|exception-message|errormsg/.test(attributes) ||
      (element === 'pre' && /class="?(?:exception|message)/.test(attributes)),
  );
  const after = pieces[pieces.indexOf(shown) + 1];
  const isBare = /\s(?:at|in) \S{1,200}$/.test(shown.text) && shown.text.length < name.length + 220;
  const said = value ?? (isBare && after !== undefined && /^(?:h2|pre|p)$/.test(after.element) ? after : undefined);
  const message = said === undefined ? shown.text : `${name}: ${said.text}`;
  return { name, message: firstOfTrace(message), piece: said ?? shown };
}

/** The text before the first line of a stack trace. */
function firstOfTrace(text: string): string {
  const trace = text.search(
    /\s(?:at (?:[\w.$<>[\] /]{1,200}\(|\/|file:|async )|Traceback|File "\/|in \/[\w/.-]{1,200}:\d+)/,
  );
  return trace > 0 ? text.slice(0, trace).trim() : text;
}

function statusIn(pieces: readonly Piece[]): number | undefined {
  const heading = pieces.find(
    ({ element, text }) => (element === 'title' || element === 'h1') && /\b[45]\d\d\b/.test(text),
  );
  const number = Number(/\b([45]\d\d)\b/.exec(heading?.text ?? '')?.[1]);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

/** Numbers that intermediaries print: Cloudflare's 1020, Heroku's H12, Vercel's `FUNCTION_INVOCATION_TIMEOUT`. */
function codeOf(pieces: readonly Piece[], markup: string): string | undefined {
  for (const { text } of pieces) {
    const match =
      // IIS has a number below the status: `HTTP Error 404.13 - Not Found`.
      /\bhttp error (\d{3}\.\d{1,2})\b/i.exec(text.slice(0, 200)) ??
      /\berror(?: code)?:? ?#?(1\d{3}|H\d{2}|5[23]\d)\b/i.exec(text.slice(0, 200)) ??
      /\bcode:? ?["'`]?([A-Z][A-Z]+(?:_[A-Z]+){1,6})["'`]?/.exec(text.slice(0, 200));
    if (match !== null) return match[1];
  }
  return /error-pages\/([\w-]{3,40})\.html/.exec(markup.slice(0, 4096))?.[1];
}

/** `Reference #18.2d…`, `Request ID: …`, `Ray ID: …`. */
function referenceIn(pieces: readonly Piece[]): string | undefined {
  for (const { text } of pieces) {
    const match =
      /\b(?:request id|requestid|ray id|reference(?: (?:id|number|#))?|incident id|event id|error id|support id(?: is)?|trace id|log id|correlation id)\s?[:#]?\s?#?([\w.:-]{6,80})/i.exec(
        text.slice(0, 500),
      );
    if (match !== null && /\d/.test(match[1]!)) return match[1];
  }
  return undefined;
}
