import type { Command } from 'commander';

/** Where commands write: results to `out`, all else to `err`. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * One command of the program: a file in `commands/` that exports it as `command`. `register` adds it to the
 * program; what its action returns, or resolves to, is the exit code (nothing means 0).
 */
export interface CommandModule {
  register(program: Command, terminal: Terminal, finish: Finish): void;
}

/** Wraps an action so that its exit code reaches `main.ts`. */
export type Finish = <A extends unknown[]>(
  action: (...values: A) => Promise<number | undefined> | number | undefined,
) => (...values: A) => Promise<void>;

export function print(stream: NodeJS.WritableStream, text: string): void {
  stream.write(text.endsWith('\n') ? text : `${text}\n`);
}
