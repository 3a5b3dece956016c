import { isStatusName } from '../status-name.ts';
import { isXmlRpcFault } from './failed-xml.ts';
import { parsePath } from './field-path.ts';
import { fieldsInWords } from './field-words.ts';
import { attribute, type Piece, piecesOfXml } from './markup.ts';
import { plainName } from './members.ts';
import { type ErrorReport, type FieldError, MOST_FIELDS, oneLine, report, type Shape } from './report.ts';
import { exceptionIn, isGenericSentence, isSlug } from './words.ts';

/** Element names, the most telling first; compared plainly. */
const MESSAGES = [
  'faultstring',
  'message',
  'messagetext',
  'errormessage',
  'error_description',
  'errordescription',
  'reason',
  'text',
  'longmessage',
  'detailedmessage',
  'additionalmessage',
  'description',
  'errormsg',
  'returnauthmsg',
  'errmsg',
  'errtext',
  'errortext',
  'statusmessage',
  'shorttext',
  'msg',
  'exceptiontext',
  'serviceexception',
  'detail',
  'details',
  'errordetail',
  'authenticationerrordetail',
  'shortmessage',
  'errors',
  'error',
  'err',
  'exception',
  'title',
  'summary',
  'info',
].map(plainName);

const CODES = [
  'errorcode',
  'responsecode',
  'code',
  'errcode',
  'subcode',
  'value',
  'faultcode',
  'exception',
  'errorname',
  'reason',
  'number',
  'type',
];
const REQUEST_IDS = ['requestid', 'correlationid', 'traceid', 'activityid', 'hostid'];
const FIELDS = [
  'field',
  'fieldname',
  'parameter',
  'parametername',
  'argumentname',
  'property',
  'propertyname',
  'attribute',
  'element',
  'condition',
  'header',
  'path',
  'locator',
];

/** What an XML body says about its error. */
export function readXmlError(text: string, status: number): ErrorReport {
  const pieces = named(piecesOfXml(text));
  const isSoap =
    pieces.some(({ path }) => path[0] === 'Envelope') || /<(?:\w{1,20}:)?Envelope\b/.test(text.slice(0, 2000));
  const scope = isSoap ? within(pieces, 'Fault') : scopeOf(pieces);
  const code = codeOf(scope, status) ?? davCondition(text);
  const messages = sentencesOf(scope, status);
  const telling = messages.filter(({ text: said }) => !isGenericSentence(said));
  // A name of the kind of fault (`UPnPError`) says less than the sentence beside it.
  const first = telling.find(({ text: said }) => /\S\s\S/.test(said)) ?? telling[0] ?? messages[0];
  const where = first?.where ?? code?.where ?? 'response.body';
  const listed = fieldsOf(scope);
  return report({
    shape: shapeOf(pieces, isSoap, code !== undefined),
    code: code?.text,
    subcode: code?.subcode,
    type: exceptionIn(first?.text ?? '') ?? typeOf(scope, code?.text),
    message: first?.text,
    status: numberOf(scope, ['status', 'statuscode', 'httpstatus', 'code', 'errorcode']),
    where,
    codeWhere: code?.where ?? where,
    fields:
      listed.length > 0
        ? listed
        : messages.slice(0, MOST_FIELDS).flatMap((said) => fieldsInWords(said.text, said.where)),
    more: messages.filter((said) => said !== first).map(({ text: said }) => said),
    requestId: textOf(scope, REQUEST_IDS) ?? textOf(pieces, REQUEST_IDS),
    help: pieces.find(({ text: said }) => /^https?:\/\/\S{4,300}$/.test(said) && !/schemas|w3\.org/.test(said))?.text,
  });
}

/** WebDAV and what is built on it name the condition that did not hold by an element (RFC 4918 §16, RFC 4791 §1.3). */
function davCondition(
  text: string,
): { readonly text: string; readonly where: string; readonly subcode: undefined } | undefined {
  const name =
    /^\s{0,20}(?:<\?xml[^>]{0,200}\?>\s{0,20})?<(?:\w{1,20}:)?error\b[^>]{0,400}"DAV:"[^>]{0,400}>\s{0,40}<(?:\w{1,20}:)?([a-z][a-z-]{3,60})\b/.exec(
      text.slice(0, 2000),
    )?.[1];
  return name === undefined || !name.includes('-')
    ? undefined
    : { text: name, where: 'response.body', subcode: undefined };
}

/** XML-RPC and property lists write the name of a value as text before it: `<name>faultString</name><value>…`. */
function named(pieces: readonly Piece[]): readonly Piece[] {
  if (!isXmlRpcFault(pieces)) return pieces;
  let name: string | undefined;
  return pieces.map((piece) => {
    if (piece.element === 'name') name = piece.text;
    else if (name !== undefined && piece.text !== '') {
      const member = { ...piece, element: name };
      name = undefined;
      return member;
    }
    return piece;
  });
}

function shapeOf(pieces: readonly Piece[], isSoap: boolean, hasCode: boolean): Shape {
  if (isSoap) return 'soap';
  const isAws =
    hasCode &&
    pieces.some(({ path }) => path.some((name) => name === 'Error')) &&
    pieces.some(({ element }) => /^Request-?I[dD]$/.test(element));
  return isAws ? 'aws-xml' : 'xml';
}

/** The first element that speaks of an error, with all in it; the whole document where there is none. */
function scopeOf(pieces: readonly Piece[]): readonly Piece[] {
  const found = pieces.find(({ path }) => path.some(isErrorElement));
  if (found === undefined) return pieces;
  const depth = found.path.findIndex(isErrorElement);
  const scope = found.path.slice(0, depth + 1).join('/');
  return pieces.filter(({ path }) => path.slice(0, depth + 1).join('/') === scope);
}

