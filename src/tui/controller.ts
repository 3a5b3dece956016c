import { CallActions } from './call-actions.ts';
import { copyOf } from './detail/copy.ts';
import { tabOf } from './detail/open-detail.ts';
import { footerCommandAt } from './footer.ts';
import { isTextKey, type Key } from './keypress.ts';
import { type Command, commandOf, isMovement, isTyped } from './keys.ts';
import { detailScreen } from './layout.ts';
import { rowAt } from './log-view.ts';
import { MenuActions } from './menu-actions.ts';
import type { MouseEvent } from './mouse.ts';
import { Navigation } from './navigation.ts';
import { Screen, type ScreenOptions } from './screen.ts';
import type { LogActions, LogSession, Recording } from './source.ts';
import { frontView, type Size, type State } from './state.ts';
import * as viewport from './viewport.ts';

const WHEEL_LINES = 3;
const COPIED = {
  'copy-url': 'url',
  'copy-curl': 'curl',
  'copy-body': 'body',
  'copy-headers': 'headers',
  'copy-report': 'report',
} as const;

const KEEPING_OFFER: readonly string[] = ['next-candidate', 'previous-candidate', 'older-filter', 'newer-filter'];

export interface ControllerOptions extends ScreenOptions {
  readonly actions: LogActions;
  readonly session: LogSession;
  /** Gives the terminal away until the promise settles. */
  readonly outside?: (run: () => Promise<void>) => Promise<void>;
  /** Back to the shell until the person returns. */
  readonly onSuspend?: () => void;
  /** Clicks are for the interface, or for the selection of text. */
  readonly onMouse?: (isOn: boolean) => void;
}

