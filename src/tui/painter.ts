import { RESET, type Sequences } from './ansi.ts';
import type { Frame } from './frame.ts';
import { cellsOfLine, type Line } from './line.ts';
import type { Size } from './state.ts';

const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';
const SHOW_CURSOR = '\x1b[?25h';
const HIDE_CURSOR = '\x1b[?25l';
const CLEAR = '\x1b[H\x1b[J';

/**
 * Puts frames on a terminal: only the lines that have changed, each at its own place, so that a width about which terminals
 * disagree moves nothing else; between the marks of synchronized output, so that no half of a frame is ever seen.
 */
export class Painter {
  readonly #sequences: Sequences;
  #shown: readonly string[] = [];
  #caret = '';
  #isKnown = false;

  constructor(sequences: Sequences) {
    this.#sequences = sequences;
  }

  /** Somebody else has drawn: the next frame is drawn whole. */
  forget(): void {
    this.#isKnown = false;
  }

  /** What has to be written for this frame; empty where nothing has changed. */
  paint({ lines, caret }: Frame, { columns }: Size): string {
    const shown = lines.map((line) => this.#textOf(line, columns));
    const place = caret === undefined ? HIDE_CURSOR : `${at(caret.y, caret.x)}${SHOW_CURSOR}`;
    const changed = shown.flatMap((text, y) => (this.#isKnown && text === this.#shown[y] ? [] : [at(y, 0) + text]));
    const isSame = this.#isKnown && changed.length === 0 && place === this.#caret;
    const before = this.#isKnown ? '' : CLEAR;
    this.#shown = shown;
    this.#caret = place;
    this.#isKnown = true;
    return isSame ? '' : `${BEGIN}${HIDE_CURSOR}${before}${changed.join('')}${place}${END}`;
  }

  #textOf(line: Line, columns: number): string {
    let text = '';
    for (const span of line) {
      const sequence = this.#sequences[span.tone];
      text += sequence === '' ? span.text : `${sequence}${span.text}${RESET}`;
    }
    // Behind a full line the cursor still stands on its last cell, which would be erased.
    return cellsOfLine(line) < columns ? `${text}\x1b[K` : text;
  }
}

function at(y: number, x: number): string {
  return `\x1b[${y + 1};${x + 1}H`;
}
