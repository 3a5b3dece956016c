import type { StdioOptions } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Terminal } from '../command.ts';
import { showInterface } from '../live-log.ts';
import type { Session } from '../session.ts';
import type { Ending, RunningChild } from './child.ts';

/** How long a command may take to end when the person has left the log. */
const LEAVE_MS = 3000;

/** Shows the live log while the command runs, and until the person leaves; the command's output goes to a file. */
export async function runBehindInterface(
  session: Session,
  terminal: Terminal,
  program: string,
  start: (stdio: StdioOptions) => RunningChild,
  runId: number,
): Promise<{ readonly ending: Ending; readonly outputFile: string }> {
  const folder = join(session.folder, 'output');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const outputFile = join(folder, `run-${runId}.txt`);
  const output = openSync(outputFile, 'w', 0o600);
  const child = start(['ignore', output, output]);
  closeSync(output);
  let say: (line: string) => void = () => undefined;
  let last = `The output of ${program} goes to ${outputFile}`;
  child.ending.then((ending) => {
    last =
      ending.kind === 'ended'
        ? `${program} ended with exit code ${ending.exitCode}; its output is in ${outputFile}`
        : `${ending.message} ${ending.nextStep}`;
    say(last);
  });
  await showInterface(
    {
      ...session,
      onNotice(listener) {
        say = listener;
        listener(last);
        return session.onNotice(listener);
      },
    },
    terminal,
    { run: program },
  );
  const running = child.process;
  if (running !== undefined && running.exitCode === null && running.signalCode === null) {
    running.kill('SIGTERM');
    const late = await Promise.race([child.ending, delay(LEAVE_MS, undefined, { ref: false })]);
    if (late === undefined) running.kill('SIGKILL');
  }
  return { ending: await child.ending, outputFile };
}
