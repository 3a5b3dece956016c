import type { CaptureReader } from '../store/capture-reader.ts';
import type { LogSource } from '../tui/source.ts';

/** A capture is looked at this often: under the frame time of the interface. */
const POLL_MS = 60;

/** The capture as the interface wants to see it. */
export function logSource(reader: CaptureReader): LogSource {
  return {
    page: ({ anchor, limit, filter }) => reader.page(anchor, limit, filter),
    counts: () => reader.counts(),
    nextFailure: (id, direction, filter) => reader.nextFailure(id, direction, filter),
    annotation: (id) => reader.annotation(id),
    detail: (id) => reader.exchange(id),
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
