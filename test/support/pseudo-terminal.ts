import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { FakeTerminal } from '../tui/terminal.ts';
import { FREE_JDK } from './program.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const MAIN = join(ROOT, 'dist', 'main.js');
/** Makes a pseudo-terminal, which Node cannot. */
const BRIDGE = join(ROOT, 'scripts', 'bench', 'terminal.py');

/** A whole program starts, on a machine that may be busy. */
const PATIENCE_MS = 30_000;

/** What is asked of a terminal at the start: its background, and whether it answers at all. This one stays silent. */
const QUESTIONS = '\x1b]11;?\x1b\\\x1b[c';

export const hasPseudoTerminals =
  process.platform !== 'win32' && spawnSync('python3', ['-c', 'import pty'], { stdio: 'ignore' }).status === 0;

export interface InTerminal {
  /** What is on its screen; sequences that no well-behaved program sends make it throw. */
  readonly terminal: FakeTerminal;
  type(keys: string): void;
  /** The terminal goes away, as when its window is closed. */
  hangUp(): void;
  /** Resolves with the exit code of the shell around the program. */
  readonly ended: Promise<number | null>;
}

/** Starts the compiled program in a real terminal; behind it, `stty -a` shows in which state the terminal was left. */
export function httpwhyInTerminal(args: readonly string[], env: NodeJS.ProcessEnv): InTerminal {
  const terminal = new FakeTerminal(80, 24, PATIENCE_MS);
  const shell = ['sh', '-c', '"$@"; code=$?; stty -a; exit $code', 'sh'];
  const child: ChildProcess = spawn('python3', [BRIDGE, '80', '24', ...shell, process.execPath, MAIN, ...args], {
    env: { ...process.env, TERM: 'xterm-256color', COLORFGBG: '', JAVA_HOME: FREE_JDK, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin?.on('error', () => undefined);
  child.stdout?.setEncoding('utf8').on('data', (text: string) => terminal.write(text.replace(QUESTIONS, '')));
  const { promise: ended, resolve } = Promise.withResolvers<number | null>();
  child.once('close', (code) => resolve(code));
  return {
    terminal,
    type: (keys) => void child.stdin?.write(keys),
    hangUp: () => void child.kill('SIGKILL'),
    ended,
  };
}
