import { printable } from '../../exchange/printable.ts';
import { UserError } from '../../exchange/user-error.ts';
import { CaptureMarks } from '../../store/marks.ts';
import { mustFind } from '../stored.ts';
import type { ActionSurroundings } from './surroundings.ts';

type Surroundings = Pick<ActionSurroundings, 'reader' | 'session'>;

const LONGEST_NOTE = 10_000;
const LONGEST_LABEL = 100;

/** A pinned exchange stays when room is made. */
export async function pin(surroundings: Surroundings, id: number, isPinned: boolean): Promise<string> {
  mark(surroundings, id, (marks) => marks.pin([id], isPinned));
  return isPinned ? `#${id} is pinned: it stays when room is made` : `#${id} is no longer pinned`;
}

/** Null, or nothing but white space, takes the note away. */
export async function note(surroundings: Surroundings, id: number, text: string | null): Promise<string> {
  const trimmed = text?.trim() || null;
  if (trimmed !== null) mustBeShort('A note', trimmed, LONGEST_NOTE);
  mark(surroundings, id, (marks) => marks.note([id], trimmed));
  return trimmed === null ? `#${id} has no note any more` : `Note put on #${id}`;
}

export async function label(surroundings: Surroundings, id: number, name: string): Promise<string> {
  const trimmed = name.trim();
  if (trimmed === '')
    throw new UserError('no-label', 'A label is a word or some.', 'Give it a name, for example checkout.');
  mustBeShort('A label', trimmed, LONGEST_LABEL);
  mark(surroundings, id, (marks) => marks.label([id], trimmed));
  return `Label ${printable(trimmed)} put on #${id}`;
}

function mark({ reader, session }: Surroundings, id: number, change: (marks: CaptureMarks) => void): void {
  mustFind(reader, id);
  const marks = new CaptureMarks(session.capture);
  try {
    change(marks);
  } catch (error) {
    // `CaptureMarks` waits for a moment; a large transaction takes longer.
    if (!String((error as NodeJS.ErrnoException).code).startsWith('SQLITE_BUSY')) throw error;
    throw new UserError('capture-busy', 'The capture is being written just now.', 'Try it again.');
  } finally {
    marks.close();
  }
}

function mustBeShort(what: string, text: string, most: number): void {
  if (text.length <= most) return;
  throw new UserError('too-long', `${what} has at most ${most} characters.`, 'Make it shorter.');
}
