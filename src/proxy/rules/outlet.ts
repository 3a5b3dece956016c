/** What is held before the sender is asked to wait. */
const HIGH_WATER_BYTES = 64 * 1024;
/** Between two pieces of a body that is sent at a given rate. */
const STEP_MS = 50;

/** Hands a body on, at a rate where one is given, and only as fast as the other end takes it. */
export class Outlet {
  readonly #take: (bytes: Buffer) => boolean;
  readonly #onRoom: () => void;
  #bytesPerSecond: number | null = null;
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  #isBlocked = false;
  #isSenderWaiting = false;
  #end: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `take` gives false when it wants a pause until `resume`; `onRoom` is called when a sender that was told false may go on. */
  constructor(take: (bytes: Buffer) => boolean, onRoom: () => void) {
    this.#take = take;
    this.#onRoom = onRoom;
  }

  /** From now on; null: as fast as it goes. */
  pace(bytesPerSecond: number | null): void {
    this.#bytesPerSecond = bytesPerSecond;
  }

  write(bytes: Buffer): boolean {
    if (bytes.length > 0) {
      this.#queue.push(bytes);
      this.#queuedBytes += bytes.length;
      this.#pump();
    }
    this.#isSenderWaiting = this.#isBlocked || this.#queuedBytes > HIGH_WATER_BYTES;
    return !this.#isSenderWaiting;
  }

  /** Calls back when everything has been handed on. */
  end(callback: () => void): void {
    this.#end = callback;
    this.#pump();
  }

  /** The other end takes more. */
  resume(): void {
    this.#isBlocked = false;
    this.#pump();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#end = undefined;
  }

  #pump(): void {
    while (this.#timer === undefined && !this.#isBlocked && this.#queue.length > 0) {
      const [first] = this.#queue as [Buffer];
      const rate = this.#bytesPerSecond;
      const share = rate === null ? first.length : Math.max(1, Math.round((rate * STEP_MS) / 1000));
      const piece = first.subarray(0, share);
      if (piece.length === first.length) this.#queue.shift();
      else this.#queue[0] = first.subarray(share);
      this.#queuedBytes -= piece.length;
      if (rate !== null) {
        const waitMs = Math.max(1, (piece.length / rate) * 1000);
        this.#timer = setTimeout(() => {
          this.#timer = undefined;
          this.#pump();
        }, waitMs);
      }
      if (!this.#take(piece)) this.#isBlocked = true;
    }
    if (this.#isBlocked || this.#timer !== undefined) return;
    if (this.#queue.length === 0 && this.#end !== undefined) {
      const end = this.#end;
      this.#end = undefined;
      end();
    } else if (this.#isSenderWaiting && this.#queuedBytes <= HIGH_WATER_BYTES / 2) {
      this.#isSenderWaiting = false;
      this.#onRoom();
    }
  }
}
