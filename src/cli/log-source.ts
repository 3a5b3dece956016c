import type { CaptureReader } from '../store/capture-reader.ts';
import { DETAIL_BYTES, type LogSource } from '../tui/source.ts';

/** A capture is looked at this often: under the frame time of the interface. */
const POLL_MS = 60;
const TROUBLE = 'is:trouble';

/** The capture as the interface wants to see it. */
export function logSource(reader: CaptureReader): LogSource {
  return {
    page: ({ anchor, limit, filter }) => reader.page(anchor, limit, filter),
    counts: () => reader.counts(),
    trouble(since, limit) {
      if (since !== null) return reader.changesAfter(since, limit, TROUBLE);
      // What changes in between is told twice rather than never.
      const revision = reader.revision();
      return { rows: reader.page({ kind: 'last' }, limit, TROUBLE), revision };
    },
    completions: (filter, caret) => reader.completions(filter, caret),
    nextFailure: (id, direction, filter) => reader.nextFailure(id, direction, filter),
    annotation: (id) => reader.annotation(id),
    detail: (id) => reader.exchange(id, DETAIL_BYTES),
    contents: {
      bodySize: (id, side) => reader.bodySize(id, side),
      body: (id, side, from, length) => Buffer.concat([...reader.bodyPieces(id, side, from, length)]),
      messages: (id, from, limit) => reader.messages(id, from, limit),
    },
    onChange(listener) {
      let revision = reader.revision();
      const timer = setInterval(() => {
        const latest = reader.revision();
        if (latest === revision) return;
        revision = latest;
        listener();
      }, POLL_MS);
      return () => clearInterval(timer);
    },
  };
}
