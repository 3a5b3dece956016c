import type { CaptureReader } from '../store/capture-reader.ts';
import type { LogActions } from '../tui/source.ts';
import { copy, copyText } from './actions/copy.ts';
import { exportChoices, previewExport, saveExport } from './actions/export.ts';
import { label, note, pin } from './actions/mark.ts';
import { openOutside } from './actions/open-outside.ts';
import type { ActionSurroundings } from './actions/surroundings.ts';
import { tunnelHost } from './actions/tunnel-host.ts';
import type { Terminal } from './command.ts';

/** What the keys of the interface do to one exchange. Everything that leaves is redacted. */
export function logActions(
  reader: CaptureReader,
  terminal: Terminal,
  session: ActionSurroundings['session'],
  workingFolder = process.cwd(),
): LogActions {
  /** Hosts that pass unread since a key was pressed. */
  const tunnelled = new Set<string>();
  const surroundings: ActionSurroundings = { reader, terminal, session, workingFolder };
  return {
    tunnelHost: (id) => tunnelHost(surroundings, id, tunnelled),
    ...(session.pause !== undefined && { pauseRecording: async (isPaused) => pauseRecording(session, isPaused) }),
    exportReport: (id) => saveExport(surroundings, id, 'report'),
    exportChoices,
    previewExport: (id, format) => previewExport(surroundings, id, format),
    saveExport: (id, format) => saveExport(surroundings, id, format),
    copyCurl: (id) => copy(surroundings, id, 'curl'),
    copy: (id, part) => copy(surroundings, id, part),
    copyText: (text, what) => copyText(surroundings, text, what),
    pin: (id, isPinned) => pin(surroundings, id, isPinned),
    note: (id, text) => note(surroundings, id, text),
    label: (id, name) => label(surroundings, id, name),
    openOutside: (id, side, program) => openOutside(surroundings, id, side, program),
    async replayQuestion(id) {
      return (await replaying()).replayQuestion(surroundings, id);
    },
    async replay(id) {
      return (await replaying()).replay(surroundings, id);
    },
  };
}

function pauseRecording({ pause }: ActionSurroundings['session'], isPaused: boolean): string {
  pause?.(isPaused);
  return isPaused
    ? 'New calls pass without being recorded; those in flight are recorded to their end'
    : 'New calls are recorded again';
}

/** Loaded when it is wanted: it brings the classifier and the sending half of the proxy along. */
function replaying() {
  return import('./actions/replay.ts');
}
