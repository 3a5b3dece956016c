import { NetworkError, networkError } from '../network-error.ts';
import { type Breakable, BUG, enter, leave, throwOutside } from '../steps.ts';

/**
 * Why a head was not passed on: what was thrown says so, or that it cannot be written (`RangeError`), which has this code.
 * All else is a bug of ours, and no fault of either side.
 */
export function unfitHead(thrown: unknown, of: Breakable, phase: 'request' | 'response', code: string): NetworkError {
  if (thrown instanceof NetworkError) return thrown;
  if (thrown instanceof RangeError) return networkError(phase, code, thrown.message);
  const before = enter(of);
  throwOutside(thrown);
  leave(before);
  return BUG;
}
