import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what this is about
const TOKEN = /\x1b\[[?>=]?[\d;]*[@-~]|\x1b.?|./gsu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const CONTROL = /^\x1b\[([?>=]?)([\d;]*)(.)$/;

/**
 * A terminal in memory: it carries out the few sequences that a well-behaved full-screen program needs and throws on
 * any other, so that nothing else can go unnoticed.
 */
export class FakeTerminal extends EventEmitter {
  readonly isTTY = true;
  readonly writable = true;
  columns: number;
  rows: number;
  isAlternate = false;
  isCursorShown = true;
  isPasteBracketed = false;
  /** The wheel sends arrow keys. */
  isWheelKeys = false;
  isMouseReported = false;
  /** How long something to be drawn is waited for before that is a failure. */
  readonly patienceMs: number;
  cursor = { x: 0, y: 0 };
  /** How often a finished screen was handed over: frames between the synchronisation marks. */
  frames = 0;
  #main: string[][] = [[]];
  #alternate: string[][] = [[]];
  readonly #failures: Error[] = [];

  constructor(columns: number, rows: number, patienceMs = 5000) {
    super();
    this.patienceMs = patienceMs;
    this.columns = columns;
    this.rows = rows;
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.#cells().length = Math.min(this.#cells().length, rows);
    this.cursor.y = Math.min(this.cursor.y, rows - 1);
    this.emit('resize');
  }

  write(text: string, done?: () => void): boolean {
    try {
      this.#interpret(text);
    } catch (error) {
      this.#failures.push(error as Error);
    }
    this.emit('drawn');
    if (done !== undefined) queueMicrotask(done);
    return true;
  }

  /** What is on the screen, without blanks at the ends of lines. */
  screen(): string {
    if (this.#failures.length > 0) throw this.#failures[0];
    return Array.from({ length: this.rows }, (_, y) => (this.#cells()[y] ?? []).join('').trimEnd()).join('\n');
  }

  /** Resolves with the screen as soon as it satisfies the condition. */
  async until(condition: (screen: string) => boolean): Promise<string> {
    while (!condition(this.screen())) {
      await new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`This was not awaited:\n${this.screen()}`)), this.patienceMs);
        this.once('drawn', () => {
          clearTimeout(timer);
          resolve(undefined);
        });
      });
    }
    return this.screen();
  }

  #cells(): string[][] {
    return this.isAlternate ? this.#alternate : this.#main;
  }

  #line(): string[] {
    const cells = this.#cells();
    while (cells.length <= this.cursor.y) cells.push([]);
    return cells[this.cursor.y]!;
  }

  #interpret(text: string): void {
    for (const [token] of text.matchAll(TOKEN)) {
      if (token.startsWith('\x1b')) this.#control(token);
      else if (token === '\n') this.#lineFeed();
      else if (token === '\r') this.cursor.x = 0;
      else if (/\p{Control}/u.test(token)) throw new Error(`A control character was sent: ${JSON.stringify(token)}`);
      else this.#print(token);
    }
  }

  #control(sequence: string): void {
    const [, mark = '', parameters = '', final = ''] = CONTROL.exec(sequence) ?? [];
    const [first = 0, second = 0] = parameters.split(';').map(Number);
    const cells = this.#cells();
    switch (mark + final) {
      case 'm':
        return;
      case 'A':
        this.cursor.y = Math.max(0, this.cursor.y - (first || 1));
        return;
      case 'B':
        this.cursor.y = Math.min(this.rows - 1, this.cursor.y + (first || 1));
        return;
      case 'E':
        this.cursor = { x: 0, y: Math.min(this.rows - 1, this.cursor.y + (first || 1)) };
        return;
      case 'G':
        this.cursor.x = (first || 1) - 1;
        return;
      case 'H':
        this.cursor = { y: (first || 1) - 1, x: (second || 1) - 1 };
        return;
      case 'K':
        this.#line().length = first === 2 ? 0 : Math.min(this.cursor.x, this.#line().length);
        return;
      case 'J':
        this.#line().length = Math.min(this.cursor.x, this.#line().length);
        cells.length = Math.min(cells.length, this.cursor.y + 1);
        return;
      case '?h':
      case '?l':
        this.#setMode(first, final === 'h');
        return;
      default:
        throw new Error(`An unexpected sequence was sent: ${JSON.stringify(sequence)}`);
    }
  }

  #setMode(mode: number, isSet: boolean): void {
    if (mode === 25) this.isCursorShown = isSet;
    else if (mode === 2004) this.isPasteBracketed = isSet;
    else if (mode === 1007) this.isWheelKeys = isSet;
    else if (mode === 1000 || mode === 1006) this.isMouseReported = isSet;
    else if (mode === 2026) this.frames += isSet ? 0 : 1;
    else if (mode === 1049) {
      this.isAlternate = isSet;
      if (isSet) this.#alternate = [[]];
    } else throw new Error(`An unexpected mode was set: ${mode}`);
  }

  #lineFeed(): void {
    this.cursor.x = 0;
    if (this.cursor.y < this.rows - 1) this.cursor.y += 1;
    else this.#cells().shift();
  }

  /** Wide characters are not told apart here: tests that look at columns use narrow ones. */
  #print(character: string): void {
    const line = this.#line();
    while (line.length < this.cursor.x) line.push(' ');
    line[this.cursor.x] = character;
    this.cursor.x += 1;
  }
}

/** A keyboard: what is typed is read like from a terminal in raw mode. */
export class FakeKeyboard extends Readable {
  readonly isTTY = true;
  isRaw = false;

  override _read(): void {}

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw;
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  type(keys: string): void {
    this.push(keys);
  }
}
