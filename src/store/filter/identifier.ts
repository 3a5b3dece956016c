/** A word is an identifier from this length on; its beginning up to here can be told from the index. */
export const IDENTIFIER_LENGTH = 8;
const LEAST_DIGITS = 4;

/**
 * A word that was drawn rather than written: an id, a token, a hash. Everything that holds one is one itself. In such words
 * every three characters occur, so that they would tell nothing; what is looked for must be their beginning.
 */
export function isIdentifier(word: string): boolean {
  if (word.length < IDENTIFIER_LENGTH) return false;
  let digits = 0;
  for (let i = 0; i < word.length; i += 1) {
    const code = word.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      digits += 1;
      if (digits === LEAST_DIGITS) return true;
    }
  }
  return false;
}
