import { UserError } from '../exchange/user-error.ts';

/** An error as it is said to the person, in one line. */
export function wordsOf(error: unknown): string {
  if (error instanceof UserError) return `${error.message} ${error.nextStep}`;
  return error instanceof Error ? error.message : String(error);
}
