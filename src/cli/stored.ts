import type { AnnotatedExchange } from '../exchange/annotation.ts';
import { UserError } from '../exchange/user-error.ts';
import type { CaptureReader } from '../store/capture-reader.ts';

/** One exchange of the capture; throws `UserError` `no-such-exchange`. */
export function mustFind(reader: CaptureReader, id: number): AnnotatedExchange {
  const stored = reader.exchange(id);
  if (stored === undefined) {
    throw new UserError('no-such-exchange', `There is no exchange ${id} in this capture.`, 'See `httpwhy log`.');
  }
  return stored;
}
