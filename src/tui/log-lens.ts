import type { Annotation } from '../exchange/annotation.ts';
import type { ClassCounts } from '../exchange/row.ts';
import { UserError } from '../exchange/user-error.ts';
import { type FilterMistake, mistakeIn } from './filter-mistake.ts';
import { withoutFolded } from './folded-page.ts';
import type { Glance } from './glance.ts';
import { type Incident, IncidentBook, type Repetition } from './incidents.ts';
import { logLayout } from './layout.ts';
import { PulseMeter } from './pulse.ts';
import { RetryTimes } from './retry-times.ts';
import type { LogSource } from './source.ts';
import type { State } from './state.ts';
import * as viewport from './viewport.ts';

/** Failures that are looked through when the log is opened, and at most at one time after that. */
const FIRST_TROUBLE = 1000;
const MOST_TROUBLE = 2000;
const MOST_INCIDENTS = 200;

export type Move = (read: viewport.ReadPage, log: viewport.Viewport, height: number) => viewport.Viewport;

export interface LogReading {
  readonly log: viewport.Viewport;
  readonly counts: ClassCounts;
  readonly glance: Glance;
  readonly explained: State['explained'];
  /** What is wrong with the filter as it is typed; the rows are those of the last one that was right. */
  readonly mistake: FilterMistake | null;
}

/** Reads of the capture what the log shows, and keeps what takes more than one look: incidents, rate, waits. */
export class LogLens {
  readonly #source: LogSource;
  readonly #incidents = new IncidentBook();
  readonly #pulse = new PulseMeter();
  readonly #retryTimes: RetryTimes;
  #troubleRevision: number | null = null;
  #filter = '';
  #isRefolded = false;

  constructor(source: LogSource) {
    this.#source = source;
    this.#retryTimes = new RetryTimes((id) => source.annotation(id));
  }

  /** The last filter that could be understood. */
  get filter(): string {
    return this.#filter;
  }

  /**
   * What the log shows after a move. `keptId` is shown even where it is folded, and so is what is on screen while the log
   * does not follow: nothing vanishes under the eyes of somebody who reads.
   */
  read(state: State, move: Move, now: number, keptId?: number): LogReading {
    const isThere = this.#source.isToCome !== true;
    if (isThere) this.#readTrouble();
    const kept = new Set(keptId === undefined ? [] : [keptId]);
    if (!state.log.isFollowing && !this.#isRefolded) for (const { id } of state.log.rows) kept.add(id);
    this.#isRefolded = false;
    const { log, mistake } = this.#moved(state, move, kept);
    const counts = this.#source.counts();
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    if (isThere) this.#pulse.note(now, total);
    return {
      log,
      counts,
      glance: {
        repetitions: this.#repetitionsIn(log),
        retryAt: this.#retryTimes.of(log.rows, now),
        pulse: this.#pulse.pulse(now),
        incidents: this.#incidents.foldedCount,
      },
      explained: this.#explained(log, state.explained),
      mistake,
    };
  }

  /** The next failure that the log shows in this direction. */
  nextFailure(from: number, direction: 'newer' | 'older'): number | undefined {
    let id = this.#source.nextFailure(from, direction, this.#filter);
    while (id !== undefined && this.#incidents.isFolded(id)) id = this.#source.nextFailure(id, direction, this.#filter);
    return id;
  }

  /** Shows all failures of an incident, or the latest one only. False where that changes nothing. */
  unfold(id: number, isUnfolded: boolean): boolean {
    this.#isRefolded = this.#incidents.unfold(id, isUnfolded);
    return this.#isRefolded;
  }

  latestOf(id: number): number {
    return this.#incidents.latestOf(id);
  }

  incidents(): readonly Incident[] {
    return this.#incidents.incidents(MOST_INCIDENTS);
  }

  #reader(filter: string, kept: ReadonlySet<number>): viewport.ReadPage {
    return withoutFolded(
      (anchor, limit) => this.#source.page({ filter, anchor, limit }),
      (id) => this.#incidents.isFolded(id) && !kept.has(id),
    );
  }

  /** Moves among the rows of the filter as it is typed, or of the last one that was right. */
  #moved(state: State, move: Move, kept: ReadonlySet<number>): Pick<LogReading, 'log' | 'mistake'> {
    const height = logLayout(state.size).list;
    const text = state.filter.text.trim();
    try {
      const log = move(this.#reader(text, kept), state.log, height);
      this.#filter = text;
      return { log, mistake: null };
    } catch (error) {
      if (text === this.#filter || !(error instanceof UserError) || error.code !== 'filter') throw error;
      return { log: move(this.#reader(this.#filter, kept), state.log, height), mistake: mistakeIn(error) };
    }
  }

  #readTrouble(): void {
    const since = this.#troubleRevision;
    const { rows, revision } = this.#source.trouble(since, since === null ? FIRST_TROUBLE : MOST_TROUBLE);
    this.#troubleRevision = revision;
    if (rows.length === 0) return;
    this.#pulse.noteFailures(rows.filter(({ id }) => !this.#incidents.knows(id)));
    this.#incidents.note(rows);
  }

  #repetitionsIn({ rows }: viewport.Viewport): ReadonlyMap<number, Repetition> {
    const repetitions = new Map<number, Repetition>();
    for (const row of rows) {
      const repetition = this.#incidents.repetitionOf(row);
      if (repetition !== undefined) repetitions.set(row.id, repetition);
    }
    return repetitions;
  }

  #explained(log: viewport.Viewport, known: State['explained']): State['explained'] {
    const row = viewport.selectedRow(log);
    if (row === undefined || row.class === null) return null;
    if (known?.id === row.id) return known;
    const annotation: Annotation | null = this.#source.annotation(row.id);
    return annotation === null ? null : { id: row.id, annotation };
  }
}
