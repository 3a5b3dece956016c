import { isIP } from 'node:net';
import { threadCpuMs } from './cpu-time.ts';
import { isGoBinary } from './go-binary.ts';
import { Processes, type SocketTableName } from './processes.ts';
import { type SilentReason, silentReason } from './silent-reason.ts';
import { type Endpoint, ESTABLISHED, parseSocketTable, type SocketEntry, SYN_SENT } from './socket-table.ts';

/** A program that opened connections past the proxy. */
export interface SilentClient extends SilentReason {
  /** For example `node server.js`. */
  readonly app: string;
  readonly pid: number;
  /** Where to, in the order in which they were seen: `203.0.113.5:443`. At most `MOST_DESTINATIONS`. */
  readonly destinations: readonly string[];
}

export interface SilentClientsOptions {
  /** What `HTTPS_PROXY` names, for example `http://127.0.0.1:40213`. */
  readonly proxyUrl: string;
  readonly processes?: Processes;
}

export const MOST_DESTINATIONS = 10;
const MOST_CLIENTS = 100;
const POLL_MS = 50;
/** A socket exists for a moment before it is connected. */
const MOST_TRIES = 5;
/** After a look that took long, so many times as long passes until the next: looking takes 2 % of one core at most. */
const REST = 50;

/** Ports of services that do not speak HTTP: mail, names, files, databases, queues. */
// biome-ignore format: a table
const NOT_HTTP = new Set([
  20, 21, 22, 23, 25, 53, 88, 110, 111, 119, 123, 135, 139, 143, 161, 194, 389, 445, 465, 514, 543, 587, 631, 636, 853, 873,
  990, 993, 995, 1080, 1433, 1521, 1883, 2049, 2181, 3306, 3389, 4222, 5222, 5432, 5433, 5671, 5672, 5900, 6379, 6380, 6432,
  7687, 8883, 9042, 9092, 9418, 11211, 26257, 27017, 33060,
]);

/**
 * Watches the processes that a command starts for connections past the proxy, from `/proc`: nothing on other systems.
 * What lasts shorter than the pause between two looks (50 ms) can go unseen.
 */