/** Where keys meet the state: turns them into changes of it, and carries out what is more than that. */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #screen: Screen;
  readonly #walk: Navigation;
  readonly #calls: CallActions;
  readonly #menus: MenuActions;
  #stopSession: () => void = () => {};
  #isMouseOn = false;
  /** The call that was selected when the first of two keys was pressed; what arrives in between does not change what is meant. */
  #held: number | undefined;

  constructor(options: ControllerOptions) {
    this.#options = options;
    const screen = new Screen(options);
    this.#screen = screen;
    this.#walk = new Navigation(screen);
    this.#calls = new CallActions(options.actions, {
      dispatch: (action) => screen.dispatch(action),
      say: (kind, text) => screen.say(kind, text),
      guarded: (run) => screen.guarded(run),
      outside: options.outside ?? ((run) => run()),
    });
    this.#menus = new MenuActions(screen, this.#walk, this.#calls, (command) => this.#perform(command));
  }

  start(): void {
    const { session } = this.#options;
    this.#screen.dispatch({ kind: 'filters-recalled', past: session.pastFilters ?? [] });
    this.#screen.start();
    const stopNotices = session.onNotice((line) => this.#screen.guarded(() => this.#screen.say('warning', line)));
    const stopRecording = session.onRecording?.((recording) =>
      this.#screen.guarded(() => this.#recordingChanged(recording)),
    );
    this.#stopSession = () => {
      stopNotices();
      stopRecording?.();
    };
  }

  stop(): void {
    this.#screen.stop();
    this.#stopSession();
  }

  /** Stable between changes, as React's `useSyncExternalStore` demands. */
  readonly state = (): State => this.#screen.state;

  readonly subscribe = (listener: () => void): (() => void) => this.#screen.subscribe(listener);

  press(key: Key): void {
    this.#screen.guarded(() => {
      const view = frontView(this.#screen.state);
      const command = commandOf(view, key, this.#screen.state.keys);
      if (command === undefined && !(isTyped(view) && isTextKey(key))) return;
      this.#screen.dispatch({ kind: 'pressed' });
      if (command === undefined) this.#type(key);
      else this.#perform(command);
    });
  }

  /** Pasted text goes into the filter; elsewhere it would be keys that nobody meant. */
  paste(text: string): void {
    this.#screen.guarded(() => {
      if (isTyped(frontView(this.#screen.state))) this.#type(text);
    });
  }

  /** A click on a row selects it, and opens it where it is selected; one on the last line is the key that is named there. */
  mouse({ kind, x, y }: MouseEvent): void {
    this.#screen.guarded(() => {
      this.#screen.dispatch({ kind: 'pressed' });
      if (kind !== 'click') {
        for (let line = 0; line < WHEEL_LINES; line += 1) this.#perform(kind === 'wheel-up' ? 'up' : 'down');
        return;
      }
      const { size, log } = this.#screen.state;
      const command = y === size.rows - 1 ? footerCommandAt(this.#screen.state, x) : undefined;
      if (command !== undefined) this.#perform(command);
      if (frontView(this.#screen.state) !== 'log') return;
      const id = rowAt(this.#screen.state, y);
      if (id === undefined) return;
      if (id === log.selectedId) this.#walk.open(id);
      else this.#walk.select(id);
    });
  }

  resize(size: Size): void {
    this.#screen.guarded(() => {
      this.#screen.dispatch({ kind: 'resized', size });
      this.#screen.look(viewport.refreshed);
    });
  }

  #recordingChanged(recording: Recording): void {
    const wasStarting = this.#options.session.isStarting === true && this.#screen.state.recording === null;
    this.#screen.dispatch({ kind: 'recording-changed', recording });
    if (wasStarting) return;
    if (recording.isOver) this.#screen.say('warning', 'The proxy has ended; nothing is recorded any more.');
    else this.#screen.say('done', `A proxy on ${recording.address} records here now.`);
  }

  #perform(command: Command): void {
    const view = frontView(this.#screen.state);
    if (isMovement(command) && (view === 'log' || view === 'filter')) {
      this.#walk.moveLog(command);
      return;
    }
    const id =
      this.#held ?? this.#screen.state.open?.detail.exchange.id ?? viewport.selectedRow(this.#screen.state.log)?.id;
    this.#held = command === 'copy' || command === 'palette' || view === 'palette' ? id : undefined;
    if (id !== undefined && this.#performOnCall(command, id)) return;
    if (this.#menus.perform(command)) return;
    switch (command) {
      case 'quit':
        this.#options.onEnd();
        break;
      case 'open':
        this.#walk.open(viewport.selectedRow(this.#screen.state.log)?.id);
        break;
      case 'unfold':
        if (!this.#walk.fold(true)) this.#walk.open(viewport.selectedRow(this.#screen.state.log)?.id);
        break;
      case 'fold':
        this.#walk.fold(false);
        break;
      case 'next-failure':
        if (this.#isSearching()) this.#screen.dispatch({ kind: 'command', command: 'next-match' });
        else this.#walk.toFailure('newer');
        break;
      case 'previous-failure':
        if (this.#isSearching()) this.#screen.dispatch({ kind: 'command', command: 'previous-match' });
        else this.#walk.toFailure('older');
        break;
      case 'older-of-route':
        this.#walk.alongRoute('older');
        break;
      case 'newer-of-route':
        this.#walk.alongRoute('newer');
        break;
      case 'copy-value':
        this.#copy('value');
        break;
      case 'copy-path':
        this.#copy('path');
        break;
      case 'activate':
        this.#walk.activate();
        break;
      case 'suspend':
        this.#options.onSuspend?.();
        break;
      case 'mouse':
        this.#isMouseOn = !this.#isMouseOn;
        this.#options.onMouse?.(this.#isMouseOn);
        this.#screen.say(
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
        const before = this.#screen.state;
        this.#screen.dispatch({ kind: 'command', command });
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
      case 'difference':
        this.#walk.compare(id);
        return true;
      case 'mock':
        calls.mock(id);
        return true;
      case 'export':
        calls.listExports(id);
        return true;
      case 'open-pager':
      case 'open-editor':
        calls.openOutside(id, this.#sideInFront(), command === 'open-pager' ? 'pager' : 'editor');
        return true;
      case 'mark':
        this.#screen.dispatch({ kind: 'noting', id });
        return true;
      case 'copy-url':
      case 'copy-curl':
      case 'copy-body':
      case 'copy-headers':
      case 'copy-report':
        this.#screen.dispatch({ kind: 'command', command: 'cancel' });
        calls.copy(id, COPIED[command]);
        return true;
      default:
        return false;
    }
  }

  /** The message that somebody who reads an open call has before them. */
  #sideInFront(): 'request' | 'response' {
    const { open } = this.#screen.state;
    return open?.detail.exchange.response === null || (open !== null && tabOf(open).name === 'Request')
      ? 'request'
      : 'response';
  }

  #type(text: string): void {
    const before = this.#screen.state;
    this.#screen.dispatch({ kind: 'typed', text });
    this.#afterFilter(before);
  }

  /** Rows and completions follow the filter as it is typed. */
  #afterFilter(before: State, command?: Command): void {
    const { filter, pastFilters } = this.#screen.state;
    if (filter.text !== before.filter.text) this.#screen.look(viewport.refiltered);
    if (pastFilters !== before.pastFilters) this.#options.session.keepFilters?.(pastFilters);
    // A line into which something was put by these keys goes on offering what it offered.
    const isRecalled = command !== undefined && KEEPING_OFFER.includes(command);
    if (
      frontView(this.#screen.state) !== 'filter' ||
      (isRecalled && this.#screen.state.typing.offer.candidates.length !== 1)
    )
      return;
    if (filter === before.filter && frontView(before) === 'filter') return;
    const offer = this.#screen.reading(() => this.#screen.source.completions(filter.text, filter.caret));
    if (offer !== undefined) this.#screen.dispatch({ kind: 'offered', offer });
  }

  #isSearching(): boolean {
    const { open } = this.#screen.state;
    return open !== null && open.search.text !== '';
  }

  #copy(part: 'value' | 'path'): void {
    const { open, size } = this.#screen.state;
    const { actions } = this.#options;
    if (open === null || actions.copyText === undefined) return;
    const copied = copyOf(open, detailScreen(size).cells, part);
    if (copied === undefined) this.#screen.say('failed', `There is no ${part} to copy on this line.`);
    else this.#calls.tell(actions.copyText(copied.masked, copied.what));
  }
}
