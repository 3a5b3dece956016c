import type { Facts } from '../facts.ts';
import { perExchange } from '../per-exchange.ts';
import { isWide, plainSentence } from '../readers/error-report/words.ts';
import { isStatusName } from '../readers/status-name.ts';
import { secretsOf, withoutSecrets } from '../secrets.ts';
import {
  BOILERPLATE,
  GENERIC,
  isAdvice,
  isBoilerplate,
  sentencesIn,
  tellingScore,
  withoutAsides,
} from './sentences.ts';

const MOST_TEXTS = 8;

export interface Sentence {
  readonly text: string;
  /** Which text it stands in, and where: the quotation keeps the server's order. */
  readonly source: number;
  readonly place: number;
  readonly score: number;
}

export interface Words {
  /** The sentences of what is to be quoted, of source 0, then those of the report's other texts. */
  readonly pool: readonly Sentence[];
  /** What of them gave the verdict, the most telling first. */
  readonly phrases: readonly string[];
}

/** By what is quoted: several findings quote the same text. */
const wordsOf = perExchange((_facts: Facts) => new Map<string, Words>());

export function wordsAround(facts: Facts, said: string): Words {
  const ofFacts = wordsOf(facts);
  let words = ofFacts.get(said);
  if (words === undefined) {
    words = read(facts, said);
    ofFacts.set(said, words);
  }
  return words;
}

function read(facts: Facts, said: string): Words {
  const plain = bare(withoutSecrets(said, secretsOf(facts)), facts);
  const others = otherTexts(facts, said);
  const own = sentencesIn(plain);
  // With nothing to choose between there is nothing to weigh.
  if (others.length === 0 && own.length === 1)
    return { pool: [{ text: plain, source: 0, place: 0, score: 0 }], phrases: [] };
  if (others.length === 0 && plain.length < SHORT_TEXT) return { pool: unweighed(own), phrases: [] };
  const phrases = facts
    .signals()
    .filter(({ isAside, kind, weight }) => !isAside && kind !== 'code' && weight > 1)
    .slice(0, 3)
    .map(({ text }) => text);
  const pool = [own, ...others.map(sentencesIn)].flatMap((sentences, source) =>
    sentences.map((text, place) => ({ text, source, place, score: scoreOf(text, place, phrases) })),
  );
  return { pool, phrases };
}

/** A text that every summary has room for. */
const SHORT_TEXT = 140;

function unweighed(sentences: readonly string[]): readonly Sentence[] {
  return sentences.map((text, place) => ({ text, source: 0, place, score: isBoilerplate(text) ? BOILERPLATE : 0 }));
}

function scoreOf(text: string, place: number, phrases: readonly string[]): number {
  const score = tellingScore(text);
  if (score <= GENERIC) return score;
  const at = phrases.findIndex((phrase) => text.includes(phrase));
  // What is wrong mostly stands first.
  return score + (at === 0 ? 2 : at > 0 ? 1 : 0) + (place === 0 && score >= 0 && !isAdvice(text) ? 4 : 0);
}

/** Without ids at the end, unless nothing is left but the status. */
function bare(said: string, { status }: Facts): string {
  const plain = withoutAsides(said);
  return plain === '' || isStatusName(plain, status ?? 0) ? said : plain;
}

/** Sentences of the report that are not part of the given one. */
function otherTexts(facts: Facts, said: string): readonly string[] {
  const report = facts.error();
  if (report === undefined) return [];
  if (report.more.length === 0 && report.fields.length === 0 && (report.message ?? said) === said) return [];
  const found: string[] = [];
  for (const text of [
    report.message ?? '',
    ...report.fields.slice(0, 3).map(({ message }) => message),
    ...report.more,
  ]) {
    if (text.length < 4 || said.includes(text) || found.includes(text)) continue;
    if (isStatusName(text, facts.status ?? 0) || isTrace(text)) continue;
    // Before anything is cut: of half a secret nobody knows that it is one.
    const plain = withoutAsides(plainSentence(withoutSecrets(text, secretsOf(facts)).slice(0, 600)));
    if (THREE_WORDS.test(plain) || isWide(plain)) found.push(plain);
    if (found.length === MOST_TEXTS) break;
  }
  return found;
}

const THREE_WORDS = /^\P{L}*\p{L}+\P{L}+\p{L}+\P{L}+\p{L}/u;

function isTrace(text: string): boolean {
  return /^(?:at |File "|in \/|#\d|\w+(?:\.\w+){2,}[(:])|^\S{1,200}$/.test(text);
}
