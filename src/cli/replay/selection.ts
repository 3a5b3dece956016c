import { UserError } from '../../exchange/user-error.ts';
import type { CaptureReader } from '../../store/capture-reader.ts';
import { selectionOf } from '../export-selection.ts';

/** More than anybody wants to send by one command. */
const MOST_REPLAYS = 10_000;

/**
 * The exchanges that a person means, in recorded order where a filter names them. Those that are repetitions themselves are
 * left out then, unless the filter speaks of them: else each time the command is given there would be twice as many.
 * @throws UserError where there are none, or too many
 */
export function replayIds(reader: Pick<CaptureReader, 'matching'>, words: readonly string[]): readonly number[] {
  const selection = selectionOf(words);
  if (selection.kind === 'ids') return selection.ids;
  const { filter } = selection;
  // By itself first, so that a mistake is shown in what was typed.
  reader.matching(filter, 1);
  const isAboutReplays = /\breplay(?:ed)?\b/i.test(filter);
  const ids = reader.matching(isAboutReplays ? filter : `(${filter}) -is:replayed`, MOST_REPLAYS + 1);
  if (ids.length === 0) {
    throw new UserError('nothing-matches', `No exchange matches ${filter}.`, 'See `httpwhy log` for what there is.');
  }
  if (ids.length > MOST_REPLAYS) {
    throw new UserError('too-many-exchanges', `More than ${MOST_REPLAYS} exchanges match.`, 'Narrow the filter.');
  }
  return ids;
}
