/**
 * A run of letters, digits, `-` and `_` that nobody wrote by hand: its kinds of characters change all the time.
 * `iphone-15-pro-max-256gb` and `someLongCamelCaseName` are none, a hash, a UUID and a key are.
 */
export function isRandomRun(run: string): boolean {
  let changes = 0;
  let digits = 0;
  let letters = 0;
  let humps = 0;
  let before = 0;
  for (let at = 0; at < run.length; at += 1) {
    const kind = kindOf(run.charCodeAt(at));
    if (kind === DIGIT) digits += 1;
    else if (kind !== OTHER) letters += 1;
    if (kind !== before && kind !== OTHER && before !== OTHER && at > 0) {
      if (kind === DIGIT || before === DIGIT) changes += 1;
      else humps += 1;
    }
    before = kind;
  }
  if (letters === 0) return false;
  if (digits < 2) return humps > run.length * 0.3;
  return changes >= 4 && changes + humps / 2 >= run.length * 0.15;
}

const OTHER = 0;
const DIGIT = 1;

function kindOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return DIGIT;
  if (code >= 0x61 && code <= 0x7a) return 2;
  return code >= 0x41 && code <= 0x5a ? 3 : OTHER;
}
