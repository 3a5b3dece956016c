import { createInterface } from 'node:readline/promises';
import { UserError } from '../exchange/user-error.ts';
import type { Terminal } from './command.ts';

/** Somebody is there who can answer. */
export function canAsk({ stdin, stderr }: Pick<Terminal, 'stdin' | 'stderr'>): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** Asks on standard error; anything but `y` or `yes` is no, and so is the end of the input. */
export async function askYesNo(
  { stdin, stderr }: Pick<Terminal, 'stdin' | 'stderr'>,
  question: string,
): Promise<boolean> {
  const lines = createInterface({ input: stdin, output: stderr });
  const ended = new AbortController();
  lines.once('close', () => ended.abort());
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal: ended.signal });
    return /^\s*y(?:es)?\s*$/i.test(answer);
  } catch {
    return false;
  } finally {
    lines.close();
  }
}

/**
 * Goes on where the person agrees to what `sentence` says, or has agreed beforehand with `--yes`; false where not.
 * @throws UserError `needs-yes` where nobody can be asked
 */
export async function consents(
  terminal: Pick<Terminal, 'stdin' | 'stderr'>,
  sentence: string | undefined,
  { yes, question }: { readonly yes: boolean; readonly question: string },
): Promise<boolean> {
  if (sentence === undefined || yes) return true;
  if (!canAsk(terminal))
    throw new UserError('needs-yes', sentence, 'Nothing was done; add --yes to do it all the same.');
  return askYesNo(terminal, `httpwhy: ${sentence}\nhttpwhy: ${question}`);
}
