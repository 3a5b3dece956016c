import { hasNews } from './detail/open-detail.ts';
import { openedExchange } from './detail/tab.ts';
import { untilRetry } from './glance.ts';
import { incidentsMenu } from './incidents-menu.ts';
import type { KeyBinding } from './keys.ts';
import { LogLens, type Move } from './log-lens.ts';
import { type Action, reduce } from './reducer.ts';
import type { LogSource } from './source.ts';
import { initialState, type Notice, type Size, type State } from './state.ts';
import * as viewport from './viewport.ts';
import { wordsOf } from './words-of.ts';

/** However much arrives, it is drawn at most this often; keys are answered at once. */
const MIN_READ_INTERVAL_MS = 100;
/** The time a pending exchange has taken is drawn this often. */
const TICK_MS = 1000;
/** Rate and sparkline of the header are measured again this often, as long as they show anything. */
const PULSE_MS = 5000;
const NOTICE_MS: Readonly<Record<Notice['kind'], number>> = { done: 8_000, failed: 15_000, warning: 15_000 };

export interface ScreenOptions {
  readonly source: LogSource;
  readonly size: Size;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The keys that are in force; by default all. */
  readonly keys?: readonly KeyBinding[];
  /** The person wants to leave, or (with an error) the interface cannot go on. */
  readonly onEnd: (error?: unknown) => void;
}

/** The state that is drawn, and what changes it without a key: news of the capture and passing time. */
export class Screen {
  readonly source: LogSource;
  readonly lens: LogLens;
  readonly #now: () => number;
  readonly #onEnd: (error: unknown) => void;
  readonly #listeners = new Set<() => void>();
  #state: State;
  #lastReadAt = Number.NEGATIVE_INFINITY;
  #lastLookAt = Number.NEGATIVE_INFINITY;
  #readTimer: NodeJS.Timeout | undefined;
  #wakeTimer: NodeJS.Timeout | undefined;
  #stopReading: () => void = () => {};
  #isStopped = false;

  constructor({ source, size, now, keys, onEnd }: ScreenOptions) {
    this.source = source;
    this.lens = new LogLens(source);
    this.#now = now;
    this.#onEnd = onEnd;
    this.#state = initialState(size, now(), keys);
  }

  get state(): State {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    this.look(viewport.refreshed);
    this.#stopReading = this.source.onChange(() => this.guarded(() => this.#readSoon()));
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#readTimer);
    clearTimeout(this.#wakeTimer);
    this.#stopReading();
  }

  dispatch(action: Action): void {
    const next = reduce(this.#state, action);
    if (next === this.#state) return;
    this.#state = next;
    this.#wakeLater();
    for (const listener of this.#listeners) listener();
  }

  say(kind: Notice['kind'], text: string): void {
    const until = this.#now() + NOTICE_MS[kind];
    this.dispatch({ kind: 'noticed', notice: { kind, text, until } });
  }

  /** Nothing of ours may bring down the process that also forwards the traffic: a mistake ends the interface, said. */
  guarded(run: () => void): void {
    if (this.#isStopped) return;
    try {
      run();
    } catch (error) {
      this.#onEnd(error);
    }
  }

  /** A capture that cannot be read now may be readable in a moment: it is said, and what was on screen stays. */
  reading<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.say('failed', `The capture could not be read: ${wordsOf(error)}`);
      return undefined;
    }
  }

  /** Reads what the log shows after a move; `keptId` is shown even where it is folded into others. */
  look(move: Move, keptId?: number): void {
    const now = this.#now();
    this.#lastLookAt = now;
    const reading = this.reading(() => this.lens.read(this.#state, move, now, keptId));
    if (reading !== undefined) this.dispatch({ kind: 'read', now, reading });
  }

  #readSoon(): void {
    if (this.#readTimer !== undefined) return;
    const wait = this.#lastReadAt + MIN_READ_INTERVAL_MS - performance.now();
    if (wait <= 0) {
      this.#readNews();
      return;
    }
    this.#readTimer = setTimeout(() => {
      this.#readTimer = undefined;
      this.guarded(() => this.#readNews());
    }, wait);
  }

  #readNews(): void {
    this.#lastReadAt = performance.now();
    this.look(viewport.refreshed);
    const { open, menu } = this.#state;
    if (menu?.kind === 'incidents') this.dispatch({ kind: 'relisted', menu: incidentsMenu(this.lens.incidents()) });
    // A finished exchange does not change any more.
    if (open === null || open.detail.annotation !== null) return;
    const detail = this.reading(() => this.source.detail(open.detail.exchange.id));
    if (detail === undefined || !hasNews(open.detail, detail)) return;
    this.dispatch({ kind: 'opened', detail: openedExchange(detail, this.source.contents, open.detail.comparedWith) });
  }

  /** Sleeps unless something on screen changes by itself: a notice that goes, a pending exchange that takes longer. */
  #wakeLater(): void {
    clearTimeout(this.#wakeTimer);
    const { notice, log, glance, now } = this.#state;
    const isTicking =
      log.rows.some(({ durationMs }) => durationMs === null) ||
      [...glance.retryAt.values()].some((at) => untilRetry(at, now) !== undefined);
    const isLively = glance.pulse.perSecond > 0 || glance.pulse.failures.length > 0;
    const wait = Math.min(
      isTicking ? TICK_MS : Number.POSITIVE_INFINITY,
      isLively ? PULSE_MS : Number.POSITIVE_INFINITY,
      notice === null ? Number.POSITIVE_INFINITY : notice.until - now,
    );
    if (wait === Number.POSITIVE_INFINITY || this.#isStopped) return;
    this.#wakeTimer = setTimeout(() => this.guarded(() => this.#passTime(isLively)), Math.max(wait, 1));
  }

  #passTime(isLively: boolean): void {
    const now = this.#now();
    if (isLively && now - this.#lastLookAt >= PULSE_MS) this.look(viewport.refreshed);
    else this.dispatch({ kind: 'time-passed', now });
  }
}
