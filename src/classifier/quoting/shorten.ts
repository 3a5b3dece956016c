import { clip } from '../shown.ts';
import { thingsIn } from './sentences.ts';

const UUID = /\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const LONG_PATH = /(?:\/[\w.~%@:+…-]{1,100}){5,40}/g;
/** ARNs, object keys, tokens without a space. */
const LONG_NAME = /[\w:/.@+=-]{61,}/g;
const LONGEST_PATH = 48;

/** `/subscriptions/7f6a…/providers/Microsoft.Web/sites/shop-api` → `/subscriptions/…/sites/shop-api`: both ends tell most. */
export function shortPath(path: string, limit = LONGEST_PATH): string {
  if (path.length <= limit) return path;
  const segments = path.split('/');
  const head = segments.slice(0, 2).join('/');
  let tail = '';
  for (let at = segments.length - 1; at > 1; at -= 1) {
    const longer = `/${segments[at]}${tail}`;
    if (head.length + longer.length + 2 > limit) break;
    tail = longer;
  }
  return tail === '' ? clip(path, limit) : `${head}/…${tail}`;
}

/**
 * A sentence in at most `limit` characters. Long ids and paths lose their middle first; where that is not enough, the part
 * stays in which `anchor` stands, or the first of the quoted things and names.
 */
export function shortened(sentence: string, limit: number, anchor?: string): string {
  if (sentence.length <= limit) return sentence;
  const text = sentence
    .replace(UUID, '$1…')
    .replace(LONG_PATH, (path) => shortPath(path))
    .replace(LONG_NAME, (name) => `${name.slice(0, 24)}…${name.slice(-20)}`);
  if (text.length <= limit) return text;
  const things = thingsIn(text.replace(/'[0-9a-f]{8}…'/gi, (id) => ' '.repeat(id.length)));
  const points = [anchor, ...things].flatMap((thing) => {
    const at = thing === undefined || thing === '' ? -1 : text.indexOf(thing);
    return at < 0 ? [] : [{ at, end: at + thing!.length }];
  });
  const [first] = points;
  if (first === undefined) return clip(text, limit);
  // What stands right behind the words that decided is what they are about.
  const next = points.slice(1).find(({ at, end }) => at >= first.end && end - first.at < limit - 8);
  const end = next?.end ?? first.end;
  if (end < limit - 1) return clip(text, limit);
  const space = text.indexOf(' ', Math.max(0, end - limit + 2)) + 1;
  return clip(`…${text.slice(space === 0 || space > first.at ? first.at : space)}`, limit);
}
