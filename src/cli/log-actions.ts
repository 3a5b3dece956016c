import type { CaptureReader } from '../store/capture-reader.ts';
import type { LogActions } from '../tui/source.ts';
import type { ActionSurroundings } from './actions/surroundings.ts';
import type { Terminal } from './command.ts';

/** What the keys of the interface do to one exchange. Everything that leaves is redacted. */
export function logActions(
  reader: CaptureReader | (() => CaptureReader),
  terminal: Terminal,
  session: ActionSurroundings['session'],
  workingFolder = process.cwd(),
): LogActions {
  /** Hosts that pass unread since a key was pressed. */
  const tunnelled = new Set<string>();
  const surroundings: ActionSurroundings = {
    get reader() {
      return typeof reader === 'function' ? reader() : reader;
    },
    terminal,
    session,
    workingFolder,
  };
  return {
    tunnelHost: async (id) => (await LOADED.tunnelHost()).tunnelHost(surroundings, id, tunnelled),
    ...(session.pause !== undefined && { pauseRecording: async (isPaused) => pauseRecording(session, isPaused) }),
    exportReport: async (id) => (await LOADED.export()).saveExport(surroundings, id, 'report'),
    exportChoices: async () => (await LOADED.export()).exportChoices(),
    previewExport: async (id, format) => (await LOADED.export()).previewExport(surroundings, id, format),
    saveExport: async (id, format) => (await LOADED.export()).saveExport(surroundings, id, format),
    copyCurl: async (id) => (await LOADED.copy()).copy(surroundings, id, 'curl'),
    copy: async (id, part) => (await LOADED.copy()).copy(surroundings, id, part),
    copyText: async (text, what) => (await LOADED.copy()).copyText(surroundings, text, what),
    pin: async (id, isPinned) => (await LOADED.mark()).pin(surroundings, id, isPinned),
    note: async (id, text) => (await LOADED.mark()).note(surroundings, id, text),
    label: async (id, name) => (await LOADED.mark()).label(surroundings, id, name),
    mockRules: async () => (await LOADED.mock()).mockRules(surroundings),
    useMockRule: async (rule, isEnabled) => (await LOADED.mock()).useMockRule(surroundings, rule, isEnabled),
    mockQuestion: async (id) => (await LOADED.mock()).mockQuestion(surroundings, id),
    mockFrom: async (id) => (await LOADED.mock()).mockFrom(surroundings, id),
    openOutside: async (id, side, program) => (await LOADED.openOutside()).openOutside(surroundings, id, side, program),
    replayQuestion: async (id) => (await LOADED.replay()).replayQuestion(surroundings, id),
    replay: async (id) => (await LOADED.replay()).replay(surroundings, id),
  };
}

/** Loaded when they are wanted: with what they bring along, they take longer to load than all that is shown first. */
const LOADED = {
  copy: () => import('./actions/copy.ts'),
  export: () => import('./actions/export.ts'),
  mark: () => import('./actions/mark.ts'),
  mock: () => import('./actions/mock.ts'),
  openOutside: () => import('./actions/open-outside.ts'),
  replay: () => import('./actions/replay.ts'),
  tunnelHost: () => import('./actions/tunnel-host.ts'),
} as const;

function pauseRecording({ pause }: ActionSurroundings['session'], isPaused: boolean): string {
  pause?.(isPaused);
  return isPaused
    ? 'New calls pass without being recorded; those in flight are recorded to their end'
    : 'New calls are recorded again';
}
