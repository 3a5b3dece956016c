import { mixesCase } from './redact/mask.ts';

/** The parts of an absolute URL by which exchanges are compared. The fragment never reaches a server and is left out. */
export interface UrlParts {
  /** Scheme, host and a port that is not the scheme's own: `https://api.example.com`, in lower case. */
  readonly origin: string;
  /** Host and a port that is not the scheme's own, in lower case. */
  readonly host: string;
  /** As sent, from the first slash; `/` where there is none. */
  readonly path: string;
  /** From the question mark; empty where there is none. */
  readonly search: string;
  /** `origin` and `path` in one. */
  readonly address: string;
}

/** Longer ones are compared by their beginnings. */
const LONGEST_URL = 4096;
const LONGEST_PATH = 2048;

/** Takes an absolute URL apart as it stands; cheaper than `new URL` and its properties. Never throws. */
export function splitUrl(whole: string): UrlParts {
  // A slice keeps the string alive that it is cut from, and the parts are meant to be kept.
  const url = whole.length > LONGEST_URL ? structuredClone(whole.slice(0, LONGEST_URL)) : whole;
  const schemeEnd = url.indexOf('://');
  const hostAt = schemeEnd < 0 ? 0 : schemeEnd + 3;
  const scheme = schemeEnd < 0 ? 'http' : url.slice(0, schemeEnd).toLowerCase();
  const fragmentAt = url.indexOf('#', hostAt);
  const end = fragmentAt < 0 ? url.length : fragmentAt;
  const queryAt = url.indexOf('?', hostAt);
  const pathEnd = queryAt < 0 || queryAt > end ? end : queryAt;
  const slash = url.indexOf('/', hostAt);
  const hostEnd = slash < 0 || slash > pathEnd ? pathEnd : slash;
  const authority = url.slice(hostAt, hostEnd);
  const host = withoutDefaultPort(authority.slice(authority.lastIndexOf('@') + 1).toLowerCase(), scheme);
  const lastInPath = Math.min(pathEnd, hostEnd + LONGEST_PATH);
  const path = hostEnd === pathEnd ? '/' : url.slice(hostEnd, lastInPath);
  const origin = `${scheme}://${host}`;
  // Most URLs stand as they are meant to, and a slice is quicker to look up than two strings put together.
  const isAsMeant = host === authority && path.length > 1 && url.startsWith(scheme);
  return {
    origin,
    host,
    path,
    search: pathEnd === end ? '' : url.slice(pathEnd, end),
    address: isAsMeant ? url.slice(0, lastInPath) : origin + path,
  };
}

function withoutDefaultPort(host: string, scheme: string): string {
  const port = scheme === 'https' || scheme === 'wss' ? ':443' : ':80';
  return host.endsWith(port) ? host.slice(0, -port.length) : host;
}

/**
 * The route of a call as far as its URL alone tells: `GET api.example.com/v1/users/{id}/orders`. Numbers, UUIDs, hashes,
 * prefixed ids, random tokens, dates and e-mail addresses are variable; versions and words stay. Slashes that are
 * doubled or stand at the end do not count, nor does the query.
 */
export function routeOf(method: string, url: string): string {
  const { host, path } = splitUrl(url);
  return `${method} ${host}${templateOf(path, () => false)}`;
}

const VARIABLE = /\{(?:id|date|email|slug)\}/;

/** Segments of one path that are looked at; the rest stays as it is. */
const MOST_SEGMENTS = 40;

/** `isVariable` is asked of each segment that looks like a word, with the template of the path before it. */
export function templateOf(path: string, isVariable: (parent: string, word: string) => boolean): string {
  let template = '';
  let previous = '';
  for (const segment of path.split('/', MOST_SEGMENTS)) {
    if (segment === '') continue;
    const own = segmentTemplate(segment, previous);
    const shown = !VARIABLE.test(own) && isVariable(template, own) ? '{slug}' : own;
    template += `/${shown}`;
    previous = shown;
  }
  return template === '' ? '/' : template;
}

const PLAIN_WORD = /^[A-Za-z]{1,15}$|^[a-z]+(?:[-_][a-z]+)*$/;
const EXTENSION = /\.(?:json|jsonp|xml|csv|tsv|html?|txt|pdf|ics|zip|png|jpe?g|gif|svg)$/i;
/** `Orders(42)`, `Orders('A-1')`: the key in an address of OData. */
const KEY_IN_BRACKETS = /^([A-Za-z_][\w.]{0,60})\((?:'[^']{0,200}'|[\w.,='-]{1,200})\)$/;
/** `orders/42:cancel`: a method of its own in Google's style. */
const OWN_METHOD = /^(.+):([A-Za-z]{2,40})$/;

