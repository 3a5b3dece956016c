import { printable } from '../exchange/printable.ts';
import type { ExchangeRow } from '../exchange/row.ts';
import { CaptureReader } from '../store/capture-reader.ts';
import { loadTui } from '../tui/load.ts';
import type { LogActions, LogSession } from '../tui/source.ts';
import { print, type Terminal } from './command.ts';
import { firstCommands } from './first-commands.ts';
import { followFinished, untilInterrupted } from './follow.ts';
import { interfaceConfig } from './interface-config.ts';
import { jsonRow } from './json-row.ts';
import { logActions } from './log-actions.ts';
import { logSource } from './log-source.ts';
import { maskedSource } from './masked-source.ts';
import { keepFilters, pastFilters } from './past-filters.ts';
import { hasColour, plainLine } from './plain-line.ts';
import type { Session } from './session.ts';

export interface LiveLogOptions {
  /** Plain lines also on a terminal. */
  readonly headless?: boolean;
  /** One JSON object per exchange. */
  readonly json?: boolean;
}

/** The interface needs a terminal for keys and for drawing. */
export function isInteractive({ stdin, stdout }: Terminal, { headless, json }: LiveLogOptions): boolean {
  return stdin.isTTY && stdout.isTTY && headless !== true && json !== true;
}

/** Begins to load the interface where it will be shown, while the threads of the session load what they need. */
export function prepareLive(terminal: Terminal, options: LiveLogOptions): void {
  // What goes wrong is said when it is shown.
  if (isInteractive(terminal, options)) loadTui().catch(() => undefined);
}

/**
 * Shows what a session records until the person leaves or the system asks to end: the interface on a terminal,
 * else one line per exchange. Then the session is closed, and what was in flight has been stored and shown.
 */
export async function showLive(session: Session, terminal: Terminal, options: LiveLogOptions): Promise<void> {
  if (isInteractive(terminal, options)) await showInterface(session, terminal);
  else await showLines(session, terminal, options);
}

export interface InterfaceOptions {
  /** What is being run, for the header. */
  readonly run?: string;
}

/** Runs the interface on a session until the person leaves; then the session is closed. */
export async function showInterface(
  session: Session,
  terminal: Terminal,
  { run }: InterfaceOptions = {},
): Promise<void> {
  try {
    await showCapture(session, terminal, (reader) => logActions(reader, terminal, session), {
      address: addressOf(session),
      ...(run !== undefined && { run }),
      hints: firstCommands(session, process.cwd(), terminal.env),
      onNotice: (listener) => session.onNotice(listener),
      suspendedLine: SUSPENDED,
    });
  } finally {
    await session.close();
  }
}

/** The job stops as a whole, and the proxy with it. */
const SUSPENDED = 'httpwhy is stopped, and nothing passes through it until it goes on: fg';

/** Shows a capture until the person leaves. */
export async function showCapture(
  { capture, folder, display }: Pick<Session, 'capture' | 'folder' | 'display'>,
  terminal: Terminal,
  actions: (reader: CaptureReader) => LogActions,
  { suspendedLine = '', ...shown }: LogSession & { readonly suspendedLine?: string },
): Promise<void> {
  const { startTui } = await loadTui();
  const { keys, theme } = await interfaceConfig(folder);
  const reader = new CaptureReader(capture);
  // A signal closes the interface as if the person had quit, so that everything is stored all the same.
  const interrupted = new AbortController();
  untilInterrupted().then(() => interrupted.abort());
  try {
    await startTui({
      source: display === null ? logSource(reader) : maskedSource(logSource(reader), display),
      actions: actions(reader),
      session: {
        ...shown,
        pastFilters: pastFilters(folder),
        keepFilters: (past) => keepFilters(folder, past),
      },
      stdin: terminal.stdin,
      stdout: terminal.stdout,
      isColoured: hasColour(terminal.stdout, terminal.env),
      keys,
      theme,
      suspendedLine,
      signal: interrupted.signal,
    });
  } finally {
    reader.close();
  }
}

async function showLines(session: Session, terminal: Terminal, { json }: LiveLogOptions): Promise<void> {
  const interrupted = untilInterrupted();
  const stop = streamLines(session, terminal, json === true);
  print(terminal.stderr, `httpwhy listens on ${addressOf(session)} and records to ${session.capture}`);
  if (json !== true)
    for (const hint of firstCommands(session, process.cwd(), terminal.env)) print(terminal.stderr, `  ${hint}`);
  await interrupted;
  await session.close();
  stop();
}

/** Prints every exchange that ends from now on; the returned function prints what is left and ends it. */
export function streamLines(
  session: Session,
  terminal: Terminal,
  isJson: boolean,
  isShown: (row: ExchangeRow) => boolean = () => true,
  stream: NodeJS.WriteStream = terminal.stdout,
): () => void {
  const reader = new CaptureReader(session.capture);
  const isColoured = hasColour(stream, terminal.env);
  session.onNotice((line) => print(terminal.stderr, `httpwhy: ${printable(line)}`));
  const following = followFinished(reader, reader.revision(), (row) => {
    if (!isShown(row)) return;
    const shown = session.display?.row(row) ?? row;
    print(stream, isJson ? jsonRow(shown) : plainLine(shown, isColoured));
  });
  return () => {
    following.stop();
    reader.close();
  };
}

export function addressOf({ host, port }: Pick<Session, 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

export function proxyUrl(session: Pick<Session, 'host' | 'port'>): string {
  // A client on this machine reaches a proxy that listens everywhere on the loopback address.
  const host = session.host === '0.0.0.0' ? '127.0.0.1' : session.host === '::' ? '::1' : session.host;
  return `http://${addressOf({ host, port: session.port })}`;
}
