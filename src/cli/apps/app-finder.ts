import type { Processes } from './processes.ts';
import { type Endpoint, inodeOf } from './socket-table.ts';

/** The program at the other end of a connection. */
export interface App {
  readonly name: string;
  readonly pid: number;
}

/** Processes that had a connection lately; asked before others, because most connections come from one of a few. */
const MOST_RECENT = 8;
/** Of the processes that have started since the last look, so many are read first. */
const MOST_YOUNG = 8;

/** Finds the processes that own sockets of this machine. */
export class AppFinder {
  readonly #processes: Processes;
  #recent: readonly number[] = [];
  #before: ReadonlySet<number> = new Set();

  constructor(processes: Processes) {
    this.#processes = processes;
  }

  /** The programs behind these local ends, as far as they are to be found; tables and processes are read once for all. */
  find(clients: readonly Endpoint[]): ReadonlyMap<Endpoint, App> {
    const pids = this.#processes.pids();
    // Such as curl lives for a moment: it may be gone before the table of sockets has been read.
    const owners = this.#ownersAmong(pids.filter((pid) => !this.#before.has(pid)).slice(0, MOST_YOUNG));
    this.#before = new Set(pids);
    const found = new Map<Endpoint, App>();
    const wanted = new Map<string, Endpoint>();
    for (const [inode, client] of this.#inodesOf(clients)) {
      const app = owners.get(inode);
      if (app === undefined) wanted.set(inode, client);
      else found.set(client, app);
    }
    for (const pid of [...this.#recent, ...pids.filter((pid) => !this.#recent.includes(pid))]) {
      if (wanted.size === 0) break;
      this.#take(pid, wanted, found);
    }
    return found;
  }

  #ownersAmong(pids: readonly number[]): Map<string, App> {
    const owners = new Map<string, App>();
    for (const pid of pids) {
      const inodes = this.#processes.socketInodes(pid);
      const name = inodes.length === 0 ? undefined : this.#processes.nameOf(pid);
      if (name !== undefined) for (const inode of inodes) owners.set(inode, { name, pid });
    }
    return owners;
  }

  #inodesOf(clients: readonly Endpoint[]): Map<string, Endpoint> {
    const inodes = new Map<string, Endpoint>();
    let missing = clients;
    // Nearly all are in the first table, and to read the other one takes as long again.
    for (const name of ['tcp', 'tcp6'] as const) {
      if (missing.length === 0) break;
      const table = this.#processes.socketTable(name);
      missing = missing.filter((client) => {
        const inode = inodeOf(table, client);
        if (inode !== undefined) inodes.set(inode, client);
        return inode === undefined;
      });
    }
    return inodes;
  }

  #take(pid: number, wanted: Map<string, Endpoint>, found: Map<Endpoint, App>): void {
    let name: string | undefined;
    for (const inode of this.#processes.socketInodes(pid)) {
      const client = wanted.get(inode);
      if (client === undefined) continue;
      name ??= this.#processes.nameOf(pid);
      if (name === undefined) return;
      wanted.delete(inode);
      found.set(client, { name, pid });
    }
    if (name !== undefined)
      this.#recent = [pid, ...this.#recent.filter((other) => other !== pid)].slice(0, MOST_RECENT);
  }
}
