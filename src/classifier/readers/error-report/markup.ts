import { withoutEntities } from './words.ts';

/** What of a document is looked at: errors stand at its beginning. */
const SEARCHED_CHARACTERS = 16 * 1024;
const MOST_PIECES = 400;

export interface Piece {
  /** The nearest element that is no mere emphasis, in lower case for HTML and as written for XML, without prefix. */
  readonly element: string;
  readonly text: string;
  /** Local names from the root to the element. */
  readonly path: readonly string[];
  /** The text of the start tag behind its name. */
  readonly attributes: string;
}

/** Elements that stand within a sentence. */
const INLINE: ReadonlySet<string> = new Set(
  'a abbr b bdi bdo big cite code del dfn em font i ins kbd mark nobr q s samp small span strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const VOID: ReadonlySet<string> = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
);

/**
 * The texts of a page in order, scripts and styles left out; one pass, whatever the nesting. Emphasis and links are part
 * of the sentence around them.
 */
export function piecesOfHtml(markup: string): readonly Piece[] {
  const text = withoutRaw(markup.slice(0, SEARCHED_CHARACTERS));
  const pieces: Piece[] = [];
  let element = '';
  let attributes = '';
  let run = '';
  const flush = () => {
    const plain = withoutEntities(run).replace(/\s+/g, ' ').trim();
    if (plain !== '' && pieces.length < MOST_PIECES) pieces.push({ element, text: plain, path: [], attributes });
    run = '';
  };
  forEachTag(text, (tag) => {
    run += tag.before;
    const name = tag.name.toLowerCase();
    if (INLINE.has(name)) {
      if (name === 'span' || name === 'br') run += ' ';
      return;
    }
    flush();
    if (tag.isEnd || VOID.has(name)) return;
    element = name;
    attributes = tag.attributes;
  });
  flush();
  return pieces;
}

/** The elements of XML that hold text or stand empty, with their path. */
export function piecesOfXml(markup: string): readonly Piece[] {
  const text = withoutCharacterData(markup.slice(0, SEARCHED_CHARACTERS));
  const pieces: Piece[] = [];
  const path: string[] = [];
  let attributes = '';
  forEachTag(text, (tag) => {
    const local = tag.name.slice(tag.name.indexOf(':') + 1);
    const content = withoutEntities(tag.before).trim();
    if (content !== '' && path.length > 0 && pieces.length < MOST_PIECES) {
      pieces.push({ element: path.at(-1)!, text: content, path: [...path], attributes });
    }
    if (tag.isEnd) {
      if (path.at(-1) === local) path.pop();
      attributes = '';
      return;
    }
    attributes = tag.attributes;
    const isEmpty = tag.attributes.endsWith('/');
    // An element without text may say all in its attributes: `<err code="1" msg="…"/>`.
    if (attributes.length > 1 && pieces.length < MOST_PIECES) {
      pieces.push({ element: local, text: '', path: [...path, local], attributes });
    }
    if (!isEmpty && path.length < 32) path.push(local);
  });
  return pieces;
}

export function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(
    `(?:^|\\s)(?:\\w{1,20}:)?${name}\\s{0,4}=\\s{0,4}(?:"([^"]{0,1000})"|'([^']{0,1000})')`,
    'i',
  ).exec(attributes);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? undefined : withoutEntities(value).trim();
}

interface Tag {
  /** The text between the tag before and this one. */
  readonly before: string;
  readonly name: string;
  readonly attributes: string;
  readonly isEnd: boolean;
}

function forEachTag(text: string, visit: (tag: Tag) => void): void {
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    if (open < 0) break;
    const before = text.slice(at, open);
    const close = text.indexOf('>', open);
    if (close < 0) break;
    const inside = text.slice(open + 1, Math.min(close, open + 2000));
    const match = /^(\/?)([A-Za-z][\w:.-]{0,80})/.exec(inside);
    at = close + 1;
    if (match === null) {
      // A comment, a declaration or a stray sign.
      if (before.trim() !== '') visit({ before, name: '!', attributes: '', isEnd: false });
      continue;
    }
    visit({ before, name: match[2]!, attributes: inside.slice(match[0].length), isEnd: match[1] === '/' });
  }
  const rest = text.slice(at);
  if (!rest.includes('<') && rest.trim() !== '') visit({ before: rest, name: '!', attributes: '', isEnd: true });
}

/** Without the contents of scripts, styles and comments. */
function withoutRaw(text: string): string {
  let result = '';
  let at = 0;
  const raw = /<(script|style|svg|noscript|template|!--)/gi;
  for (let match = raw.exec(text); match !== null; match = raw.exec(text)) {
    const name = match[1]!.toLowerCase();
    // What a page tells people without scripts is the point of many a challenge.
    if (name === 'noscript') continue;
    const end = name === '!--' ? text.indexOf('-->', match.index) : indexOfEnd(text, name, match.index);
    result += `${text.slice(at, match.index)} `;
    at = end < 0 ? text.length : end + (name === '!--' ? 3 : name.length + 3);
    raw.lastIndex = at;
  }
  return result + text.slice(at);
}

function indexOfEnd(text: string, name: string, from: number): number {
  const lower = text.indexOf(`</${name}>`, from);
  return lower >= 0 ? lower : text.indexOf(`</${name.toUpperCase()}>`, from);
}

/** `<![CDATA[…]]>` becomes ordinary text, comments go. */
function withoutCharacterData(text: string): string {
  const plain = text
    .split('<![CDATA[')
    .map((part, index) => {
      const end = index === 0 ? -1 : part.indexOf(']]>');
      if (index === 0 || end < 0) return part;
      return part.slice(0, end).replaceAll('&', '&amp;').replaceAll('<', '&lt;') + part.slice(end + 3);
    })
    .join('');
  return plain
    .split('<!--')
    .map((part, index) => (index === 0 ? part : part.slice(Math.max(0, part.indexOf('-->') + 3))))
    .join('');
}
