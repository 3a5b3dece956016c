import type { AnnotatedExchange } from '../exchange/annotation.ts';
import { type DisplayRedaction, redactText } from '../exchange/redact.ts';
import type { LogSource } from '../tui/source.ts';

const NO_BYTES = new Uint8Array();

/** The same log for a screen that others see. What is searched for and counted stays as it is recorded. */
export function maskedSource(source: LogSource, display: DisplayRedaction): LogSource {
  let last: AnnotatedExchange | undefined;
  // Of the exchange that is open, window after window is asked for; one that goes on must be read again.
  const body = (id: number, side: 'request' | 'response') => {
    if (last?.exchange.id !== id || last.annotation === null) {
      const item = source.detail(id);
      last = item && display.detail(item);
    }
    return last?.exchange[side]?.body?.bytes ?? NO_BYTES;
  };
  return {
    ...source,
    page: (request) => source.page(request).map(display.row),
    trouble(since, limit) {
      const { rows, revision } = source.trouble(since, limit);
      return { rows: rows.map(display.row), revision };
    },
    completions(filter, caret) {
      const { candidates, ...place } = source.completions(filter, caret);
      return { ...place, candidates: candidates.filter(({ text }) => redactText(text) === text) };
    },
    annotation(id) {
      const annotation = source.annotation(id);
      return annotation && display.annotation(annotation);
    },
    detail(id) {
      const item = source.detail(id);
      return item && display.detail(item);
    },
    // A secret that stands across the edge of a window would not be seen: what is read is the masked beginning.
    contents: {
      bodySize: (id, side) => body(id, side).length,
      body: (id, side, from, length) => body(id, side).subarray(from, from + length),
      messages(id, from, limit) {
        const item = source.detail(id);
        if (item === undefined) return [];
        const messages = source.contents.messages(id, from, limit);
        return display.detail({ ...item, messages }).messages;
      },
    },
  };
}
