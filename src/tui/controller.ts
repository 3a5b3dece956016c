import { UserError } from '../exchange/user-error.ts';
import { documentOf } from './document.ts';
import { isTextKey, type Key } from './keypress.ts';
import { type Command, commandOf, distanceOf, isMovement, type Movement } from './keys.ts';
import { logLayout } from './layout.ts';
import { type Action, reduce } from './reducer.ts';
import type { LogActions, LogSession, LogSource } from './source.ts';
import { frontView, initialState, type Notice, type Size, type State } from './state.ts';
import * as viewport from './viewport.ts';

/** However much arrives, it is drawn at most this often; keys are answered at once. */
const MIN_READ_INTERVAL_MS = 100;
/** The time a pending exchange has taken is drawn this often. */
const TICK_MS = 1000;
const NOTICE_MS: Readonly<Record<Notice['kind'], number>> = { done: 8_000, failed: 15_000, warning: 15_000 };

export interface ControllerOptions {
  readonly source: LogSource;
  readonly actions: LogActions;
  readonly session: LogSession;
  readonly size: Size;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The person wants to leave, or (with an error) the interface cannot go on. */
  readonly onEnd: (error?: unknown) => void;
}

type Move = (read: viewport.ReadPage, log: viewport.Viewport, height: number) => viewport.Viewport;

