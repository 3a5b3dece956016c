import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { appName } from './app-name.ts';

export type SocketTableName = 'tcp' | 'tcp6' | 'udp' | 'udp6';

/** What is remembered of a process as long as it is the same. */
interface Named {
  /** Since when it runs, in the kernel's ticks: a number that is used again belongs to another process. */
  readonly startTime: string;
  readonly name: string;
}

const MOST_NAMES = 500;
/** A process may hold as many as the system allows. */
const MOST_DESCRIPTORS = 20_000;

/** Reads `/proc` (proc(5)); gives nothing where there is none, and for processes that are gone or another user's. Never throws. */
export class Processes {
  readonly #root: string;
  readonly #names = new Map<number, Named>();

  constructor(root = '/proc') {
    this.#root = root;
  }

  /** The numbers of all processes, the youngest first as far as numbers tell. */
  pids(): number[] {
    const names = this.#list('');
    return names.flatMap((name) => (/^\d{1,10}$/.test(name) ? [Number(name)] : [])).sort((a, b) => b - a);
  }

  /** The content of `/proc/net/tcp` or its like: the kernel takes milliseconds for it. */
  socketTable(name: SocketTableName): string {
    return this.#text(`net/${name}`);
  }

  /** The inodes of the sockets that a process has open. */
  socketInodes(pid: number): string[] {
    return this.#list(`${pid}/fd`)
      .slice(0, MOST_DESCRIPTORS)
      .flatMap((descriptor) => /^socket:\[(\d+)\]$/.exec(this.#link(`${pid}/fd/${descriptor}`))?.[1] ?? []);
  }

  parentOf(pid: number): number | undefined {
    const parent = this.#statFields(pid)[1];
    return parent === undefined ? undefined : Number(parent);
  }

  /** False for one that has ended and only waits for somebody to notice (a zombie), and for one that is gone. */
  isRunning(pid: number): boolean {
    return /^[^ZX]/.test(this.#statFields(pid)[0] ?? '');
  }

  /** Since when it runs; undefined for a process that is gone. */
  startTime(pid: number): string | undefined {
    return this.#statFields(pid)[19];
  }

  /** For example `node server.js`; undefined for a process that is gone. */
  nameOf(pid: number): string | undefined {
    const startTime = this.startTime(pid);
    if (startTime === undefined) return undefined;
    const known = this.#names.get(pid);
    if (known?.startTime === startTime) return known.name;
    const name = appName({ executable: this.executable(pid), argv: this.argv(pid), comm: this.#text(`${pid}/comm`) });
    if (name === undefined) return undefined;
    if (this.#names.size >= MOST_NAMES) this.#names.clear();
    this.#names.set(pid, { startTime, name });
    return name;
  }

  executable(pid: number): string {
    return this.#link(`${pid}/exe`).replace(/ \(deleted\)$/, '');
  }

  argv(pid: number): string[] {
    const words = this.#text(`${pid}/cmdline`).split('\0');
    return words.at(-1) === '' ? words.slice(0, -1) : words;
  }

  /** The variables with which a process was started; what it sets itself is not to be seen. */
  environment(pid: number): ReadonlyMap<string, string> {
    const entries = this.#text(`${pid}/environ`).split('\0');
    return new Map(
      entries.flatMap((entry) => {
        const equals = entry.indexOf('=');
        return equals > 0 ? [[entry.slice(0, equals), entry.slice(equals + 1)] as const] : [];
      }),
    );
  }

  /** What follows the name in `stat`: a name may hold spaces and brackets itself. */
  #statFields(pid: number): string[] {
    const text = this.#text(`${pid}/stat`);
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  }

  #text(path: string): string {
    try {
      return readFileSync(join(this.#root, path), 'utf8');
    } catch {
      return '';
    }
  }

  #link(path: string): string {
    try {
      return readlinkSync(join(this.#root, path));
    } catch {
      return '';
    }
  }

  #list(path: string): string[] {
    try {
      return readdirSync(join(this.#root, path));
    } catch {
      return [];
    }
  }
}
