import type { AnnotatedExchange } from '../exchange/annotation.ts';
import { CallActions, wordsOf } from './call-actions.ts';
import { copyOf } from './detail/copy.ts';
import { hasNews, rowUnderCursor, tabOf } from './detail/open-detail.ts';
import type { OpenedExchange } from './detail/tab.ts';
import { footerCommandAt } from './footer.ts';
import { untilRetry } from './glance.ts';
import { isTextKey, type Key } from './keypress.ts';
import { type Command, commandOf, distanceOf, isMovement, isTyped, type KeyBinding, type Movement } from './keys.ts';
import { detailScreen, logLayout } from './layout.ts';
import { LogLens, type Move } from './log-lens.ts';
import { commandIn, incidentsMenu, type Menu, type Order, paletteMenu, selectedItem, sortedMenu } from './menu.ts';
import type { MouseEvent } from './mouse.ts';
import { type Action, reduce } from './reducer.ts';
import type { LogActions, LogSession, LogSource } from './source.ts';
import { frontView, initialState, type Notice, type Size, type State } from './state.ts';
import * as viewport from './viewport.ts';

/** However much arrives, it is drawn at most this often; keys are answered at once. */
const MIN_READ_INTERVAL_MS = 100;
/** The time a pending exchange has taken is drawn this often. */
const TICK_MS = 1000;
/** Rate and sparkline of the header are measured again this often, as long as they show anything. */
const PULSE_MS = 5000;
const NOTICE_MS: Readonly<Record<Notice['kind'], number>> = { done: 8_000, failed: 15_000, warning: 15_000 };

const WHEEL_LINES = 3;
/** Lines of the log above its headings. */
const LOG_HEAD = 2;
/** So many of the latest calls are put into another order. */
const SORTED_ROWS = 2000;

const COPIED = {
  'copy-url': 'url',
  'copy-curl': 'curl',
  'copy-body': 'body',
  'copy-headers': 'headers',
  'copy-report': 'report',
} as const;

const KEEPING_OFFER: ReadonlySet<string> = new Set<Command>([
  'next-candidate',
  'previous-candidate',
  'older-filter',
  'newer-filter',
]);

export interface ControllerOptions {
  readonly source: LogSource;
  readonly actions: LogActions;
  readonly session: LogSession;
  readonly size: Size;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The keys of this session; by default all. */
  readonly keys?: readonly KeyBinding[];
  /** Gives the terminal away until the promise settles. */
  readonly outside?: (run: () => Promise<void>) => Promise<void>;
  /** Back to the shell until the person returns. */
  readonly onSuspend?: () => void;
  /** Clicks are for the interface, or for the selection of text. */
  readonly onMouse?: (isOn: boolean) => void;
  /** The person wants to leave, or (with an error) the interface cannot go on. */
  readonly onEnd: (error?: unknown) => void;
}

