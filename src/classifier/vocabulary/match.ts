import { matchAt, type Phrase } from './phrase.ts';
import { eachPhraseAt, type PhraseIndex } from './phrase-index.ts';
import { SIGNALS, type Signal } from './signal.ts';
import { markWords } from './word-buckets.ts';
import { type Word, wordsOf } from './words.ts';

/** Where words come from: the machine's name for the error says more than a sentence, and that more than what surrounds it. */
export type SourceKind = 'code' | 'message' | 'field' | 'header' | 'more';

export interface Source {
  readonly kind: SourceKind;
  readonly text: string;
  /** Evidence pointer. */
  readonly where: string;
}

export interface PhraseMatch {
  readonly signal: Signal;
  /** The words that matched, as they came. */
  readonly text: string;
  /** All that was said there. Raw: mask it before it is shown. */
  readonly sentence: string;
  readonly where: string;
  readonly kind: SourceKind;
  /** 3 beyond doubt, 2 clearly, 1 a hint. */
  readonly weight: 1 | 2 | 3;
  /** It stands in advice or a supposition: "check that the token has not expired", "or you may not have access". */
  readonly isAside: boolean;
  /** For comparison among matches of one response; the higher the more telling. */
  readonly score: number;
}

const KIND_SCORE: Readonly<Record<SourceKind, number>> = {
  code: 3,
  message: 3,
  field: 2.5,
  header: 2.5,
  more: 2,
};

/** Words before a phrase that deny it. */
const DENIAL: ReadonlySet<string> = new Set(
  'not no never without nor neither nicht kein keine keinen ohne pas sans sin sem nao non niet geen zonder nie bez не нет без'.split(
    ' ',
  ),
);
/** Words that may stand between the denial and the phrase. */
const BETWEEN: ReadonlySet<string> = new Set(
  'yet been be being a an any the currently already have has had is'.split(' '),
);

/** Words that turn what follows in the same sentence into advice or a supposition. */
const ASIDE: ReadonlySet<string> = new Set(
  'if check ensure verify sure whether may might possibly perhaps maybe unless probably likely otherwise remember docs documentation information ob eventuell si verifique assurez'.split(
    ' ',
  ),
);

const PROOF: ReadonlySet<string> = new Set(['jwt', 'token', 'csrf', 'signature', 'session', 'assertion', 'cookie']);

/** Before `information`: what follows is where to read on. */
const MORE: ReadonlySet<string> = new Set(['more', 'further', 'additional', 'detailed', 'for']);

const ORDER: ReadonlyMap<Signal, number> = new Map(SIGNALS.map((signal, order) => [signal, order]));

/** A text that is made of the beginnings of phrases ends the search; real ones need a tenth of it. */
const MOST_CHECKS = 40_000;

interface Found {
  readonly source: Source;
  readonly words: readonly Word[];
  readonly start: number;
  readonly end: number;
  readonly phrase: Phrase;
  readonly isAside: boolean;
  readonly score: number;
}

/** What a list of sources says: for each signal its most telling match, the most telling of all first. */
export function matchSources(
  sources: readonly Source[],
  index: PhraseIndex,
  findWide: (source: Source) => readonly Omit<PhraseMatch, 'score'>[],
): readonly PhraseMatch[] {
  const best = new Map<Signal, Found>();
  const wide: PhraseMatch[] = [];
  let checks = 0;
  for (const source of sources) {
    const words = wordsOf(source.text);
    const buckets = markWords(words);
    let start = 0;
    const attempt = (phrase: Phrase): void => {
      const known = best.get(phrase.signal);
      const score = scoreOf(phrase, source.kind);
      if (known !== undefined && !isBetter(known, score, words, start, phrase)) return;
      const end = matchAt(phrase, words, start);
      if (end < 0 || (!phrase.isDenial && isDenied(words, start)) || isHarmless(words, start, end)) return;
      const isAside = source.kind !== 'code' && standsInAside(words, start);
      const weighed = isAside ? score - ASIDE_PENALTY : score;
      if (known !== undefined && isAside && !isBetter(known, weighed, words, start, phrase)) return;
      best.set(phrase.signal, { source, words, start, end, phrase, isAside, score: weighed });
    };
    for (; start < words.length && checks < MOST_CHECKS; start += 1) {
      checks += eachPhraseAt(index, words[start]!.text, buckets, attempt);
    }
    for (const match of findWide(source))
      wide.push({
        ...match,
        score: match.weight * 10 + Math.min(match.text.length, 10) * 0.2 + KIND_SCORE[match.kind],
      });
  }
  const matches = withWide([...best.values()].map(matchOf), wide);
  return matches.sort((a, b) => b.score - a.score || ORDER.get(a.signal)! - ORDER.get(b.signal)!);
}

