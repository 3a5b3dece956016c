import type { ExchangeRow } from '../exchange/row.ts';
import type { CaptureReader } from '../store/capture-reader.ts';

const POLL_MS = 40;
const PAGE = 500;

/** Calls `onRow` for every exchange that ends after a revision, until stopped; `stop` looks once more before it returns. */
export function followFinished(
  reader: CaptureReader,
  fromRevision: number,
  onRow: (row: ExchangeRow) => void,
  filter = '',
): { stop(): void } {
  let revision = fromRevision;
  const look = () => {
    for (;;) {
      const changes = reader.changesAfter(revision, PAGE, filter);
      revision = changes.revision;
      for (const row of changes.rows) if (row.durationMs !== null) onRow(row);
      if (changes.rows.length < PAGE) return;
    }
  };
  const timer = setInterval(look, POLL_MS);
  return {
    stop() {
      clearInterval(timer);
      look();
    },
  };
}

/** Calls back when the person or the system asks the program to end; the second time is left to the system. */
export function untilInterrupted(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(signal));
  return promise;
}
