import type { PhraseMatch, Source } from './match.ts';
import type { Signal, Vocabulary } from './signal.ts';

/** Scripts that do not set words apart: their phrases are looked for as they stand. */
const WIDE = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
const LONGEST_TEXT = 4096;

export interface WidePhrase {
  readonly signal: Signal;
  readonly weight: 1 | 2 | 3;
  /** All of them have to occur, in this order. */
  readonly parts: readonly string[];
}

/** Phrases of Japanese, Chinese and Korean: one a line, `…` for anything between, `!` and `?` as elsewhere. */
export function compileWide(...vocabularies: readonly Vocabulary[]): readonly WidePhrase[] {
  return vocabularies.flatMap((vocabulary) =>
    Object.entries(vocabulary).flatMap(([signal, lines]) =>
      lines
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .map((line): WidePhrase => {
          const weight = line.startsWith('!') ? 3 : line.startsWith('?') ? 1 : 2;
          return { signal: signal as Signal, weight, parts: (weight === 2 ? line : line.slice(1)).split('…') };
        }),
    ),
  );
}

/** The matches of one text; nothing is searched where it has no such script. */
export function wideMatches(source: Source, phrases: readonly WidePhrase[]): readonly Omit<PhraseMatch, 'score'>[] {
  const text = source.text.slice(0, LONGEST_TEXT);
  if (!WIDE.test(text)) return [];
  return phrases.flatMap(({ signal, weight, parts }) => {
    const start = text.indexOf(parts[0]!);
    if (start < 0) return [];
    let end = start + parts[0]!.length;
    for (const part of parts.slice(1)) {
      const at = text.indexOf(part, end);
      // Parts of one phrase stand in one sentence.
      if (at < 0 || at - end > 40) return [];
      end = at + part.length;
    }
    return [
      {
        signal,
        weight,
        text: text.slice(start, end),
        sentence: text.slice(0, 600),
        where: source.where,
        kind: source.kind,
        isAside: false,
      },
    ];
  });
}