const ASIDE_PENALTY = 12;

/** More telling than what is known; at the same place and as telling the earlier phrase. */
function isBetter(known: Found, score: number, words: readonly Word[], start: number, phrase: Phrase): boolean {
  if (score !== known.score) return score > known.score;
  return known.words === words && known.start === start && phrase.order < known.phrase.order;
}

/** "Could not verify JWT: …", "failed to verify the token": what follows is why, and no advice. */
function isFailedProof(words: readonly Word[], at: number): boolean {
  if (words[at]!.text !== 'verify' && words[at]!.text !== 'check') return false;
  const isOfProof = [at + 1, at + 2, at + 3].some((next) => PROOF.has(words[next]?.text ?? ''));
  if (!isOfProof) return false;
  const before = words[at - 1]?.text;
  return before === 'not' || (before === 'to' && /^(?:failed|failure|unable)$/.test(words[at - 2]?.text ?? ''));
}

/** A longer phrase is a more exact one. */
function scoreOf(phrase: Phrase, kind: SourceKind): number {
  return phrase.weight * 10 + KIND_SCORE[kind] + Math.min(phrase.length, 6) / 2;
}

function matchOf({ source, words, start, end, phrase, isAside, score }: Found): PhraseMatch {
  return {
    signal: phrase.signal,
    text: source.text.slice(words[start]!.start, words[end - 1]!.end),
    sentence: source.text.slice(0, 600),
    where: source.where,
    kind: source.kind,
    weight: phrase.weight,
    isAside,
    score,
  };
}

/** The better of the two for each signal. */
function withWide(matches: PhraseMatch[], wide: readonly PhraseMatch[]): PhraseMatch[] {
  if (wide.length === 0) return matches;
  const best = new Map<Signal, PhraseMatch>();
  for (const match of [...matches, ...wide]) {
    const known = best.get(match.signal);
    if (known === undefined || match.score > known.score) best.set(match.signal, match);
  }
  return [...best.values()];
}

function isDenied(words: readonly Word[], start: number): boolean {
  for (let at = start - 1; at >= Math.max(0, start - 3); at -= 1) {
    const { text } = words[at]!;
    if (DENIAL.has(text)) return true;
    if (!BETWEEN.has(text)) return false;
  }
  return false;
}

/** `No permission problems`: what is denied is the trouble. */
function isHarmless(words: readonly Word[], start: number, end: number): boolean {
  return (
    words[start]!.text === 'no' &&
    /^(?:problems?|issues?|trouble|errors?)$/.test(words[end]?.text ?? words[end - 1]!.text)
  );
}

function standsInAside(words: readonly Word[], start: number): boolean {
  for (let at = start - 1; at >= Math.max(0, start - 14); at -= 1) {
    const { text } = words[at]!;
    if (text === '.') return false;
    if (isFailedProof(words, at)) continue;
    // "Incorrect authentication information: …" goes on with the fault.
    if (text === 'information' && !MORE.has(words[at - 1]?.text ?? '')) continue;
    // "does not exist or you do not have access": the second is only a possibility.
    // `check_in must be …`: a field, and no advice.
    if (text === 'check' && /^(?:in|out)$/.test(words[at + 1]!.text)) continue;
    if (ASIDE.has(text) || (text === 'or' && /^(?:you|it|your)$/.test(words[at + 1]!.text))) return true;
  }
  return false;
}