function segmentTemplate(raw: string, previous: string): string {
  if (PLAIN_WORD.test(raw) && !(raw.length >= 16 && mixesCase(raw))) return raw;
  if (raw.length > 200) return '{id}';
  const semicolon = raw.indexOf(';');
  const segment = decode(semicolon > 0 ? raw.slice(0, semicolon) : raw);
  const inBrackets = KEY_IN_BRACKETS.exec(segment);
  if (inBrackets !== null) return `${inBrackets[1]}({id})`;
  const variable = variableOf(segment, previous);
  if (variable !== undefined) return variable;
  const extension = EXTENSION.exec(segment)?.[0];
  if (extension !== undefined) {
    const name = variableOf(segment.slice(0, -extension.length), previous);
    if (name !== undefined) return name + extension;
  }
  const [, thing = '', verb] = OWN_METHOD.exec(segment) ?? [];
  const variableThing = thing === '' ? undefined : variableOf(thing, previous);
  return variableThing === undefined ? segment : `${variableThing}:${verb}`;
}

function decode(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    // A slash inside of a segment would make two of it.
    return decodeURIComponent(segment).replaceAll('/', '%2F');
  } catch {
    return segment;
  }
}

/** `v1`, `v2.1`, `v1beta1`, `v1_2`. */
const VERSION = /^v\d{1,3}(?:[._]\d{1,3}){0,2}(?:(?:alpha|beta|rc|p)\d{0,3}){0,2}$/i;
/** `3`, `1.1`: a version where nothing but `api` and the like stands before it. */
const BARE_VERSION = /^\d(?:\.\d{1,2}){0,2}$/;
const API_ROOT = /^$|^(?:api|rest|version|ver)$/i;
const DATE = /^\d{4}-\d{2}(?:-\d{2})?$/;
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:?\d{2}/;
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
const UUID = /^\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?$/i;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;
const HEX = /^(?:0x)?[0-9a-f]{8,}$/i;
const EMAIL = /^[^@\s]{1,64}@[^@\s]{1,120}\.[^@\s.]{2,}$/;
/** `PROJ-12`, `INV-0042`. */
const ISSUE_KEY = /^[A-Z][A-Z0-9]{0,11}-\d+$/;
/** `cus_9x`, `pi_3Fk9`: what follows the prefix mixes digits in. */
const PREFIXED = /^[A-Za-z]{1,16}_(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{2,}$/;
/** `ord-2024-0042`, `item_1042`: groups, with a number in them that counts something. */
const NUMBERED = /^[A-Za-z]{1,20}(?:[-_.][A-Za-z0-9]{1,40}){1,6}$/;

/** What takes the place of a segment that names one of many things; undefined for a word or a version. */
function variableOf(segment: string, previous: string): string | undefined {
  if (segment === '' || VERSION.test(segment)) return undefined;
  if (API_ROOT.test(previous) && (BARE_VERSION.test(segment) || DATE.test(segment))) return undefined;
  if (DATE.test(segment) || TIME.test(segment)) return '{date}';
  if (NUMBER.test(segment) || UUID.test(segment) || ULID.test(segment)) return '{id}';
  if (EMAIL.test(segment)) return '{email}';
  if (HEX.test(segment) && /\d/.test(segment)) return '{id}';
  if (ISSUE_KEY.test(segment) || PREFIXED.test(segment)) return '{id}';
  if (NUMBERED.test(segment) && segment.replace(/\D/g, '').length >= 3) return '{id}';
  return looksDrawn(segment) ? '{id}' : undefined;
}

/** Drawn at random rather than chosen: letters and digits in turns, or letters that change their case as no word does. */
function looksDrawn(segment: string): boolean {
  if (segment.length < 8 || !/^[\w.~=-]+$/.test(segment)) return false;
  if (!/\d/.test(segment)) return mixesCase(segment);
  const turns = segment.match(/\d+|[A-Za-z]+/g)?.length ?? 0;
  return turns >= 4 && turns * 6 >= segment.length;
}

/** Paths whose templates are remembered at once. */
const MOST_TEMPLATES = 1024;

/** Positions in paths, with what was seen at each, that are remembered at once; the least recently new one goes first. */
const MOST_POSITIONS = 2048;
const LONGEST_WORD = 64;

interface Position {
  /** Names with a hyphen, digit or the like: `my-first-post`. */
  readonly slugs: Set<string>;
  readonly words: Set<string>;
  slugsVary: boolean;
  wordsVary: boolean;
}

/**
 * Learns which words of a path are names of things, because they vary among siblings: after a few of
 * `/articles/why-it-failed`, `/articles/how-to-retry` … the route is `/articles/{slug}`. What it has learnt depends on
 * nothing but the order of the paths, and its memory is bounded.
 */
export class RouteTable {
  readonly #positions = new Map<string, Position>();
  /** By host and path, as long as nothing new was learnt: most calls are to an address that was called before. */
  readonly #templates = new Map<string, string>();

  /** The route as known so far: `GET api.example.com/v1/users/{id}`. Learns nothing. */
  routeOf(method: string, { host, path }: Pick<UrlParts, 'host' | 'path'>): string {
    return `${method} ${host}${templateOf(path, (parent, word) => this.#varies(host, parent, word))}`;
  }

  /**
   * The route of a call that was answered as it should be. Where its path shows that one more position is variable,
   * `changed` is the beginning of all routes behind it, from the host on (`api.example.com/articles/`): they have new
   * names from now on.
   */
  learn(
    method: string,
    { host, path }: Pick<UrlParts, 'host' | 'path'>,
  ): { readonly route: string; readonly changed: string | undefined } {
    const address = host + path;
    const known = this.#templates.get(address);
    if (known !== undefined) return { route: `${method} ${host}${known}`, changed: undefined };
    let changed: string | undefined;
    const template = templateOf(path, (parent, word) => {
      if (this.#see(host, parent, word)) changed ??= `${host}${parent}/`;
      return this.#varies(host, parent, word);
    });
    if (changed !== undefined || this.#templates.size >= MOST_TEMPLATES) this.#templates.clear();
    this.#templates.set(address, template);
    return { route: `${method} ${host}${template}`, changed };
  }

  #varies(host: string, parent: string, word: string): boolean {
    if (limitsBehind(parent) === undefined || RESERVED.has(word)) return false;
    const position = this.#positions.get(`${host}${parent}`);
    if (position === undefined) return false;
    return isSlug(word) ? position.slugsVary : position.wordsVary;
  }

  /** Whether this sibling is the one that makes the position variable. */
  #see(host: string, parent: string, word: string): boolean {
    const limits = limitsBehind(parent);
    if (limits === undefined || word.length > LONGEST_WORD || RESERVED.has(word)) return false;
    const position = this.#positionAt(`${host}${parent}`);
    if (isSlug(word)) {
      if (position.slugsVary) return false;
      position.slugs.add(word);
      position.slugsVary = position.slugs.size >= limits.slugs;
      if (position.slugsVary) position.slugs.clear();
      return position.slugsVary;
    }
    if (position.wordsVary) return false;
    position.words.add(word);
    // Where words vary, slugs among them do too: they are names just as well.
    position.wordsVary = position.words.size >= limits.words;
    if (!position.wordsVary) return false;
    position.slugsVary = true;
    position.words.clear();
    position.slugs.clear();
    return true;
  }

  #positionAt(key: string): Position {
    const known = this.#positions.get(key);
    if (known !== undefined) return known;
    const fresh: Position = { slugs: new Set(), words: new Set(), slugsVary: false, wordsVary: false };
    this.#positions.set(key, fresh);
    if (this.#positions.size > MOST_POSITIONS) {
      this.#positions.delete(this.#positions.keys().next().value!);
      this.#templates.clear();
    }
    return fresh;
  }
}

