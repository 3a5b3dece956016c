import { describe, expect, test } from 'vitest';
import { CHINESE } from '../../../src/classifier/vocabulary/chinese.ts';
import { CHINESE_FIELDS } from '../../../src/classifier/vocabulary/chinese-fields.ts';
import { DUTCH } from '../../../src/classifier/vocabulary/dutch.ts';
import { ENGLISH_ACCOUNT } from '../../../src/classifier/vocabulary/english/account.ts';
import { ENGLISH_ADDRESS } from '../../../src/classifier/vocabulary/english/address.ts';
import { ENGLISH_CONFLICT } from '../../../src/classifier/vocabulary/english/conflict.ts';
import { ENGLISH_CREDENTIALS } from '../../../src/classifier/vocabulary/english/credentials.ts';
import { ENGLISH_FIELDS } from '../../../src/classifier/vocabulary/english/fields.ts';
import { ENGLISH_FORM } from '../../../src/classifier/vocabulary/english/form.ts';
import { ENGLISH_LIMITS } from '../../../src/classifier/vocabulary/english/limits.ts';
import { ENGLISH_MACROS } from '../../../src/classifier/vocabulary/english/macros.ts';
import { ENGLISH_MEANING } from '../../../src/classifier/vocabulary/english/meaning.ts';
import { ENGLISH_PERMISSION } from '../../../src/classifier/vocabulary/english/permission.ts';
import { ENGLISH_PROOF } from '../../../src/classifier/vocabulary/english/proof.ts';
import { ENGLISH_SERVER } from '../../../src/classifier/vocabulary/english/server.ts';
import { ENGLISH_STATE } from '../../../src/classifier/vocabulary/english/state.ts';
import { ENGLISH_UPSTREAM } from '../../../src/classifier/vocabulary/english/upstream.ts';
import { ENGLISH_VALUE } from '../../../src/classifier/vocabulary/english/value.ts';
import { FRENCH } from '../../../src/classifier/vocabulary/french.ts';
import { GERMAN } from '../../../src/classifier/vocabulary/german.ts';
import { ITALIAN } from '../../../src/classifier/vocabulary/italian.ts';
import { JAPANESE } from '../../../src/classifier/vocabulary/japanese.ts';
import { KOREAN } from '../../../src/classifier/vocabulary/korean.ts';
import { compile, faultOf, matchAt } from '../../../src/classifier/vocabulary/phrase.ts';
import { POLISH } from '../../../src/classifier/vocabulary/polish.ts';
import { PORTUGUESE } from '../../../src/classifier/vocabulary/portuguese.ts';
import { RUSSIAN } from '../../../src/classifier/vocabulary/russian.ts';
import type { Vocabulary } from '../../../src/classifier/vocabulary/signal.ts';
import { SPANISH } from '../../../src/classifier/vocabulary/spanish.ts';
import { TURKISH } from '../../../src/classifier/vocabulary/turkish.ts';
import { wordsOf } from '../../../src/classifier/vocabulary/words.ts';

const linesOf = (lines: string) =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

describe.each<[string, Vocabulary]>([
  ['credentials', ENGLISH_CREDENTIALS],
  ['permission', ENGLISH_PERMISSION],
  ['address', ENGLISH_ADDRESS],
  ['form', ENGLISH_FORM],
  ['meaning', ENGLISH_MEANING],
  ['value', ENGLISH_VALUE],
  ['fields', ENGLISH_FIELDS],
  ['limits', ENGLISH_LIMITS],
  ['server', ENGLISH_SERVER],
  ['account', ENGLISH_ACCOUNT],
  ['upstream', ENGLISH_UPSTREAM],
  ['proof', ENGLISH_PROOF],
  ['conflict', ENGLISH_CONFLICT],
  ['state', ENGLISH_STATE],
  ['German', GERMAN],
  ['French', FRENCH],
  ['Spanish', SPANISH],
  ['Portuguese', PORTUGUESE],
  ['Turkish', TURKISH],
  ['Russian', RUSSIAN],
  ['Polish', POLISH],
  ['Italian', ITALIAN],
  ['Dutch', DUTCH],
])('the phrases of %s', (_name, vocabulary) => {
  test('can all match', () => {
    const faults = Object.values(vocabulary).flatMap((lines) =>
      linesOf(lines).flatMap((line) => {
        const fault = faultOf(line, ENGLISH_MACROS);
        return fault === undefined ? [] : [`${line}: ${fault}`];
      }),
    );
    expect(faults).toEqual([]);
  });

  test('stand once in each signal', () => {
    for (const [signal, lines] of Object.entries(vocabulary)) {
      const phrases = linesOf(lines).map((line) => line.replace(/^[!?]/, ''));
      expect([signal, phrases.filter((phrase, index) => phrases.indexOf(phrase) !== index)]).toEqual([signal, []]);
    }
  });
});

