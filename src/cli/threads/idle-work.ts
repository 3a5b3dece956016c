/** Nothing was recorded for so long: the next call is likely to be some way off. */
const QUIET_MS = 300;
/** How long the work may take before the thread listens again, in a quiet moment and under load. */
const QUIET_STEP_MS = 8;
const BUSY_STEP_MS = 3;
/** Pause between steps. Under load it leaves 99% of the time to the recording. */
const QUIET_PAUSE_MS = 15;
const BUSY_PAUSE_MS = 500;

/**
 * Does work that can wait between the recordings: much of it in quiet moments, a little of it under load. What cannot be
 * done now, because another program has the capture, is tried again after the next recording.
 */
export class IdleWork {
  readonly #step: (milliseconds: number) => boolean;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #recordedAt = 0;

  /** `step` takes about so many milliseconds, and tells whether there is more to do. */
  constructor(step: (milliseconds: number) => boolean, now: () => number) {
    this.#step = step;
    this.#now = now;
  }

  /** To be called after each recording. */
  recorded(): void {
    this.#recordedAt = this.#now();
    this.#timer ??= this.#later(BUSY_PAUSE_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #later(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => this.#work(), milliseconds).unref();
  }

  #work(): void {
    this.#timer = undefined;
    const isQuiet = this.#now() - this.#recordedAt >= QUIET_MS;
    let isMore: boolean;
    try {
      isMore = this.#step(isQuiet ? QUIET_STEP_MS : BUSY_STEP_MS);
    } catch {
      return;
    }
    if (!isQuiet) this.#timer = this.#later(BUSY_PAUSE_MS);
    else if (isMore) this.#timer = this.#later(QUIET_PAUSE_MS);
  }
}