function isErrorElement(name: string): boolean {
  return /^(?:error|errors|errorresponse|fault|exception|err|serviceexceptionreport|exceptionreport|problem|[a-z]{0,30}failure)$/i.test(
    name,
  );
}

function within(pieces: readonly Piece[], name: string): readonly Piece[] {
  const inside = pieces.filter(({ path }) => path.includes(name));
  return inside.length > 0 ? inside : pieces;
}

interface Said {
  readonly text: string;
  readonly where: string;
}

function sentencesOf(pieces: readonly Piece[], status: number): readonly Said[] {
  const found: (Said & { readonly rank: number })[] = [];
  for (const piece of pieces) {
    // The text of the failure itself: `<authenticationFailure code="…">Ticket … not recognized</authenticationFailure>`.
    const isItself = /failure$/i.test(piece.element);
    const known = MESSAGES.indexOf(plainName(piece.element));
    const rank = isItself ? 4 : known < 0 && isOwnSentence(piece) ? MESSAGES.length : known;
    const where = pointerOf(piece);
    const said = piece.text !== '' && rank >= 0 && (rank < 8 || /\s/.test(piece.text)) ? piece.text : undefined;
    if (said !== undefined && !isStatusName(oneLine(said), status)) found.push({ text: oneLine(said), where, rank });
    if (piece.text !== '') continue;
    const inAttribute = ['msg', 'message', 'description', 'text', 'reason', 'ShortText']
      .map((name) => attribute(piece.attributes, name))
      .find((value) => value !== undefined && value !== '');
    if (inAttribute !== undefined) found.push({ text: oneLine(inAttribute), where, rank: 5 });
  }
  // Stable: the first of equals is the first in the document.
  return found.sort((a, b) => a.rank - b.rank);
}

/** A sentence under a name of the service's own: `AuthenticationErrorDetail`, `explanation`. */
function isOwnSentence({ element, text }: Piece): boolean {
  return (
    /^\S+(?: \S+){3,}/.test(text) &&
    !/string|canonical|resource|stack|trace|signature|request|query|date|time/i.test(element)
  );
}

function codeOf(pieces: readonly Piece[], status: number): (Said & { readonly subcode?: string }) | undefined {
  const found: Said[] = [];
  for (const name of CODES) {
    for (const piece of pieces) {
      if (plainName(piece.element) !== name) continue;
      const text = piece.text.replace(/^[\w-]{1,30}:(?=[A-Za-z])/, '');
      if (text === '' || !/^\S{1,150}$/.test(text) || text === String(status) || isStatusName(text, status)) continue;
      if (!isSlug(text) && !/^-?[\w.-]{1,60}$/.test(text)) continue;
      found.push({ text, where: pointerOf(piece) });
    }
  }
  for (const piece of pieces) {
    const value = attribute(piece.attributes, '(?:exceptionCode|errorCode|code)');
    if (value !== undefined && /^[\w.:-]{1,100}$/.test(value)) found.push({ text: value, where: pointerOf(piece) });
  }
  // SOAP's own classes only say whose fault it is.
  const telling = found.filter(
    ({ text }) => !/^(?:client|server|sender|receiver|mustunderstand|fault|error|failure)$/i.test(text),
  );
  const [first, second] = telling;
  return first === undefined
    ? undefined
    : second === undefined || second.text === first.text
      ? first
      : { ...first, subcode: second.text };
}

function typeOf(pieces: readonly Piece[], code: string | undefined): string | undefined {
  const piece = pieces.find(
    ({ element, text }) => /^(?:exception|type|errortype|class)$/i.test(element) && /^\S{2,150}$/.test(text),
  );
  return piece === undefined || piece.text === code ? undefined : piece.text;
}

function numberOf(pieces: readonly Piece[], names: readonly string[]): number | undefined {
  const piece = pieces.find(({ element, text }) => names.includes(plainName(element)) && /^[1-5]\d\d$/.test(text));
  return piece === undefined ? undefined : Number(piece.text);
}

function textOf(pieces: readonly Piece[], names: readonly string[]): string | undefined {
  return names
    .map((name) => pieces.find(({ element, text }) => plainName(element) === name && /^\S{4,100}$/.test(text))?.text)
    .find(Boolean);
}

function fieldsOf(pieces: readonly Piece[]): readonly FieldError[] {
  const found: FieldError[] = [];
  const message =
    pieces.find(({ element, text }) => MESSAGES.slice(0, 8).includes(plainName(element)) && text !== '')?.text ?? '';
  const code = pieces.find(({ element }) => /^code$/i.test(element))?.text;
  for (const piece of pieces) {
    const name = FIELDS.includes(plainName(piece.element))
      ? piece.text
      : piece.text === ''
        ? ''
        : (attribute(piece.attributes, '(?:field|attribute|locator|property)') ?? '');
    if (!/^[\w.@$/[\]-]{1,150}$/.test(name)) continue;
    const isOwn = FIELDS.includes(plainName(piece.element));
    const path = parsePath(name);
    found.push({
      path: name,
      ...path,
      location:
        plainName(piece.element) === 'header' || plainName(piece.element) === 'condition' ? 'header' : path.location,
      message: oneLine(isOwn ? message : piece.text),
      code,
      where: pointerOf(piece),
    });
    if (found.length >= MOST_FIELDS) break;
  }
  return found;
}

function pointerOf({ path }: Piece): string {
  return `response.body#/${path.join('/')}`;
}
