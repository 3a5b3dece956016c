import { safeText } from '../../cells.ts';
import { type Line, type Span, span } from '../../line.ts';
import { beginningOf, joined, LONGEST_ROW, type Row, type Rows, rowsOf, warning, wire } from '../rows.ts';
import { type LaidOut, type Look, plainly } from './laid-out.ts';

/** Elements of HTML without an end tag (HTML Standard, §13.1.2). */
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));

/** Their content is text of another language and keeps its lines. */
const RAW = new Set(['script', 'style', 'pre', 'textarea']);

const MOST_ROWS = 10_000;

const GREATER = 0x3e;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

type Piece =
  | { readonly kind: 'open' | 'empty'; readonly name: string; readonly text: string }
  | { readonly kind: 'close'; readonly name: string; readonly text: string }
  /** Comments, declarations, processing instructions, CDATA sections. */
  | { readonly kind: 'other'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string };

/** XML or HTML with one element a line, indented; elements that hold nothing but a little text stay on one. */
export function layOutMarkup(text: string, isHtml: boolean, look: Look): LaidOut {
  const made: (() => Row)[] = [];
  const texts: string[] = [];
  const mostIndent = look.cells >> 2;
  let depth = 0;
  const push = (line: () => Line, value: string, whole = value) => {
    const indent = ' '.repeat(2 * Math.min(depth, mostIndent));
    texts.push(whole);
    made.push(() => ({
      ...wire([span(indent), ...line()], indent.length + 2),
      copies: { path: '', value: () => value },
    }));
  };
  const pieces = piecesOf(text, isHtml);
  const ahead: Piece[] = [];
  const peek = (distance: number): Piece | undefined => {
    while (ahead.length <= distance) {
      const next = pieces.next();
      if (next.done) return undefined;
      ahead.push(next.value);
    }
    return ahead[distance];
  };
  while (made.length < MOST_ROWS) {
    const piece = peek(0);
    if (piece === undefined) break;
    const next = peek(1);
    const afterNext = peek(2);
    ahead.shift();
    if (piece.kind === 'open') {
      const isShortText = next?.kind === 'text' && isShort(next.text);
      if (isShortText && afterNext?.kind === 'close' && afterNext.name === piece.name) {
        const content = next.text.trim();
        push(
          () => [...tag(piece.text), span(shown(content)), ...tag(afterNext.text)],
          content,
          piece.text + content + afterNext.text,
        );
        ahead.splice(0, 2);
      } else if (next?.kind === 'close' && next.name === piece.name) {
        push(() => [...tag(piece.text), ...tag(next.text)], '', piece.text + next.text);
        ahead.shift();
      } else {
        push(() => tag(piece.text), piece.text);
        depth += 1;
      }
    } else if (piece.kind === 'text' || piece.kind === 'other') {
      const tone = piece.kind === 'other' ? 'dim' : 'plain';
      for (const line of piece.text.split('\n')) {
        const content = line.trim();
        if (content !== '') push(() => [span(shown(content), tone)], content);
      }
    } else {
      if (piece.kind === 'close') depth = Math.max(0, depth - 1);
      push(() => tag(piece.text), piece.text);
    }
  }
  const isWhole = peek(0) === undefined && made.length <= MOST_ROWS;
  const rows: Rows = {
    count: Math.min(made.length, MOST_ROWS),
    at: (index) => made[index]!(),
    textAt: (index) => texts[index]!,
  };
  const end = isWhole
    ? []
    : [warning(`Only the first ${MOST_ROWS.toLocaleString('en-US')} lines are laid out; x shows all.`)];
  return plainly(joined(rows, rowsOf(end)), look);
}

/** Never throws and never looks back: what is not well-formed is text. */
function* piecesOf(text: string, isHtml: boolean): Generator<Piece> {
  let at = 0;
  while (at < text.length) {
    const start = text.indexOf('<', at);
    if (start < 0) break;
    if (start > at && text.slice(at, start).trim() !== '') yield { kind: 'text', text: text.slice(at, start) };
    const special = specialEnd(text, start);
    const end = special ?? tagEnd(text, start);
    const whole = text.slice(start, end);
    const name = /^<\/?([^\s/>]{1,100})/.exec(whole)?.[1] ?? '';
    const plainName = isHtml ? name.toLowerCase() : name;
    at = end;
    if (special !== undefined || !/^[\p{Letter}_:]/u.test(name)) yield { kind: 'other', text: whole };
    else if (whole.startsWith('</')) yield { kind: 'close', name: plainName, text: whole };
    else if (whole.endsWith('/>') || (isHtml && VOID.has(plainName)))
      yield { kind: 'empty', name: plainName, text: whole };
    else {
      yield { kind: 'open', name: plainName, text: whole };
      if (isHtml && RAW.has(plainName)) {
        const close = new RegExp(`</${plainName}\\s*>`, 'ig');
        close.lastIndex = at;
        const rawEnd = close.exec(text)?.index ?? text.length;
        if (text.slice(at, rawEnd).trim() !== '') yield { kind: 'text', text: text.slice(at, rawEnd) };
        at = rawEnd;
      }
    }
  }
  if (text.slice(at).trim() !== '') yield { kind: 'text', text: text.slice(at) };
}

function specialEnd(text: string, start: number): number | undefined {
  for (const [opening, closing] of [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
    ['<!', '>'],
  ] as const) {
    if (!text.startsWith(opening, start)) continue;
    const end = text.indexOf(closing, start + opening.length);
    return end < 0 ? text.length : end + closing.length;
  }
  return undefined;
}

/** A `>` inside of a quoted attribute does not end the tag. */
function tagEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === GREATER) return at + 1;
    if (code !== DOUBLE_QUOTE && code !== SINGLE_QUOTE) continue;
    const end = text.indexOf(text[at]!, at + 1);
    // A quotation mark without its partner is none.
    if (end >= 0) at = end;
  }
  return text.length;
}

const SHORT = 200;

function isShort(text: string): boolean {
  return text.length <= SHORT && !text.trim().includes('\n');
}

/** The name of the element apart from its attributes, and their values apart from them. */
function tag(text: string): Line {
  const spans: Span[] = [];
  const [, opening = '', name = '', rest = ''] = /^(<\/?)([^\s/>]*)(.*)$/s.exec(beginningOf(text, LONGEST_ROW)) ?? [];
  spans.push(span(safeText(opening), 'dim'), span(safeText(name), 'name'));
  for (const part of rest.split(/("[^"]*"|'[^']*')/)) {
    if (part === '') continue;
    const isValue = /^["']/.test(part) && part.length > 1;
    spans.push(span(shown(part), isValue ? 'string' : 'dim'));
  }
  return spans;
}

function shown(text: string): string {
  return safeText(beginningOf(text, LONGEST_ROW).replace(/\s+/g, ' '));
}
