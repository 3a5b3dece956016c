import type { CaptureReader } from '../../store/capture-reader.ts';
import type { Terminal } from '../command.ts';
import type { Session } from '../session.ts';

/** What actions on one exchange need beside its number. */
export interface ActionSurroundings {
  readonly reader: CaptureReader;
  readonly terminal: Terminal;
  readonly session: Pick<Session, 'tunnel' | 'folder' | 'capture' | 'settings' | 'display'> &
    Partial<Pick<Session, 'pause'>>;
  /** Where files go that the person asks for. */
  readonly workingFolder: string;
}

/** `no secrets in it`, `2 secrets masked` */
export function maskedRemark(count: number): string {
  return count === 0 ? 'no secrets in it' : `${count} ${count === 1 ? 'secret' : 'secrets'} masked`;
}
