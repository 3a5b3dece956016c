import { memo } from '../memo.ts';
import { CHINESE } from './chinese.ts';
import { CHINESE_FIELDS } from './chinese-fields.ts';
import { DUTCH } from './dutch.ts';
import { ENGLISH_ACCOUNT } from './english/account.ts';
import { ENGLISH_ADDRESS } from './english/address.ts';
import { ENGLISH_CONFLICT } from './english/conflict.ts';
import { ENGLISH_CREDENTIALS } from './english/credentials.ts';
import { ENGLISH_FIELDS } from './english/fields.ts';
import { ENGLISH_FORM } from './english/form.ts';
import { ENGLISH_LIMITS } from './english/limits.ts';
import { ENGLISH_MACROS } from './english/macros.ts';
import { ENGLISH_MEANING } from './english/meaning.ts';
import { ENGLISH_PERMISSION } from './english/permission.ts';
import { ENGLISH_PROOF } from './english/proof.ts';
import { ENGLISH_SERVER } from './english/server.ts';
import { ENGLISH_STATE } from './english/state.ts';
import { ENGLISH_UPSTREAM } from './english/upstream.ts';
import { ENGLISH_VALUE } from './english/value.ts';
import { FRENCH } from './french.ts';
import { GERMAN } from './german.ts';
import { ITALIAN } from './italian.ts';
import { JAPANESE } from './japanese.ts';
import { KOREAN } from './korean.ts';
import { matchSources, type PhraseMatch, type Source } from './match.ts';
import { compile } from './phrase.ts';
import { indexOf } from './phrase-index.ts';
import { POLISH } from './polish.ts';
import { PORTUGUESE } from './portuguese.ts';
import { RUSSIAN } from './russian.ts';
import { SPANISH } from './spanish.ts';
import { TURKISH } from './turkish.ts';
import { compileWide, wideMatches } from './wide.ts';

/** At the first question: a program that only lists or exports does not pay for it. */
const index = memo(() =>
  indexOf([
    ...[
      ENGLISH_CREDENTIALS,
      ENGLISH_PERMISSION,
      ENGLISH_ADDRESS,
      ENGLISH_FORM,
      ENGLISH_MEANING,
      ENGLISH_VALUE,
      ENGLISH_FIELDS,
      ENGLISH_LIMITS,
      ENGLISH_SERVER,
      ENGLISH_ACCOUNT,
      ENGLISH_UPSTREAM,
      ENGLISH_PROOF,
      ENGLISH_CONFLICT,
      ENGLISH_STATE,
    ].flatMap((vocabulary) => compile(vocabulary, ENGLISH_MACROS)),
    ...[GERMAN, FRENCH, SPANISH, PORTUGUESE, ITALIAN, DUTCH, POLISH, RUSSIAN, TURKISH].flatMap((vocabulary) =>
      compile(vocabulary),
    ),
  ]),
);

const wide = memo(() => compileWide(JAPANESE, CHINESE, CHINESE_FIELDS, KOREAN));

/** What the sources say: for each signal the most telling match, the most telling signal first. */
export function understand(sources: readonly Source[]): readonly PhraseMatch[] {
  return matchSources(sources, index(), (source) => wideMatches(source, wide()));
}
