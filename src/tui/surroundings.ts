import type { TimeOfDay } from './time.ts';

/** What views show that is not state: it stays the same as long as the interface runs, unless `State.recording` says otherwise. */
export interface Surroundings {
  readonly address: string;
  /** What is being run; empty where nothing is. */
  readonly run: string;
  /** Nothing is being recorded. */
  readonly isOver: boolean;
  /** The proxy does not listen yet. */
  readonly isStarting?: boolean;
  readonly hints: readonly string[];
  readonly timeOfDay: TimeOfDay;
}
