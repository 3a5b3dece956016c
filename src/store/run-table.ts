import type { Database } from 'better-sqlite3';

/** What is being recorded. */
export interface NewRun {
  readonly kind: 'start' | 'run' | 'import' | 'replay';
  /** Given by the person. */
  readonly name?: string;
  /** The command line of `run`, the file of `import`. */
  readonly command?: string;
}

/** A row of the table `run`. */
export interface RunRecord {
  readonly id: number;
  readonly kind: string;
  readonly name: string | null;
  readonly command: string | null;
  readonly pid: number | null;
  readonly started_at: number;
  readonly ended_at: number | null;
}

/** Epoch milliseconds at which this process began, a second early: the clock may have been set meanwhile. */
const PROCESS_START = Date.now() - process.uptime() * 1000 - 1000;

export function beginRun(database: Database, { kind, name, command }: NewRun, now: number): number {
  const insert = database.prepare('insert into run (kind, name, command, pid, started_at) values (?, ?, ?, ?, ?)');
  return Number(insert.run(kind, name ?? null, command ?? null, process.pid, now).lastInsertRowid);
}

export function endRun(database: Database, id: number, now: number): void {
  database.prepare('update run set ended_at = ? where id = ?').run(now, id);
}

/** Runs that nobody ends any more: their process is gone, or another one has got its number. */
export function orphanedRuns(database: Database): RunRecord[] {
  return database
    .prepare<[], RunRecord>('select * from run where ended_at is null')
    .all()
    .filter(({ pid, started_at }) => {
      if (pid === null) return true;
      return pid === process.pid ? started_at < PROCESS_START : !isAlive(pid);
    });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user exists all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
