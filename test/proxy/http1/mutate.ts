/** Numbers below a bound from a seed (mulberry32): the same ones in every run. */
export function randomBelow(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** What parsers of HTTP have disagreed about. */
const PIECES = [
  '\r',
  '\n',
  '\r\n',
  '\r\n\r\n',
  '\n\n',
  '\0',
  ' ',
  '\t',
  ':',
  ',',
  ';',
  '0',
  '1',
  'a',
  '"',
  '\x0b',
  '\x7f',
  '\x85',
  '\xa0',
  '\xff',
  'Host: b\r\n',
  'Content-Length: 5\r\n',
  'Transfer-Encoding: chunked\r\n',
  'X: y\r\n',
];

/** The text with one to three of such changes: a piece put in, a character replaced, left out or said again. */
export function mutated(text: string, random: (bound: number) => number): string {
  let changed = text;
  for (let changes = 1 + random(3); changes > 0; changes -= 1) {
    const at = random(changed.length + 1);
    const piece = PIECES[random(PIECES.length)]!;
    switch (random(4)) {
      case 0:
        changed = changed.slice(0, at) + piece + changed.slice(at);
        break;
      case 1:
        changed = changed.slice(0, at) + piece + changed.slice(at + 1);
        break;
      case 2:
        changed = changed.slice(0, at) + changed.slice(at + 1);
        break;
      default:
        changed = changed.slice(0, at) + changed.slice(Math.max(0, at - 1 - random(20)));
    }
  }
  return changed;
}
