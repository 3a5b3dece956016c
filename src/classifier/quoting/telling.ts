import type { Facts } from '../facts.ts';
import { isStatusName } from '../readers/status-name.ts';
import { clip, LONGEST_LINE } from '../shown.ts';
import { type Sentence, wordsAround } from './pool.ts';
import { BOILERPLATE, contentWords, GENERIC, isAdvice, tellingScore, thingsIn } from './sentences.ts';
import { shortened } from './shorten.ts';

/** What the server says besides, in brackets behind a sentence of our own; nothing where it says no more. */
export function andServerSays(facts: Facts, summary: string, said: string | undefined): string {
  const room = Math.min(MOST_BESIDE, LONGEST_LINE - summary.length - 5);
  if (said === undefined || room < LEAST_PART) return summary;
  const words = tellingWords(facts, said, room, summary);
  const known = contentWords(summary);
  const isNew =
    !isStatusName(words, facts.status ?? 0) &&
    tellingScore(words) > GENERIC &&
    ([...contentWords(words)].some((word) => !known.has(word)) ||
      thingsIn(words).some((thing) => isNews(thing, summary.toLowerCase())));
  return isNew ? `${summary} (${words.includes('"') ? words : `"${words}"`})` : summary;
}

/** Of the server's words beside a sentence that says what is wrong. */
const MOST_BESIDE = 140;

/** Below this a sentence leaves room for what it does not say. */
const SHORT = 70;
/** What is advice may say what is wrong; what every error says does not. */
const LEAST_SCORE = -2.5;
/** Less of a sentence is no help. */
const LEAST_PART = 50;

/**
 * What of the server's words is quoted in `room` characters: those of `said`, without what stands in every error; where
 * that is too long the sentences that tell most; and another of the report's sentences where it says something new.
 * `beside` is what the summary says anyhow.
 */
export function tellingWords(facts: Facts, said: string, room: number, beside = ''): string {
  const { pool, phrases } = wordsAround(facts, said);
  const own = pool.filter(({ source, score }) => source === 0 && score > BOILERPLATE);
  if (pool.length === 1 && pool[0]!.text.length <= room) return pool[0]!.text;
  // Mere advice, or what every error says, leaves the place to another text.
  const start = own.every(({ text, score }) => score < 0 || isAdvice(text)) ? replacement(pool) : own;
  const base = start.length === 0 ? pool.filter(({ source }) => source === 0) : start;
  const kept = fitting(base, room, phrases);
  return joined(withAnother(pool, kept, room, beside, phrases), base);
}

/** The text with the best sentence, where the given one says nothing. */
function replacement(pool: readonly Sentence[]): readonly Sentence[] {
  let best: Sentence | undefined;
  for (const sentence of pool)
    if (sentence.score > 0 && (best === undefined || sentence.score > best.score)) best = sentence;
  return best === undefined ? [] : pool.filter(({ source, score }) => source === best.source && score > BOILERPLATE);
}

/** All of them, or as many of the most telling as there is room for: at least one. */
function fitting(base: readonly Sentence[], room: number, phrases: readonly string[]): readonly Sentence[] {
  const length = base.reduce((sum, { text }) => sum + text.length + 1, 0);
  if (length <= room + 1) return base;
  const kept: Sentence[] = [];
  let left = room;
  for (const sentence of base.toSorted((a, b) => b.score - a.score)) {
    if (sentence.text.length + 2 > left && kept.length > 0) continue;
    const text = shortened(
      sentence.text,
      room,
      phrases.find((phrase) => sentence.text.includes(phrase)),
    );
    kept.push({ ...sentence, text });
    left -= text.length + 2;
  }
  // With what is left the beginning of the first, or of the next.
  const last = kept.reduce((a, b) => (b.place > a.place ? b : a));
  const source = base.filter((sentence) => sentence.source === last.source);
  const rest = [source[0], source.find(({ place }) => place === last.place + 1)].find(
    (sentence) => sentence !== undefined && sentence.score >= 0 && kept.every(({ place }) => place !== sentence.place),
  );
  return rest === undefined || left < LEAST_PART ? kept : [...kept, { ...rest, text: clip(rest.text, left - 1) }];
}

/** The quotation with a sentence from elsewhere in the report, where one says something new and fits. */
function withAnother(
  pool: readonly Sentence[],
  kept: readonly Sentence[],
  room: number,
  beside: string,
  phrases: readonly string[],
): readonly Sentence[] {
  const others = pool.filter(({ source, score }) => score >= LEAST_SCORE && kept.every((own) => own.source !== source));
  if (others.length === 0) return kept;
  const text = kept.map((sentence) => sentence.text).join(' ');
  const known = contentWords(text);
  const around = contentWords(beside.replace(/[_-]/g, ' '));
  const plain = `${text} ${beside}`.toLowerCase();
  const isVague = text.length < SHORT && !thingsIn(text).some((thing) => isNews(thing, beside.toLowerCase()));
  const absent = phrases.filter((phrase) => !text.includes(phrase));
  let best: Sentence | undefined;
  for (const sentence of others) {
    const words = contentWords(sentence.text);
    const newWords = [...words].filter((word) => !known.has(word) && !around.has(word)).length;
    const newThings = thingsIn(sentence.text).filter((thing) => isNews(thing, plain)).length;
    const isDeciding = newWords > 0 && absent.some((phrase) => sentence.text.includes(phrase));
    if (!(newThings > 0 || isDeciding || (isVague && newWords > 1))) continue;
    const isFit = text.length + sentence.text.length + 3 <= room || isWithin(known, words);
    if (isFit && (best === undefined || sentence.score > best.score)) best = sentence;
  }
  if (best === undefined) return kept;
  // One that says the same and more takes the place of the other.
  if (!isAdvice(best.text) && isWithin(known, contentWords(best.text)))
    return [{ ...best, text: shortened(best.text, room) }];
  const { source, place } = best;
  const next = pool.find(
    (sentence) => sentence.source === source && sentence.place === place + 1 && sentence.score > GENERIC,
  );
  const isRoom = next !== undefined && text.length + best.text.length + next.text.length + 4 <= room;
  return isRoom ? [...kept, best, next] : [...kept, best];
}

function isNews(thing: string, plain: string): boolean {
  if (thing.length < 2) return false;
  const path = /^https?:/.test(thing) ? (URL.parse(thing)?.pathname ?? thing) : thing;
  return !plain.includes(path.toLowerCase());
}

function isWithin(words: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return words.size > 0 && [...words].every((word) => others.has(word));
}

/** The main text first, each in the server's order; what is left out between two is marked. */
function joined(kept: readonly Sentence[], base: readonly Sentence[]): string {
  const main = base[0]?.source;
  const rank = ({ source }: Sentence) => (source === main ? -1 : source);
  const ordered = kept.toSorted((a, b) => rank(a) - rank(b) || a.place - b.place);
  const line = ordered.reduce((text, { text: next, source, place }, index) => {
    if (index === 0) return next;
    const before = ordered[index - 1]!;
    const isNext = before.source === source && before.place === place - 1;
    return `${text}${isNext ? (/[。！？]$/.test(text) ? '' : ' ') : ' … '}${next}`;
  }, '');
  const [first] = ordered;
  const isHeadless =
    first !== undefined && base.some(({ source, place }) => source === first.source && place < first.place);
  return `${isHeadless ? '… ' : ''}${line}`;
}