test.each<[string, Vocabulary]>([
  ['Japanese', JAPANESE],
  ['Chinese', CHINESE],
  ['Chinese of fields', CHINESE_FIELDS],
  ['Korean', KOREAN],
])('the phrases of %s are at least two characters long', (_name, vocabulary) => {
  const short = Object.values(vocabulary).flatMap((lines) =>
    linesOf(lines).filter((line) => line.replace(/^[!?]/, '').length < 2),
  );
  expect(short).toEqual([]);
});

describe('the notation', () => {
  const matches = (phrase: string, text: string) => {
    const [compiled] = compile({ expired: phrase });
    const words = wordsOf(text);
    return words.some((_word, start) => matchAt(compiled!, words, start) >= 0);
  };

  test.each<[string, string, boolean]>([
    ['token expired', 'the token expired', true],
    ['token expired', 'the token has expired', false],
    ['token .. expired', 'the token has now expired', true],
    ['token .. expired', 'the token has only just now expired', false],
    ['token .... expired', 'the token. It has expired', false],
    ['key|token [has] expired', 'KEY_EXPIRED', true],
    ['key|token [has] expired', 'the key has expired', true],
    ['expir* token', 'expiring token', true],
    ['can not read', "we can't read it", true],
    ['does not exist', 'it doesn’t exist', true],
    ['ungültig* wert', 'Ungültiger Wert', true],
    ['n est pas', "il n'est pas là", true],
  ])('"%s" against "%s": %s', (phrase, text, expected) => {
    expect(matches(phrase, text)).toBe(expected);
  });

  test.each<[string, string]>([
    ['[a] b', 'begins or ends with a gap or an optional word'],
    ['a ..', 'begins or ends with a gap or an optional word'],
    ["can't read", 'no word of a text can match "can\'t"'],
    ['foo|', 'no word of a text can match ""'],
    ['ex* token', '"ex*" is too short for a first word'],
    ['not [valid|known]', 'matches on function words alone'],
  ])('"%s" is refused: %s', (phrase, fault) => {
    expect(faultOf(phrase)).toBe(fault);
  });
});

test.each<[string, readonly string[]]>([
  ['Token expired. Sign in!', ['token', 'expired', '.', 'sign', 'in', '.']],
  ['ERR_TokenExpired', ['err', 'token', 'expired']],
  ['JWTExpired invalid-grant HTTP2', ['jwt', 'expired', 'invalid', 'grant', 'http', '2']],
  ["You can't, it doesn't; cannot", ['you', 'can', 'not', 'it', 'does', 'not', '.', 'can', 'not']],
  ['see https://a.example/x?y=1 now', ['see', '…', 'now']],
  ['v1.2 at 10.0.0.1', ['v', '1', '2', 'at', '10', '0', '0', '1']],
  ['IDs, APIs', ['ids', 'apis']],
  ['Größe überschritten', ['grosse', 'uberschritten']],
  ['用户 not found。ok', ['用户', 'not', 'found', '.', 'ok']],
  ['', []],
])('the words of "%s"', (text, words) => {
  expect(wordsOf(text).map((word) => word.text)).toEqual(words);
});

test('words know where they stand', () => {
  const text = "It doesn't TokenExpire";
  expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    'It',
    "doesn't",
    "doesn't",
    'Token',
    'Expire',
  ]);
});

test.each([
  ['not found', true],
  ['[no|without] token', true],
  ['unknown field', true],
  ['network error', false],
  ['nonce expired', false],
  ['node lost', false],
])('"%s" denies by itself: %j', (line, isDenial) => {
  expect(compile({ expired: line })[0]!.isDenial).toBe(isDenial);
});
