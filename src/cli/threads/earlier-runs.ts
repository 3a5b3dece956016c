import { MemoryHistory } from '../../classifier/memory-history.ts';
import { CaptureReader } from '../../store/capture-reader.ts';
import { knownHistory } from '../known-history.ts';

/** What earlier runs have left in the capture: a call is compared with the last success, whoever started the proxy since. */
export function historyOfEarlierRuns(capture: string): MemoryHistory {
  let reader: CaptureReader | undefined;
  try {
    reader = new CaptureReader(capture);
    return knownHistory(reader);
  } catch {
    // The past helps to explain; recording does not depend on it.
    return new MemoryHistory();
  } finally {
    reader?.close();
  }
}
