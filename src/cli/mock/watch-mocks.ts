import { existsSync } from 'node:fs';
import { UserError } from '../../exchange/user-error.ts';
import type { RuleEngine } from '../../mock/rule-engine.ts';
import { MocksFile } from './mocks-file.ts';

/** How often the file is looked at. */
const LOOK_MS = 500;

/**
 * Puts the rules of a file into force, now and whenever it changes. A file that is wrong changes nothing, and is said.
 * @throws UserError `rules-file` where a file that the person named is not there.
 */
export async function watchMocks(
  { file, isWanted }: { readonly file: string; readonly isWanted: boolean },
  engine: RuleEngine,
  say: (line: string) => void,
): Promise<void> {
  if (isWanted && !existsSync(file)) {
    throw new UserError('rules-file', `There is no file ${file}.`, 'Correct the path given with --rules.');
  }
  const mocks = new MocksFile(file);
  const look = async () => {
    const changed = await mocks.readChanges();
    if (changed === undefined) return;
    engine.use(changed.rules);
    for (const line of changed.lines) say(line);
  };
  await look();
  const again = () => {
    void look().finally(() => setTimeout(again, LOOK_MS).unref());
  };
  setTimeout(again, LOOK_MS).unref();
}
