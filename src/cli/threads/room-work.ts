/** Pause before the capture is looked at again, where it held no more than it is to keep. */
const LOOK_MS = 1000;
/** While it holds more: how long a step takes, and the pause between two. So calls never wait, and most of the time is theirs. */
const STEP_MS = 8;
const PAUSE_MS = 32;

/** Keeps a capture within its limits while it is recorded. */
export class RoomWork {
  readonly #makeRoom: (milliseconds: number) => boolean;
  readonly #complain: (error: Error) => void;
  #timer: NodeJS.Timeout | undefined;
  #hasComplained = false;

  /** `makeRoom` takes about so many milliseconds, and tells whether there is more to do. */
  constructor(makeRoom: (milliseconds: number) => boolean, complain: (error: Error) => void) {
    this.#makeRoom = makeRoom;
    this.#complain = complain;
  }

  start(): void {
    this.#later(LOOK_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #later(milliseconds: number): void {
    this.#timer = setTimeout(() => this.#work(), milliseconds).unref();
  }

  #work(): void {
    let isMore = false;
    try {
      isMore = this.#makeRoom(STEP_MS);
      this.#hasComplained = false;
    } catch (error) {
      this.#onFailure(error as NodeJS.ErrnoException);
    }
    this.#later(isMore ? PAUSE_MS : LOOK_MS);
  }

  /** Once; another program that writes at the moment is nothing to complain about. */
  #onFailure(error: NodeJS.ErrnoException): void {
    if (this.#hasComplained || error.code?.startsWith('SQLITE_BUSY')) return;
    this.#hasComplained = true;
    this.#complain(error);
  }
}
