/** What lies behind the text of a terminal; undefined where it does not say. */
export type Background = 'dark' | 'light';

/** A terminal answers within a few milliseconds, over a slow line within a hundred. */
const PATIENCE_MS = 150;
/** OSC 11 asks for the colour; every terminal answers the question after it (DA1), so that nobody waits for one that is not answered. */
const QUESTION = '\x1b]11;?\x1b\\\x1b[c';
// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what this is about
const COLOUR = /\x1b\]11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})[^\x07\x1b]*(?:\x07|\x1b\\)/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const ATTRIBUTES = /\x1b\[\?[\d;]*c/;

/** What the variable says that some terminals set: `15;0` is white on black. */
export function backgroundIn(colorFgBg: string | undefined): Background | undefined {
  const colour = /;(\d{1,2})$/.exec(colorFgBg ?? '')?.[1];
  if (colour === undefined) return undefined;
  return Number(colour) === 7 || Number(colour) >= 9 ? 'light' : 'dark';
}

/** What a terminal's answer says, once it is complete: keys that were pressed meanwhile are left over. */
export function readAnswer(
  text: string,
): { readonly background: Background | undefined; readonly rest: string } | undefined {
  if (!ATTRIBUTES.test(text)) return undefined;
  const colour = COLOUR.exec(text);
  const rest = text.replace(COLOUR, '').replace(ATTRIBUTES, '');
  if (colour === null) return { background: undefined, rest };
  const [red = 0, green = 0, blue = 0] = colour
    .slice(1)
    .map((part) => Number.parseInt(part, 16) / (16 ** part.length - 1));
  // How bright people see it (Rec. 709).
  return { background: 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5 ? 'light' : 'dark', rest };
}

/** Asks the terminal. What was typed meanwhile can still be read; the terminal is left as it was. */
export async function askBackground(
  stdin: NodeJS.ReadStream,
  stdout: NodeJS.WriteStream,
  patienceMs = PATIENCE_MS,
): Promise<Background | undefined> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let text = '';
  const read = () => {
    for (let chunk = stdin.read() as Buffer | string | null; chunk !== null; chunk = stdin.read())
      text += chunk.toString('latin1');
    if (readAnswer(text) !== undefined) resolve();
  };
  const timer = setTimeout(resolve, patienceMs);
  const wasRaw = stdin.isRaw;
  stdin.setRawMode(true);
  stdin.on('readable', read);
  stdout.write(QUESTION);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    stdin.off('readable', read);
    stdin.setRawMode(wasRaw);
  }
  const answer = readAnswer(text);
  const rest = answer?.rest ?? text.replace(COLOUR, '');
  if (rest !== '') stdin.unshift(Buffer.from(rest, 'latin1'));
  return answer?.background;
}