export class SilentClients {
  readonly #processes: Processes;
  readonly #proxyUrl: string;
  readonly #proxy: Endpoint;
  /** The command and what it started, with since when each runs; a child stays one when its parent has ended. */
  readonly #family = new Map<number, string>();
  /** Processes that were looked at and are no family. */
  #strangers = new Set<number>();
  readonly #found = new Map<string, SilentClient>();
  /** How often a socket was looked up in vain; `MOST_TRIES` once it is understood. */
  readonly #tries = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  private constructor(pid: number, { proxyUrl, processes = new Processes() }: SilentClientsOptions) {
    this.#processes = processes;
    this.#proxyUrl = proxyUrl;
    const { hostname, port } = new URL(proxyUrl);
    this.#proxy = { address: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
    const startTime = processes.startTime(pid);
    if (startTime === undefined) return;
    this.#family.set(pid, startTime);
    this.#strangers = new Set(processes.pids().filter((other) => other < pid));
    this.#poll();
  }

  /** Looks until `report` is called. `pid` is the command, just started. */
  static watch(pid: number, options: SilentClientsOptions): SilentClients {
    return new SilentClients(pid, options);
  }

  /** Ends the watch. Each program once, with all its destinations. */
  report(): readonly SilentClient[] {
    clearTimeout(this.#timer);
    return [...this.#found.values()];
  }

  /** The programs that still run, each once; what has just ended may need a moment. */
  survivors(): readonly string[] {
    this.#meetFamily();
    const names = [...this.#family.keys()]
      .filter((pid) => this.#processes.isRunning(pid))
      .flatMap((pid) => this.#processes.nameOf(pid) ?? []);
    return [...new Set(names)];
  }

  #poll(): void {
    const before = threadCpuMs();
    this.#look();
    const tookMs = threadCpuMs() - before;
    this.#timer = setTimeout(() => this.#poll(), Math.max(POLL_MS, tookMs * REST)).unref();
  }

  #look(): void {
    this.#meetFamily();
    const open = new Map<string, number>();
    for (const pid of this.#family.keys()) {
      for (const inode of this.#processes.socketInodes(pid)) open.set(inode, pid);
    }
    for (const inode of this.#tries.keys()) if (!open.has(inode)) this.#tries.delete(inode);
    // The tables cost the kernel milliseconds: they are read only where there is a socket that is not understood yet.
    const unknown = new Map([...open].filter(([inode]) => (this.#tries.get(inode) ?? 0) < MOST_TRIES));
    for (const name of ['tcp', 'tcp6', 'udp', 'udp6'] as const) {
      if (unknown.size === 0) return;
      this.#identify(unknown, name);
    }
    // One that is not connected yet, or a socket of another kind.
    for (const inode of unknown.keys()) this.#tries.set(inode, (this.#tries.get(inode) ?? 0) + 1);
  }

  /** Takes those sockets from `unknown` that the table shows connected. */
  #identify(unknown: Map<string, number>, name: SocketTableName): void {
    const protocol = name.startsWith('tcp') ? 'tcp' : 'udp';
    const entries = parseSocketTable(this.#processes.socketTable(name));
    const isListening = new Set(entries.filter(({ remote }) => remote.port === 0).map(({ local }) => local.port));
    for (const entry of entries) {
      const pid = unknown.get(entry.inode);
      if (pid === undefined || entry.remote.port === 0) continue;
      unknown.delete(entry.inode);
      this.#tries.set(entry.inode, MOST_TRIES);
      if (this.#isOutside(entry, protocol, isListening)) this.#remember(pid, entry.remote, protocol);
    }
  }

  #meetFamily(): void {
    const pids = this.#processes.pids();
    const alive = new Set(pids);
    for (const [pid, startTime] of this.#family) {
      if (!alive.has(pid) || this.#processes.startTime(pid) !== startTime) this.#family.delete(pid);
    }
    this.#strangers = new Set([...this.#strangers].filter((pid) => alive.has(pid)));
    // Parents usually have the lower number: the oldest first.
    for (const pid of pids.reverse()) {
      if (this.#family.has(pid) || this.#strangers.has(pid)) continue;
      const startTime = this.#processes.startTime(pid);
      if (startTime !== undefined && this.#isChild(pid)) this.#family.set(pid, startTime);
      else this.#strangers.add(pid);
    }
  }

  #isChild(pid: number): boolean {
    const parent = this.#processes.parentOf(pid) ?? 0;
    if (this.#family.has(parent)) return true;
    // A daemon has left its parent, and is init's, before anybody looked; what it was given still says whose it is.
    return parent === 1 && this.#processes.environment(pid).get('HTTPS_PROXY') === this.#proxyUrl;
  }

  /** Whether a connection is neither to the proxy nor to something that is no web server. */
  #isOutside(
    { state, local, remote }: SocketEntry,
    protocol: 'tcp' | 'udp',
    isListening: ReadonlySet<number>,
  ): boolean {
    if (protocol === 'udp') return remote.port === 443 && !isLoopback(remote);
    if (state !== ESTABLISHED && state !== SYN_SENT) return false;
    if (NOT_HTTP.has(remote.port) || remote.port === 0) return false;
    const isProxy = isLoopback(remote) || remote.address === this.#proxy.address;
    if (isProxy && remote.port === this.#proxy.port) return false;
    // The server's end of a connection that came in.
    return !(isListening.has(local.port) && !isListening.has(remote.port));
  }

  #remember(pid: number, remote: Endpoint, protocol: 'tcp' | 'udp'): void {
    const { executable, argv, environment } = {
      executable: this.#processes.executable(pid),
      argv: this.#processes.argv(pid),
      environment: this.#processes.environment(pid),
    };
    const isGo = isGoBinary(`/proc/${pid}/exe`);
    // Programs talk to their parts over the loopback interface; only for Go is it known that it is a call gone missing.
    if (isLoopback(remote) && !isGo) return;
    const app = this.#processes.nameOf(pid);
    if (app === undefined) return;
    const reason = silentReason(
      { executable, argv, environment, isGo, isLoopback: isLoopback(remote), protocol },
      this.#proxyUrl,
    );
    const key = `${app}\n${reason.reason}`;
    const known = this.#found.get(key);
    if (known === undefined && this.#found.size >= MOST_CLIENTS) return;
    const destination = formatEndpoint(remote);
    const before = known?.destinations ?? [];
    const destinations = before.includes(destination) ? before : [...before, destination].slice(0, MOST_DESTINATIONS);
    this.#found.set(key, { app, pid, ...reason, ...known, destinations });
  }
}

const isLoopback = ({ address }: Endpoint): boolean => address === '::1' || address.startsWith('127.');

const formatEndpoint = ({ address, port }: Endpoint): string =>
  isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