/**
 * Where events meet the state: turns keys, news of the capture and passing time into actions for the reducer,
 * reads what the next screen needs, and carries out what is more than a change of state.
 */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #listeners = new Set<() => void>();
  readonly #stops: (() => void)[] = [];
  #state: State;
  #lastReadAt = Number.NEGATIVE_INFINITY;
  #readTimer: NodeJS.Timeout | undefined;
  #wakeTimer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#state = initialState(options.size, options.now());
  }

  start(): void {
    const { source, session } = this.#options;
    this.#look(viewport.refreshed);
    this.#stops.push(
      source.onChange(() => this.#guarded(() => this.#readSoon())),
      session.onNotice((line) => this.#guarded(() => this.#say('warning', line))),
    );
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#readTimer);
    clearTimeout(this.#wakeTimer);
    for (const stop of this.#stops.splice(0)) stop();
  }

  /** Stable between changes, as React's `useSyncExternalStore` demands. */
  readonly state = (): State => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  press(key: Key): void {
    this.#guarded(() => {
      const view = frontView(this.#state);
      const command = commandOf(view, key);
      if (command === undefined && !(view === 'filter' && isTextKey(key))) return;
      this.#dispatch({ kind: 'pressed' });
      if (command === undefined) this.#type(key);
      else this.#perform(command);
    });
  }

  /** Pasted text goes into the filter; elsewhere it would be keys that nobody meant. */
  paste(text: string): void {
    this.#guarded(() => {
      if (frontView(this.#state) === 'filter') this.#type(text);
    });
  }

  resize(size: Size): void {
    this.#guarded(() => {
      this.#dispatch({ kind: 'resized', size });
      this.#look(viewport.refreshed);
    });
  }

  #perform(command: Command): void {
    const view = frontView(this.#state);
    if (isMovement(command) && (view === 'log' || view === 'filter')) {
      this.#moveLog(command);
      return;
    }
    switch (command) {
      case 'quit':
        this.#options.onEnd();
        break;
      case 'open':
        this.#open(viewport.selectedRow(this.#state.log)?.id);
        break;
      case 'next-failure':
        this.#toFailure('newer');
        break;
      case 'previous-failure':
        this.#toFailure('older');
        break;
      case 'export-report':
        this.#act(this.#options.actions.exportReport);
        break;
      case 'copy-curl':
        this.#act(this.#options.actions.copyCurl);
        break;
      case 'tunnel-host':
        this.#act(this.#options.actions.tunnelHost);
        break;
      default: {
        const { text } = this.#state.filter;
        this.#dispatch({ kind: 'command', command });
        if (this.#state.filter.text !== text) this.#look(viewport.refiltered);
      }
    }
  }

  #type(text: string): void {
    this.#dispatch({ kind: 'typed', text });
    this.#look(viewport.refiltered);
  }

  #moveLog(movement: Movement): void {
    if (movement === 'end') this.#look(viewport.followed);
    else if (movement === 'beginning') this.#look(viewport.atBeginning);
    else this.#look((read, log, height) => viewport.moved(read, log, distanceOf(movement, height), height));
  }

  #toFailure(direction: 'newer' | 'older'): void {
    const { log, filter, open } = this.#state;
    const from = open?.detail.exchange.id ?? log.selectedId ?? 0;
    const id = this.#reading(() => this.#options.source.nextFailure(from, direction, filter.text));
    if (id === undefined) {
      this.#say('failed', `There is no ${direction} failure${filter.text === '' ? '' : ' that matches the filter'}.`);
      return;
    }
    this.#look((read, current, height) => viewport.selected(read, current, id, height));
    if (this.#state.open !== null) this.#open(id);
  }

  #open(id: number | undefined): void {
    if (id === undefined) return;
    const detail = this.#reading(() => this.#options.source.detail(id));
    if (detail === undefined) return;
    // What was opened stays selected: coming back, the person finds it where it was.
    this.#look((read, log, height) => viewport.selected(read, log, id, height));
    this.#dispatch({ kind: 'opened', detail, document: documentOf(detail) });
  }

  #act(action: (id: number) => Promise<string>): void {
    const id = this.#state.open?.detail.exchange.id ?? viewport.selectedRow(this.#state.log)?.id;
    if (id === undefined) return;
    action.call(this.#options.actions, id).then(
      (answer) => this.#guarded(() => this.#say('done', answer)),
      (error: unknown) => this.#guarded(() => this.#say('failed', wordsOf(error))),
    );
  }

  #say(kind: Notice['kind'], text: string): void {
    const until = this.#options.now() + NOTICE_MS[kind];
    this.#dispatch({ kind: 'noticed', notice: { kind, text, until } });
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
      this.#guarded(() => this.#readNews());
    }, wait);
  }

  #readNews(): void {
    this.#lastReadAt = performance.now();
    this.#look(viewport.refreshed);
    const { open } = this.#state;
    // A finished exchange does not change any more.
    if (open === null || open.detail.annotation !== null) return;
    const detail = this.#reading(() => this.#options.source.detail(open.detail.exchange.id));
    if (detail !== undefined) this.#dispatch({ kind: 'opened', detail, document: documentOf(detail) });
  }

  /** Reads what the log shows after a move. */
  #look(move: Move): void {
    const { source, now } = this.#options;
    const { log, filter, size, explained } = this.#state;
    const news = this.#reading(() => {
      const words = filter.text.trim();
      const read: viewport.ReadPage = (anchor, limit) =>
        limit <= 0 ? [] : source.page({ filter: words, anchor, limit });
      const next = move(read, log, logLayout(size).list);
      const row = viewport.selectedRow(next);
      return {
        log: next,
        counts: source.counts(),
        explained:
          row === undefined || row.class === null
            ? null
            : explained?.id === row.id
              ? explained
              : { id: row.id, annotation: source.annotation(row.id) },
      };
    });
    if (news === undefined) return;
    const { annotation = null } = news.explained ?? {};
    const known = news.explained !== null && annotation !== null ? { id: news.explained.id, annotation } : null;
    this.#dispatch({ kind: 'read', now: now(), ...news, explained: known });
  }

  /** A capture that cannot be read now may be readable in a moment: it is said, and what was on screen stays. */
  #reading<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      // A filter is wrong most of the time while it is typed.
      const isFilter = error instanceof UserError && error.code === 'filter';
      this.#say('failed', isFilter ? wordsOf(error) : `The capture could not be read: ${wordsOf(error)}`);
      return undefined;
    }
  }

  #dispatch(action: Action): void {
    const next = reduce(this.#state, action);
    if (next === this.#state) return;
    this.#state = next;
    this.#wakeLater();
    for (const listener of this.#listeners) listener();
  }

  /** Sleeps unless something on screen changes by itself: a notice that goes, a pending exchange that takes longer. */
  #wakeLater(): void {
    clearTimeout(this.#wakeTimer);
    const { notice, log, now } = this.#state;
    const isTicking = log.rows.some(({ durationMs }) => durationMs === null);
    const wait = Math.min(
      isTicking ? TICK_MS : Number.POSITIVE_INFINITY,
      notice === null ? Number.POSITIVE_INFINITY : notice.until - now,
    );
    if (wait === Number.POSITIVE_INFINITY || this.#isStopped) return;
    this.#wakeTimer = setTimeout(
      () => this.#guarded(() => this.#dispatch({ kind: 'time-passed', now: this.#options.now() })),
      Math.max(wait, 1),
    );
  }

  /** Nothing of ours may bring down the process that also forwards the traffic: a mistake ends the interface, said. */
  #guarded(run: () => void): void {
    if (this.#isStopped) return;
    try {
      run();
    } catch (error) {
      this.#options.onEnd(error);
    }
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof UserError) return `${error.message} ${error.nextStep}`;
  return error instanceof Error ? error.message : String(error);
}
