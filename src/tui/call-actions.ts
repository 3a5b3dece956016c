import { exportMenu, type Menu, rulesMenu, selectedItem } from './menu.ts';
import type { Action } from './reducer.ts';
import type { CopiedPart, LogActions, MockRule } from './source.ts';
import type { Notice } from './state.ts';
import { wordsOf } from './words-of.ts';

/** What an action may do to the interface. */
export interface Stage {
  dispatch(action: Action): void;
  say(kind: Notice['kind'], text: string): void;
  /** Runs what follows on an answer, guarded like everything else. */
  guarded(run: () => void): void;
  /** Gives the terminal away until the promise settles. */
  outside(run: () => Promise<void>): Promise<void>;
}

/** Carries out what keys do to one exchange beyond the screen. Every answer, and every failure, is said in a line. */
export class CallActions {
  readonly #actions: LogActions;
  readonly #stage: Stage;
  #onYes: (() => void) | undefined;
  #isPaused = false;
  /** As they were listed last. */
  #rules: readonly MockRule[] = [];

  constructor(actions: LogActions, stage: Stage) {
    this.#actions = actions;
    this.#stage = stage;
  }

  copy(id: number, part: CopiedPart): void {
    if (this.#actions.copy !== undefined) this.tell(this.#actions.copy(id, part));
  }

  exportReport(id: number): void {
    this.tell(this.#actions.exportReport(id));
  }

  tunnel(id: number): void {
    if (this.#actions.tunnelHost !== undefined) this.tell(this.#actions.tunnelHost(id));
  }

  /** Asks first where the request may change something at the server. */
  replay(id: number): void {
    const { replay, replayQuestion } = this.#actions;
    if (replay === undefined) return;
    const send = () => {
      this.#stage.say('done', `Sending #${id} again …`);
      this.tell(replay.call(this.#actions, id));
    };
    const asked = replayQuestion?.call(this.#actions, id) ?? Promise.resolve(null);
    this.#then(asked, (question) => {
      if (question === null) return send();
      this.#onYes = send;
      this.#stage.dispatch({ kind: 'asked', question });
    });
  }

  /** Asks first: what the program gets is another answer from then on. */
  mock(id: number): void {
    const { mockFrom, mockQuestion } = this.#actions;
    if (mockFrom === undefined || mockQuestion === undefined) return;
    this.#then(mockQuestion.call(this.#actions, id), (question) => {
      this.#onYes = () => this.tell(mockFrom.call(this.#actions, id));
      this.#stage.dispatch({ kind: 'asked', question });
    });
  }

  listRules(selected = 0): void {
    const { mockRules } = this.#actions;
    if (mockRules === undefined) return;
    this.#then(mockRules.call(this.#actions), (rules) => {
      this.#rules = rules;
      this.#stage.dispatch({ kind: 'listed', menu: rulesMenu(rules, selected) });
    });
  }

  /** Puts the rule at this place of the list into force, or lets it rest, and shows the list as it is then. */
  toggleRule(place: number): void {
    const { useMockRule } = this.#actions;
    const rule = this.#rules[place];
    if (rule === undefined || useMockRule === undefined) return;
    this.#then(useMockRule.call(this.#actions, rule, !rule.isEnabled), (answer) => {
      this.#stage.say('done', answer);
      this.listRules(place);
    });
  }

  /** The answer to the question that was asked last. */
  yes(): void {
    const run = this.#onYes;
    this.#onYes = undefined;
    this.#stage.dispatch({ kind: 'command', command: 'cancel' });
    run?.();
  }

  /** Pins, with a note unless it is empty. */
  mark(id: number, note: string): void {
    const { pin, note: keepNote } = this.#actions;
    if (pin === undefined) return;
    const pinned = pin.call(this.#actions, id, true);
    const text = note.trim();
    this.tell(
      text === '' || keepNote === undefined ? pinned : pinned.then(() => keepNote.call(this.#actions, id, text)),
    );
  }

  pauseRecording(): void {
    const { pauseRecording } = this.#actions;
    if (pauseRecording === undefined) return;
    const wanted = !this.#isPaused;
    this.#then(pauseRecording.call(this.#actions, wanted), (answer) => {
      this.#isPaused = wanted;
      this.#stage.dispatch({ kind: 'paused', isPaused: wanted });
      this.#stage.say('done', answer);
    });
  }

  openOutside(id: number, side: 'request' | 'response', program: 'pager' | 'editor'): void {
    const { openOutside } = this.#actions;
    if (openOutside === undefined) return;
    let answer = '';
    const shown = this.#stage.outside(async () => {
      answer = await openOutside.call(this.#actions, id, side, program);
    });
    this.#then(shown, () => this.#stage.say('done', answer));
  }

  listExports(id: number): void {
    const { exportChoices } = this.#actions;
    if (exportChoices === undefined) return;
    this.#then(exportChoices.call(this.#actions), (choices) => {
      const menu = exportMenu(choices, id);
      this.#stage.dispatch({ kind: 'listed', menu });
      this.preview(menu);
    });
  }

  /** Fetches what the selected format would write. */
  preview(menu: Menu): void {
    const item = selectedItem(menu);
    const { previewExport } = this.#actions;
    const id = menu.about;
    if (menu.kind !== 'export' || item === undefined || id === null || previewExport === undefined) return;
    if (menu.preview?.name === item.name) return;
    const { name } = item;
    this.#then(previewExport.call(this.#actions, id, name), (preview) =>
      this.#stage.dispatch({ kind: 'previewed', id, name, preview }),
    );
  }

  saveExport(id: number, format: string): void {
    if (this.#actions.saveExport !== undefined) this.tell(this.#actions.saveExport(id, format));
  }

  tell(answered: Promise<string>): void {
    this.#then(answered, (answer) => this.#stage.say('done', answer));
  }

  #then<T>(answered: Promise<T>, run: (answer: T) => void): void {
    answered.then(
      (answer) => this.#stage.guarded(() => run(answer)),
      (error: unknown) => this.#stage.guarded(() => this.#stage.say('failed', wordsOf(error))),
    );
  }
}