function isSlug(word: string): boolean {
  return /[^A-Za-z]/.test(word);
}

/** A plural, or a word behind which a name is expected. */
const COLLECTION = /[^sui]s$|(?:ee|[aeo]u|x)s$|^(?:people|user|repo|project|org|team|tag|topic|name|by-name|slug)$/i;

/**
 * How many different siblings make a position variable. Behind the root, a version or `api` stand the collections of
 * an API, however many: never. Behind a collection stand its members, soon. Elsewhere it takes many.
 */
function limitsBehind(parent: string): { readonly slugs: number; readonly words: number } | undefined {
  if (parent === '') return undefined;
  const last = parent.slice(parent.lastIndexOf('/') + 1);
  if (API_ROOT.test(last) || VERSION.test(last) || BARE_VERSION.test(last) || DATE.test(last)) return undefined;
  if (last === '{slug}') return { slugs: 6, words: 12 };
  if (VARIABLE.test(last)) return { slugs: 24, words: 24 };
  return COLLECTION.test(last) ? { slugs: 3, words: 5 } : { slugs: 12, words: 24 };
}

/** Words that stand where a member's name could, and mean an action or a view of the whole. */
const RESERVED: ReadonlySet<string> = new Set(
  [
    'me self current latest recent search query find filter lookup count stats statistics summary metrics health status',
    'new edit create add update delete remove bulk batch import export upload download validate verify check preview',
    'login logout signin signout register refresh token callback authorize all list active archived deleted popular top',
    '@me _search _bulk _count _doc $batch $count $metadata',
  ]
    .join(' ')
    .split(' '),
);

/**
 * The part of a host name that one owner registers, with the port left out: `api.dev.example.com` → `example.com`. By the
 * usual lengths of labels, not by the list of public suffixes; for comparisons that are only a hint.
 */
export function siteOf(host: string): string {
  const name = host.replace(/:\d{1,5}$/, '');
  if (/^[\d.]+$/.test(name) || name.startsWith('[')) return name;
  const labels = name.split('.');
  const isTwoPartSuffix = labels.length > 2 && labels.at(-1)!.length === 2 && labels.at(-2)!.length <= 3;
  return labels.slice(isTwoPartSuffix ? -3 : -2).join('.');
}
