import type { Controller } from './controller.ts';
import { frameOf } from './frame.ts';
import type { Painter } from './painter.ts';
import type { Surroundings } from './surroundings.ts';

/** Between two frames at least; the first change after that is drawn at once. */
const MIN_FRAME_MS = 16;

export interface DrawingOptions {
  readonly controller: Pick<Controller, 'state' | 'subscribe'>;
  readonly surroundings: Surroundings;
  readonly painter: Painter;
  readonly stdout: NodeJS.WriteStream;
  /** A frame could not be made: a mistake of ours. */
  readonly onError: (error: unknown) => void;
}

/** Draws the state whenever it has changed, as long as the terminal is ours. */
export class Drawing {
  readonly #controller: DrawingOptions['controller'];
  readonly #surroundings: Surroundings;
  readonly #painter: Painter;
  readonly #stdout: NodeJS.WriteStream;
  readonly #onError: (error: unknown) => void;
  #stopListening: () => void = () => {};
  #lastAt = Number.NEGATIVE_INFINITY;
  #soon: NodeJS.Immediate | undefined;
  #later: NodeJS.Timeout | undefined;
  #isOurs = false;
  #isOver = false;
  #isWaiting = false;

  constructor({ controller, surroundings, painter, stdout, onError }: DrawingOptions) {
    this.#controller = controller;
    this.#surroundings = surroundings;
    this.#painter = painter;
    this.#stdout = stdout;
    this.#onError = onError;
  }

  /** The terminal is ours, with whatever is on it. */
  begin(): void {
    if (this.#isOver) return;
    this.#painter.forget();
    if (!this.#isOurs) this.#stopListening = this.#controller.subscribe(() => this.#changed());
    this.#isOurs = true;
    this.#changed();
  }

  /** Nothing is drawn until it begins again. */
  pause(): void {
    this.#isOurs = false;
    this.#stopListening();
    clearImmediate(this.#soon);
    clearTimeout(this.#later);
    this.#soon = undefined;
    this.#later = undefined;
  }

  /** Nothing is drawn any more. */
  end(): void {
    this.pause();
    this.#isOver = true;
  }

  /** After what is being done: a key changes the state more than once. */
  #changed(): void {
    if (this.#soon !== undefined || this.#later !== undefined) return;
    const wait = this.#lastAt + MIN_FRAME_MS - performance.now();
    if (wait <= 0) this.#soon = setImmediate(() => this.#draw());
    else this.#later = setTimeout(() => this.#draw(), wait);
  }

  #draw(): void {
    this.#soon = undefined;
    this.#later = undefined;
    // What a slow line has not carried yet would only be followed by more that is out of date.
    if (!this.#isOurs || this.#isWaiting || !this.#stdout.writable) return;
    this.#lastAt = performance.now();
    const text = this.#changes();
    if (text === '' || this.#stdout.write(text)) return;
    this.#isWaiting = true;
    this.#stdout.once('drain', () => {
      this.#isWaiting = false;
      if (this.#isOurs) this.#changed();
    });
  }

  #changes(): string {
    try {
      const state = this.#controller.state();
      return this.#painter.paint(frameOf(state, this.#surroundings), state.size);
    } catch (error) {
      this.#onError(error);
      return '';
    }
  }
}
