import { ByteWindow } from '../har/byte-window.ts';

export type Line =
  /** From 1; without its end. */
  | { readonly kind: 'line'; readonly number: number; readonly text: string }
  /** Passed over. `offset` is the byte of the file, from 0, where it begins. */
  | { readonly kind: 'too-long'; readonly number: number; readonly offset: number };

const LINE_FEED = 0x0a;

/** The lines of a file in pieces: at most one line is held, and that within a bound. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<Line> {
  const window = new ByteWindow();
  let number = 1;
  let start = 0;
  let searched = 0;
  let isPassedOver = false;
  for await (const chunk of chunks) {
    window.append(chunk);
    for (;;) {
      const end = window.indexOf(LINE_FEED, searched);
      if (end < 0) break;
      if (!isPassedOver) yield lineOf(window, number, start, end, longest);
      number += 1;
      start = end + 1;
      searched = start;
      isPassedOver = false;
    }
    searched = window.end;
    if (!isPassedOver && window.end - start > longest) {
      yield { kind: 'too-long', number, offset: start };
      isPassedOver = true;
    }
    window.forget(isPassedOver ? window.end : start);
  }
  if (!isPassedOver && window.end > start) yield lineOf(window, number, start, window.end, longest);
}

function lineOf(window: ByteWindow, number: number, start: number, end: number, longest: number): Line {
  if (end - start > longest) return { kind: 'too-long', number, offset: start };
  return { kind: 'line', number, text: window.copy(start, end).toString('utf8') };
}
