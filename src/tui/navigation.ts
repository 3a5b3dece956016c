import type { Exchange } from '../exchange/exchange.ts';
import { rowUnderCursor } from './detail/open-detail.ts';
import { openedExchange } from './detail/tab.ts';
import { distanceOf, type Movement } from './keys.ts';
import { detailScreen } from './layout.ts';
import type { Screen } from './screen.ts';
import * as viewport from './viewport.ts';

/** Goes from call to call, in the log and among open ones. */
export class Navigation {
  readonly #screen: Screen;
  /** The call on which `d` was pressed first. */
  #compared: number | undefined;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** Selects a row of the log, shown even where it is folded. */
  select(id: number): void {
    this.#screen.look((read, log, height) => viewport.selected(read, log, id, height), id);
  }

  moveLog(movement: Movement): void {
    if (movement === 'end') this.#screen.look(viewport.followed);
    else if (movement === 'beginning') this.#screen.look(viewport.atBeginning);
    else this.#screen.look((read, log, height) => viewport.moved(read, log, distanceOf(movement, height), height));
  }

  open(id: number | undefined, comparedWith?: Exchange): void {
    if (id === undefined) return;
    const detail = this.#screen.reading(() => this.#screen.source.detail(id));
    if (detail === undefined) return;
    // What was opened stays selected: coming back, the person finds it where it was.
    this.select(id);
    this.#screen.dispatch({
      kind: 'opened',
      detail: openedExchange(detail, this.#screen.source.contents, comparedWith),
    });
  }

  /** The first call is remembered; on the second both are compared; the same one twice is compared with its last success. */
  compare(id: number): void {
    const first = this.#compared;
    this.#compared = first === undefined ? id : undefined;
    if (first === undefined) {
      this.#screen.say('done', `Go to the call to compare with #${id}, and press d there.`);
      return;
    }
    const other = first === id ? undefined : this.#screen.reading(() => this.#screen.source.detail(first));
    if (first !== id && other === undefined) {
      this.#screen.say('failed', `#${first} is not in the capture any more.`);
      return;
    }
    this.open(id, other?.exchange);
    this.#screen.dispatch({ kind: 'command', command: 'tab-4' });
  }

  toFailure(direction: 'newer' | 'older'): void {
    const { log, filter, open } = this.#screen.state;
    const from = open?.detail.exchange.id ?? log.selectedId ?? 0;
    const id = this.#screen.reading(() => this.#screen.lens.nextFailure(from, direction));
    if (id === undefined) {
      this.#screen.say(
        'failed',
        `There is no ${direction} failure${filter.text === '' ? '' : ' that matches the filter'}.`,
      );
      return;
    }
    this.select(id);
    if (this.#screen.state.open !== null) this.open(id);
  }

  /** To the next exchange of the same route, whatever the log is filtered by. */
  alongRoute(direction: 'older' | 'newer'): void {
    const from = this.#screen.state.open?.detail.exchange.id;
    if (from === undefined) return;
    const anchor =
      direction === 'older' ? ({ kind: 'before', id: from } as const) : ({ kind: 'from', id: from + 1 } as const);
    const page = this.#screen.reading(() => this.#screen.source.page({ filter: `same:${from}`, anchor, limit: 1 }));
    if (page === undefined) return;
    const [next] = page;
    if (next === undefined) this.#screen.say('failed', `There is no ${direction} call of this route.`);
    else this.open(next.id);
  }

  /** Shows an incident of the log in full, or as one line. False where the selected row belongs to none, or is shown so. */
  fold(isUnfolded: boolean): boolean {
    const row = viewport.selectedRow(this.#screen.state.log);
    if (row === undefined || !this.#screen.lens.unfold(row.id, isUnfolded)) return false;
    const id = isUnfolded ? row.id : this.#screen.lens.latestOf(row.id);
    this.#screen.look((read, log, height) => viewport.selectedInPlace(read, log, id, height));
    return true;
  }

  activate(): void {
    const { open, size } = this.#screen.state;
    const action = open === null ? undefined : rowUnderCursor(open, detailScreen(size).cells).action;
    if (action?.kind !== 'open') this.#screen.dispatch({ kind: 'command', command: 'activate' });
    else if (this.#screen.reading(() => this.#screen.source.detail(action.id)) === undefined)
      this.#screen.say('failed', `#${action.id} is not in the capture any more.`);
    else this.open(action.id);
  }
}
