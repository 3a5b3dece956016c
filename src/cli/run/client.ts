import type { StdioOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { printable } from '../../exchange/printable.ts';
import { type SilentClient, SilentClients } from '../apps/silent-clients.ts';
import { print, type Terminal } from '../command.ts';
import { proxyUrl } from '../live-log.ts';
import type { DataOptions } from '../options.ts';
import type { Session } from '../session.ts';
import { type Ending, startChild } from './child.ts';
import { type Browser, chromiumArguments, isChromium } from './chromium.ts';
import { clientFiles, trustForJava } from './client-environment.ts';
import { dockerVariables } from './docker-wrapper.ts';
import { proxyEnvironment } from './environment.ts';
import { runBehindInterface } from './in-interface.ts';

export interface ClientRunOptions extends DataOptions {
  /** In the capture. */
  readonly runId: number;
  readonly bypass: readonly string[];
  readonly quiet?: boolean;
  /** The live log has the terminal. */
  readonly tui?: boolean;
}

export interface ClientRun {
  readonly ending: Ending;
  /** What the command printed, where it is not on the terminal. */
  readonly outputFile?: string;
  /** Programs that opened connections past the proxy. */
  readonly silent: readonly SilentClient[];
  /** Asks which programs of the command still run. */
  readonly survivors: () => readonly string[];
}

/** What takes longer than a person waits without a word. */
const SLOW_MS = 700;

async function saidIfSlow<T>(work: Promise<T>, say: () => void): Promise<T> {
  const timer = setTimeout(say, SLOW_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a command as a client of the session's proxy, to its end. */
export async function runClient(
  words: readonly string[],
  session: Session,
  terminal: Terminal,
  options: ClientRunOptions,
): Promise<ClientRun> {
  const [program = '', ...args] = words;
  const { data, bypass, runId, quiet } = options;
  const url = proxyUrl(session);
  const files = clientFiles(data, terminal.env);
  const java = await saidIfSlow(trustForJava(data, terminal.env), () => {
    if (quiet !== true)
      print(terminal.stderr, 'httpwhy: Making a trust store for Java, once for this CA; it takes seconds.');
  });
  if (java.problem !== null && quiet !== true) print(terminal.stderr, `httpwhy: ${printable(java.problem)}`);
  const container = { files, javaTrustFile: java.file, proxyUrl: url, bypass };
  const env = {
    ...terminal.env,
    ...proxyEnvironment({ proxyUrl: url, bypass, javaTrustFile: java.file, base: terminal.env, ...files }),
    ...dockerVariables(session.folder, container, session.host, terminal.env),
    HTTPWHY_SESSION: String(runId),
  };
  const browser: Browser = isChromium(program)
    ? chromiumArguments(args, url, readFileSync(files.caFile, 'utf8'), bypass)
    : { args, end: () => undefined };
  const hasTerminal = [terminal.stdin, terminal.stdout, terminal.stderr].some(({ isTTY }) => isTTY);
  let watch: SilentClients | undefined;
  const start = (stdio: StdioOptions) => {
    const child = startChild(program, browser.args, { stdio, env, hasTerminal });
    const pid = child.process?.pid;
    if (pid !== undefined) watch = SilentClients.watch(pid, { proxyUrl: url });
    return child;
  };
  try {
    const run =
      options.tui === true
        ? await runBehindInterface(session, terminal, program, start, runId)
        : { ending: await start('inherit').ending };
    return { ...run, silent: watch?.report() ?? [], survivors: () => watch?.survivors() ?? [] };
  } finally {
    browser.end();
  }
}
