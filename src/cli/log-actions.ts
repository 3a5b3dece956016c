import type { CaptureReader } from '../store/capture-reader.ts';
import type { LogActions } from '../tui/source.ts';
import type { Terminal } from './command.ts';

export function logActions(_reader: CaptureReader, _terminal: Terminal): LogActions {
  return {
    exportReport: async (id) => `report ${id}`,
    copyCurl: async (id) => `curl ${id}`,
  };
}
