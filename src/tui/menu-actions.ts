import type { CallActions } from './call-actions.ts';
import { incidentsMenu } from './incidents-menu.ts';
import { type Command, isMovement } from './keys.ts';
import { commandIn, type Menu, type Order, paletteMenu, selectedItem } from './menu.ts';
import type { Navigation } from './navigation.ts';
import type { Screen } from './screen.ts';
import { SortedCalls } from './sorted-calls.ts';
import { frontView } from './state.ts';

/** The log is looked through for so long at a time, then as long a while belongs to keys and traffic. */
const SORTING_MS = 8;
/** Rows that are read in one go. Where few match the filter, reading as many would take longer than a key may wait. */
const FEWEST_ROWS = 25;
const MOST_ROWS = 500;

/** Opens lists, and carries out what is chosen, answered or typed there. */
export class MenuActions {
  readonly #screen: Screen;
  readonly #walk: Navigation;
  readonly #calls: CallActions;
  readonly #run: (command: Command) => void;
  #sorted: SortedCalls | undefined;

  /** `run` carries out a command that was chosen from the palette. */
  constructor(screen: Screen, walk: Navigation, calls: CallActions, run: (command: Command) => void) {
    this.#screen = screen;
    this.#walk = walk;
    this.#calls = calls;
    this.#run = run;
  }

  /** False where the command is another one. */
  perform(command: Command): boolean {
    const { menu, note } = this.#screen.state;
    switch (command) {
      case 'incidents':
        this.#screen.dispatch({ kind: 'listed', menu: incidentsMenu(this.#screen.lens.incidents()) });
        return true;
      case 'sort':
        this.#sort();
        return true;
      case 'next-order':
        if (menu?.order) this.#listSorted(menu.order === 'slowest' ? 'largest' : 'slowest');
        return true;
      case 'mock-rules':
        this.#calls.listRules();
        return true;
      case 'palette':
        this.#screen.dispatch({
          kind: 'listed',
          menu: paletteMenu(frontView(this.#screen.state), this.#screen.state.keys),
        });
        return true;
      case 'choose':
        if (menu !== null) this.#choose(menu);
        return true;
      case 'yes':
        this.#calls.yes();
        return true;
      case 'keep-note':
        this.#screen.dispatch({ kind: 'command', command: 'cancel' });
        if (note !== null) this.#calls.mark(note.id, note.line.text);
        return true;
      default:
        if (menu?.kind !== 'export' || !isMovement(command)) return false;
        this.#screen.dispatch({ kind: 'command', command });
        if (this.#screen.state.menu !== null) this.#calls.preview(this.#screen.state.menu);
        return true;
    }
  }

  /** Looks through the whole log, a piece at a time, as long as the list is open. */
  #sort(): void {
    const { source, lens } = this.#screen;
    const { filter } = lens;
    const sorted = new SortedCalls((anchor, limit) => source.page({ filter, anchor, limit }));
    this.#sorted = sorted;
    const rows = filter === '' ? MOST_ROWS : FEWEST_ROWS;
    if (this.#screen.reading(() => sorted.step(rows)) === undefined) return;
    this.#listSorted('slowest');
    this.#sortOn(sorted, rows);
  }

  #sortOn(sorted: SortedCalls, rows: number): void {
    if (sorted.isWhole) return;
    setTimeout(() => {
      this.#screen.guarded(() => {
        const order = this.#screen.state.menu?.order;
        if (sorted !== this.#sorted || order == null) return;
        const startedAt = performance.now();
        let steps = 0;
        let hasMore: boolean | undefined;
        do {
          hasMore = this.#screen.reading(() => sorted.step(rows));
          steps += 1;
        } while (hasMore === true && performance.now() < startedAt + SORTING_MS);
        if (hasMore === undefined) return;
        this.#screen.dispatch({ kind: 'relisted', menu: sorted.menu(order) });
        const fitting = (rows * steps * SORTING_MS) / Math.max(1, performance.now() - startedAt);
        this.#sortOn(sorted, Math.round(Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, fitting))));
      });
    }, SORTING_MS);
  }

  #listSorted(order: Order): void {
    if (this.#sorted !== undefined) this.#screen.dispatch({ kind: 'listed', menu: this.#sorted.menu(order) });
  }

  #choose(menu: Menu): void {
    const item = selectedItem(menu);
    if (item === undefined) return;
    this.#screen.dispatch({ kind: 'command', command: 'cancel' });
    switch (menu.kind) {
      case 'palette':
        this.#run(commandIn(item));
        break;
      case 'rules':
        this.#calls.toggleRule(Number(item.name));
        break;
      case 'export':
        if (menu.about !== null) this.#calls.saveExport(menu.about, item.name);
        break;
      case 'incidents':
      case 'sorted':
        this.#walk.select(Number(item.name));
        break;
    }
  }
}
