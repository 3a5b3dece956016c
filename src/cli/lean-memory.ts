import { readFileSync } from 'node:fs';

/**
 * glibc gives each thread an arena of its own, in each of which megabytes lie about, and never gives back what was freed
 * below something that lives. In one arena, with large blocks mapped by themselves, the same traffic takes 25 MB less. It
 * reads this when a process begins and at no other time.
 */
export const MEMORY_SETTINGS = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '65536' } as const;

/** Tells the process that was begun anew from one whose user has settings like ours. */
const MARK = 'HTTPWHY_LEAN';

/** As against a dynamic loader, which somebody has run by hand to have another glibc: it takes our file for a program. */
const NODE = /\/node[\w.-]*$/;

/** Commands that people leave on all day; the others are over before it pays. */
const LASTING = new Set(['start', 'serve']);
const SHORT_OPTIONS = new Set(['-h', '--help', '-V', '--version']);

/** What is asked of a process, as far as it matters here. */
export interface Beginning {
  readonly env: NodeJS.ProcessEnv;
  readonly args: readonly string[];
  /** The program that would begin anew. */
  readonly program: string;
  /** It is one that another program has a channel to, which would not survive. */
  readonly isConnected: boolean;
  /** It may start programs; under `--permission` that has to be granted. */
  readonly mayExecute: boolean;
  /** Shared libraries in its memory, where the system tells. */
  maps(): string;
}

/**
 * The environment in which the process is to begin anew, with what it was given; undefined where it shall go on as it is.
 * In a process that was begun anew our settings are taken back: its children are none of our business.
 */
export function leanEnvironment(beginning: Beginning): NodeJS.ProcessEnv | undefined {
  const { env, args, program, isConnected, mayExecute, maps } = beginning;
  if (env[MARK] !== undefined) {
    for (const name of [MARK, ...Object.keys(MEMORY_SETTINGS)]) delete env[name];
    return undefined;
  }
  if (isConnected || !mayExecute || !NODE.test(program) || !isLasting(args) || hasOwnAllocator(env)) return undefined;
  if (!maps().includes('/libc.so.6')) return undefined;
  return { ...env, ...MEMORY_SETTINGS, [MARK]: '1' };
}

/** The process as it is; systems without `/proc` have no glibc either. */
export function thisProcess(): Beginning {
  return {
    env: process.env,
    args: process.argv.slice(2),
    program: process.execPath,
    isConnected: process.channel !== undefined,
    mayExecute: process.permission?.has('child') ?? true,
    maps() {
      try {
        return readFileSync('/proc/self/maps', 'latin1');
      } catch {
        return '';
      }
    },
  };
}

function isLasting(args: readonly string[]): boolean {
  const [first] = args.filter((arg) => arg !== '--no-color');
  return first === undefined || LASTING.has(first) || (first.startsWith('-') && !SHORT_OPTIONS.has(first));
}

/** The person has settings of their own, or another allocator. */
function hasOwnAllocator(env: NodeJS.ProcessEnv): boolean {
  return Object.keys(env).some((name) => /^(?:MALLOC_|GLIBC_TUNABLES$|LD_PRELOAD$)/.test(name));
}
