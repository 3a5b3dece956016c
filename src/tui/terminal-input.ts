import { type MouseEvent, mouseEventsOf } from './mouse.ts';

/** What terminals send that nobody typed: reports of the mouse, and answers to questions (OSC), which may come late. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what this is about
const REPORT = /\x1b\[<\d{1,3};\d{1,5};\d{1,5}[Mm]|\x1b\]\d{1,4};[^\x07\x1b]{0,1000}(?:\x07|\x1b\\)/g;
/** The beginning of one at the end of what has arrived. A lone escape is a key, and not waited for. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const BEGINNING = /\x1b(?:\[<[\d;]{0,15}|\](?:\d{1,4}(?:;[^\x07\x1b]{0,1000}\x1b?)?)?)$/;
/** The rest of one whose escape character came alone. */
const TORN = /^(?:\[<\d|\]\d{1,4};)/;

/** Takes out of what a terminal sends what is no key. */
export class TerminalInput {
  readonly #onMouse: (event: MouseEvent) => void;
  #held = '';
  #endedInEscape = false;

  constructor(onMouse: (event: MouseEvent) => void) {
    this.#onMouse = onMouse;
  }

  /** What was typed, as far as it is known. */
  keysIn(chunk: string): string {
    const isTorn = this.#endedInEscape && TORN.test(chunk);
    const text = this.#held + (isTorn ? '\x1b' : '') + chunk;
    this.#held = BEGINNING.exec(text)?.[0] ?? '';
    const keys = text.slice(0, text.length - this.#held.length).replace(REPORT, (report) => {
      for (const event of mouseEventsOf(report) ?? []) this.#onMouse(event);
      return '';
    });
    this.#endedInEscape = keys.endsWith('\x1b');
    return keys;
  }

  /** The same keyboard, of which only keys are read. Whoever listens to it listens to the keyboard itself. */
  keyboard(stdin: NodeJS.ReadStream): NodeJS.ReadStream {
    const read = (): string | null => {
      for (;;) {
        const chunk: unknown = stdin.read();
        if (chunk === null) return null;
        const keys = this.keysIn(String(chunk));
        if (keys !== '') return keys;
      }
    };
    return new Proxy(stdin, {
      get(target, name) {
        if (name === 'read') return read;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }
}
