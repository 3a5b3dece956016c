import { UserError } from '../../exchange/user-error.ts';
import { storeError } from '../../store/store-error.ts';

/**
 * What a person can be told of why a capture could not be read, with the next step; undefined where it could. The command that
 * ran is not concerned: its exit code stands. Throws what is a bug of ours.
 */
export function spokenTrouble(read: () => void): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return troubleText(error);
  }
}

/** @throws the error itself where it is a bug of ours. */
export function troubleText(error: unknown): string {
  const spoken = storeError(error) ?? (error instanceof UserError ? error : undefined);
  if (spoken === undefined) throw error;
  return `${spoken.message} ${spoken.nextStep}`;
}
