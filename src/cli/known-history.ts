import { MemoryHistory } from '../classifier/memory-history.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { CaptureReader } from '../store/capture-reader.ts';

/** What the classifier asks about lies in the latest calls, nearly always. */
const MOST_LATEST = 300;
/** Of the routes of the first few that are repeated, however long ago that was. */
const MOST_OF_ROUTE = 30;
const MOST_ROUTES = 10;
/** Larger bodies are not looked into by the history either. */
const BODY_BYTES = 64 * 1024;

/** The history as the capture tells it: its latest exchanges, and those that are about to be repeated with others like them. */
export function knownHistory(
  reader: Pick<CaptureReader, 'page' | 'exchange'>,
  repeated: readonly number[] = [],
): MemoryHistory {
  const latest = reader.page({ kind: 'last' }, MOST_LATEST);
  const alike = repeated
    .slice(0, MOST_ROUTES)
    .flatMap((id) => reader.page({ kind: 'before', id: id + 1 }, MOST_OF_ROUTE, `same:${id}`));
  const ids = new Set([...latest, ...alike].map(({ id }) => id));
  const history = new MemoryHistory();
  for (const id of [...ids].sort((a, b) => a - b)) {
    const stored = reader.exchange(id, BODY_BYTES);
    if (stored !== undefined && !isMasked(stored.exchange)) history.add(stored.exchange, stored.annotation);
  }
  return history;
}

/** A credential that was masked before it was stored is another than the one that the caller sent. */
function isMasked({ request }: Exchange): boolean {
  return request.headers.some(([, value]) => MASKED.test(value.slice(0, 400)));
}

const MASKED = /<[a-z][^<>"\\\n]{0,80}, (?:under \d+|\d+\+) (?:characters|digits)/;
