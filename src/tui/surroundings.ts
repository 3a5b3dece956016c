import type { TimeOfDay } from './time.ts';

/** What views show that is not state: it stays the same as long as the interface runs. */
export interface Surroundings {
  readonly address: string;
  readonly hints: readonly string[];
  readonly timeOfDay: TimeOfDay;
}