/**
 * Where events meet the state: turns keys, news of the capture and passing time into actions for the reducer,
 * reads what the next screen needs, and carries out what is more than a change of state.
 */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #lens: LogLens;
  readonly #calls: CallActions;
  readonly #listeners = new Set<() => void>();
  readonly #stops: (() => void)[] = [];
  #state: State;
  #lastReadAt = Number.NEGATIVE_INFINITY;
  #lastLookAt = Number.NEGATIVE_INFINITY;
  #readTimer: NodeJS.Timeout | undefined;
  #wakeTimer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #isMouseOn = false;
  /** The call that was selected when the first of two keys was pressed; what arrives in between does not change what is meant. */
  #held: number | undefined;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#lens = new LogLens(options.source);
    this.#calls = new CallActions(options.actions, {
      dispatch: (action) => this.#dispatch(action),
      say: (kind, text) => this.#say(kind, text),
      guarded: (run) => this.#guarded(run),
      outside: options.outside ?? ((run) => run()),
    });
    this.#state = initialState(options.size, options.now(), options.keys);
  }

  start(): void {
    const { source, session } = this.#options;
    this.#dispatch({ kind: 'filters-recalled', past: session.pastFilters ?? [] });
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
      const command = commandOf(view, key, this.#state.keys);
      if (command === undefined && !(isTyped(view) && isTextKey(key))) return;
      this.#dispatch({ kind: 'pressed' });
      if (command === undefined) this.#type(key);
      else this.#perform(command);
    });
  }

  /** Pasted text goes into the filter; elsewhere it would be keys that nobody meant. */
  paste(text: string): void {
    this.#guarded(() => {
      if (isTyped(frontView(this.#state))) this.#type(text);
    });
  }

  /** A click on a row selects it, and opens it where it is selected; one on the last line is the key that is named there. */
  mouse({ kind, x, y }: MouseEvent): void {
    this.#guarded(() => {
      this.#dispatch({ kind: 'pressed' });
      if (kind !== 'click') {
        for (let line = 0; line < WHEEL_LINES; line += 1) this.#perform(kind === 'wheel-up' ? 'up' : 'down');
        return;
      }
      const { size, log } = this.#state;
      const command = y === size.rows - 1 ? footerCommandAt(this.#state, x) : undefined;
      if (command !== undefined) this.#perform(command);
      if (frontView(this.#state) !== 'log') return;
      const layout = logLayout(size);
      const row = log.rows[y - LOG_HEAD - layout.headings];
      if (row === undefined || y < LOG_HEAD + layout.headings) return;
      if (row.id === log.selectedId) this.#open(row.id);
      else this.#look((read, current, height) => viewport.selected(read, current, row.id, height), row.id);
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
    const id = this.#held ?? this.#state.open?.detail.exchange.id ?? viewport.selectedRow(this.#state.log)?.id;
    this.#held = command === 'copy' || command === 'palette' || view === 'palette' ? id : undefined;
    if (id !== undefined && this.#performOnCall(command, id)) return;
    if (this.#performInMenu(command)) return;
    switch (command) {
      case 'quit':
        this.#options.onEnd();
        break;
      case 'open':
        this.#open(viewport.selectedRow(this.#state.log)?.id);
        break;
      case 'unfold':
        if (!this.#fold(true)) this.#open(viewport.selectedRow(this.#state.log)?.id);
        break;
      case 'fold':
        this.#fold(false);
        break;
      case 'next-failure':
        if (this.#isSearching()) this.#dispatch({ kind: 'command', command: 'next-match' });
        else this.#toFailure('newer');
        break;
      case 'previous-failure':
        if (this.#isSearching()) this.#dispatch({ kind: 'command', command: 'previous-match' });
        else this.#toFailure('older');
        break;
      case 'older-of-route':
        this.#alongRoute('older');
        break;
      case 'newer-of-route':
        this.#alongRoute('newer');
        break;
      case 'copy-value':
        this.#copy('value');
        break;
      case 'copy-path':
        this.#copy('path');
        break;
      case 'activate':
        this.#activate();
        break;
      case 'suspend':
        this.#options.onSuspend?.();
        break;
      case 'mouse':
        this.#isMouseOn = !this.#isMouseOn;
        this.#options.onMouse?.(this.#isMouseOn);
        this.#say(
          'done',
          this.#isMouseOn
            ? 'Clicks select and open rows; to select text, hold shift.'
            : 'The mouse selects text again.',
        );
        break;
      case 'pause-recording':
        this.#calls.pauseRecording();
        break;
      default: {
        const before = this.#state;
        this.#dispatch({ kind: 'command', command });
        this.#afterFilter(before, command);
      }
    }
  }

  /** What acts on the open or the selected call. False where the command is another one. */
  #performOnCall(command: Command, id: number): boolean {
    const calls = this.#calls;
    switch (command) {
      case 'export-report':
        calls.exportReport(id);
        return true;
      case 'tunnel-host':
        calls.tunnel(id);
        return true;
      case 'replay':
        calls.replay(id);
        return true;
      case 'export':
        calls.listExports(id);
        return true;
      case 'open-pager':
      case 'open-editor':
        calls.openOutside(id, this.#sideInFront(), command === 'open-pager' ? 'pager' : 'editor');
        return true;
      case 'mark':
        this.#dispatch({ kind: 'noting', id });
        return true;
      case 'copy-url':
      case 'copy-curl':
      case 'copy-body':
      case 'copy-headers':
      case 'copy-report':
        this.#dispatch({ kind: 'command', command: 'cancel' });
        calls.copy(id, COPIED[command]);
        return true;
      default:
        return false;
    }
  }

  /** Opens lists, and carries out what is chosen, answered or typed there. */
  #performInMenu(command: Command): boolean {
    const { menu, note } = this.#state;
    switch (command) {
      case 'incidents':
        this.#dispatch({ kind: 'listed', menu: incidentsMenu(this.#lens.incidents()) });
        return true;
      case 'sort':
        this.#sort('slowest');
        return true;
      case 'next-order':
        if (menu?.order) this.#sort(menu.order === 'slowest' ? 'largest' : 'slowest');
        return true;
      case 'palette':
        this.#dispatch({ kind: 'listed', menu: paletteMenu(frontView(this.#state), this.#state.keys) });
        return true;
      case 'choose':
        if (menu !== null) this.#choose(menu);
        return true;
      case 'yes':
        this.#calls.yes();
        return true;
      case 'keep-note':
        this.#dispatch({ kind: 'command', command: 'cancel' });
        if (note !== null) this.#calls.mark(note.id, note.line.text);
        return true;
      default:
        if (menu?.kind !== 'export' || !isMovement(command)) return false;
        this.#dispatch({ kind: 'command', command });
        if (this.#state.menu !== null) this.#calls.preview(this.#state.menu);
        return true;
    }
  }

  #sort(order: Order): void {
    const { source } = this.#options;
    const request = { filter: this.#lens.filter, anchor: { kind: 'last' }, limit: SORTED_ROWS } as const;
    const rows = this.#reading(() => source.page(request));
    if (rows !== undefined) this.#dispatch({ kind: 'listed', menu: sortedMenu(rows, order) });
  }

  #choose(menu: Menu): void {
    const item = selectedItem(menu);
    if (item === undefined) return;
    this.#dispatch({ kind: 'command', command: 'cancel' });
    switch (menu.kind) {
      case 'palette':
        this.#perform(commandIn(item));
        break;
      case 'export':
        if (menu.about !== null) this.#calls.saveExport(menu.about, item.name);
        break;
      case 'incidents':
      case 'sorted': {
        const id = Number(item.name);
        this.#look((read, log, height) => viewport.selected(read, log, id, height), id);
        break;
      }
    }
  }

  /** The message that somebody who reads an open call has before them. */
  #sideInFront(): 'request' | 'response' {
    const { open } = this.#state;
    return open?.detail.exchange.response === null || (open !== null && tabOf(open).name === 'Request')
      ? 'request'
      : 'response';
  }

  #type(text: string): void {
    const before = this.#state;
    this.#dispatch({ kind: 'typed', text });
    this.#afterFilter(before);
  }

  /** Rows and completions follow the filter as it is typed. */
  #afterFilter(before: State, command?: Command): void {
    const { filter, pastFilters } = this.#state;
    if (filter.text !== before.filter.text) this.#look(viewport.refiltered);
    if (pastFilters !== before.pastFilters) this.#options.session.keepFilters?.(pastFilters);
    // A line into which something was put by these keys goes on offering what it offered.
    const isRecalled = command !== undefined && KEEPING_OFFER.has(command);
    if (frontView(this.#state) !== 'filter' || (isRecalled && this.#state.typing.offer.candidates.length !== 1)) return;
    if (filter === before.filter && frontView(before) === 'filter') return;
    const offer = this.#reading(() => this.#options.source.completions(filter.text, filter.caret));
    if (offer !== undefined) this.#dispatch({ kind: 'offered', offer });
  }

  #moveLog(movement: Movement): void {
    if (movement === 'end') this.#look(viewport.followed);
    else if (movement === 'beginning') this.#look(viewport.atBeginning);
    else this.#look((read, log, height) => viewport.moved(read, log, distanceOf(movement, height), height));
  }

  #toFailure(direction: 'newer' | 'older'): void {
    const { log, filter, open } = this.#state;
    const from = open?.detail.exchange.id ?? log.selectedId ?? 0;
    const id = this.#reading(() => this.#lens.nextFailure(from, direction));
    if (id === undefined) {
      this.#say('failed', `There is no ${direction} failure${filter.text === '' ? '' : ' that matches the filter'}.`);
      return;
    }
    this.#look((read, current, height) => viewport.selected(read, current, id, height), id);
    if (this.#state.open !== null) this.#open(id);
  }

  /** Shows an incident of the log in full, or as one line. False where the selected row belongs to none, or is shown so. */
  #fold(isUnfolded: boolean): boolean {
    const row = viewport.selectedRow(this.#state.log);
    if (row === undefined || !this.#lens.unfold(row.id, isUnfolded)) return false;
    const id = isUnfolded ? row.id : this.#lens.latestOf(row.id);
    this.#look((read, log, height) => viewport.selectedInPlace(read, log, id, height));
    return true;
  }

  #open(id: number | undefined): void {
    if (id === undefined) return;
    const detail = this.#reading(() => this.#options.source.detail(id));
    if (detail === undefined) return;
    // What was opened stays selected: coming back, the person finds it where it was.
    this.#look((read, log, height) => viewport.selected(read, log, id, height), id);
    this.#dispatch({ kind: 'opened', detail: this.#withContents(detail) });
  }

  #withContents(detail: AnnotatedExchange): OpenedExchange {
    return { ...detail, contents: this.#options.source.contents };
  }

  #isSearching(): boolean {
    const { open } = this.#state;
    return open !== null && open.search.text !== '';
  }

  /** To the next exchange of the same route, whatever the log is filtered by. */
  #alongRoute(direction: 'older' | 'newer'): void {
    const from = this.#state.open?.detail.exchange.id;
    if (from === undefined) return;
    const anchor =
      direction === 'older' ? ({ kind: 'before', id: from } as const) : ({ kind: 'from', id: from + 1 } as const);
    const page = this.#reading(() => this.#options.source.page({ filter: `same:${from}`, anchor, limit: 1 }));
    if (page === undefined) return;
    const [next] = page;
    if (next === undefined) this.#say('failed', `There is no ${direction} call of this route.`);
    else this.#open(next.id);
  }

  #activate(): void {
    const { open, size } = this.#state;
    const action = open === null ? undefined : rowUnderCursor(open, detailScreen(size).cells).action;
    if (action?.kind !== 'open') this.#dispatch({ kind: 'command', command: 'activate' });
    else if (this.#reading(() => this.#options.source.detail(action.id)) === undefined)
      this.#say('failed', `#${action.id} is not in the capture any more.`);
    else this.#open(action.id);
  }

  #copy(part: 'value' | 'path'): void {
    const { open, size } = this.#state;
    const { actions } = this.#options;
    if (open === null || actions.copyText === undefined) return;
    const copied = copyOf(open, detailScreen(size).cells, part);
    if (copied === undefined) this.#say('failed', `There is no ${part} to copy on this line.`);
    else this.#calls.tell(actions.copyText(copied.masked, copied.what));
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
    if (detail === undefined || !hasNews(open.detail, detail)) return;
    this.#dispatch({ kind: 'opened', detail: this.#withContents(detail) });
  }

  /** Reads what the log shows after a move; `keptId` is shown even where it is folded into others. */
  #look(move: Move, keptId?: number): void {
    const now = this.#options.now();
    this.#lastLookAt = now;
    const reading = this.#reading(() => this.#lens.read(this.#state, move, now, keptId));
    if (reading !== undefined) this.#dispatch({ kind: 'read', now, reading });
  }

  /** A capture that cannot be read now may be readable in a moment: it is said, and what was on screen stays. */
  #reading<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.#say('failed', `The capture could not be read: ${wordsOf(error)}`);
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
    this.#wakeTimer = setTimeout(() => this.#guarded(() => this.#passTime(isLively)), Math.max(wait, 1));
  }

  #passTime(isLively: boolean): void {
    const now = this.#options.now();
    if (isLively && now - this.#lastLookAt >= PULSE_MS) this.#look(viewport.refreshed);
    else this.#dispatch({ kind: 'time-passed', now });
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
