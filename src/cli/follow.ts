import type { ExchangeRow } from '../exchange/row.ts';
import type { CaptureReader } from '../store/capture-reader.ts';

const POLL_MS = 40;
const PAGE = 500;

export interface Following {
  /** Rejects once the capture cannot be read any more. Who does not wait for it learns it from `stop`. */
  readonly failed: Promise<never>;
  /** Looks once more; from then on nothing is read. Throws why the capture cannot be read. Safe to call twice. */
  stop(): void;
}

/** Calls `onRow` for every exchange that ends after a revision, until stopped. */
export function followFinished(
  reader: Pick<CaptureReader, 'changesAfter'>,
  fromRevision: number,
  onRow: (row: ExchangeRow) => void,
  filter = '',
): Following {
  let revision = fromRevision;
  let isOver = false;
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => undefined);
  const look = () => {
    for (;;) {
      const changes = reader.changesAfter(revision, PAGE, filter);
      revision = changes.revision;
      for (const row of changes.rows) if (row.durationMs !== null) onRow(row);
      if (changes.rows.length < PAGE) return;
    }
  };
  // Nobody is there to catch what a timer throws: it would end the proxy in the middle of its work.
  const timer = setInterval(() => {
    try {
      look();
    } catch (error) {
      if (isLocked(error)) return;
      clearInterval(timer);
      reject(error);
    }
  }, POLL_MS);
  return {
    failed,
    stop() {
      clearInterval(timer);
      if (isOver) return;
      isOver = true;
      look();
    },
  };
}

/** By another program, for a while. */
function isLocked(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException | undefined)?.code).startsWith('SQLITE_BUSY');
}

/** Calls back when the person or the system asks the program to end; the second time is left to the system. */
export function untilInterrupted(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  // A terminal that is closed says so twice, through the shell and by itself; what ends meanwhile would be cut off.
  process.on('SIGHUP', () => resolve('SIGHUP'));
  return promise;
}
