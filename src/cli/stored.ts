import type { AnnotatedExchange } from '../exchange/annotation.ts';
import { UserError } from '../exchange/user-error.ts';
import { CaptureReader } from '../store/capture-reader.ts';
import { dataFolder } from './data-folder.ts';
import { captureFile } from './session.ts';

/** One exchange of the capture; throws `UserError` `no-such-exchange`. */
export function storedExchange(data: string | undefined, env: NodeJS.ProcessEnv, id: number): AnnotatedExchange {
  const reader = new CaptureReader(captureFile(dataFolder(data, env)));
  try {
    return mustFind(reader, id);
  } finally {
    reader.close();
  }
}

export function mustFind(reader: CaptureReader, id: number): AnnotatedExchange {
  const stored = reader.exchange(id);
  if (stored === undefined) {
    throw new UserError('no-such-exchange', `There is no exchange ${id} in this capture.`, 'See `httpwhy log`.');
  }
  return stored;
}
