import type { CallActions } from './call-actions.ts';
import { type Command, isMovement } from './keys.ts';
import { commandIn, incidentsMenu, type Menu, type Order, paletteMenu, selectedItem, sortedMenu } from './menu.ts';
import type { Navigation } from './navigation.ts';
import type { Screen } from './screen.ts';
import { frontView } from './state.ts';

/** So many of the latest calls are put into another order. */
const SORTED_ROWS = 2000;

/** Opens lists, and carries out what is chosen, answered or typed there. */
export class MenuActions {
  readonly #screen: Screen;
  readonly #walk: Navigation;
  readonly #calls: CallActions;
  readonly #run: (command: Command) => void;

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
        this.#sort('slowest');
        return true;
      case 'next-order':
        if (menu?.order) this.#sort(menu.order === 'slowest' ? 'largest' : 'slowest');
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

  #sort(order: Order): void {
    const { source } = this.#screen;
    const request = { filter: this.#screen.lens.filter, anchor: { kind: 'last' }, limit: SORTED_ROWS } as const;
    const rows = this.#screen.reading(() => source.page(request));
    if (rows !== undefined) this.#screen.dispatch({ kind: 'listed', menu: sortedMenu(rows, order) });
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
