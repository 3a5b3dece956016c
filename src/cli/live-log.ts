import { printable } from '../exchange/printable.ts';
import type { ExchangeRow } from '../exchange/row.ts';
import { UserError } from '../exchange/user-error.ts';
import { CaptureReader } from '../store/capture-reader.ts';
import { loadTui } from '../tui/load.ts';
import type { LogActions, LogSession, LogSource } from '../tui/source.ts';
import type { ActionSurroundings } from './actions/surroundings.ts';
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
import { captureFile, type Session } from './session.ts';
import { SourceToCome } from './source-to-come.ts';
import type { ProxySettings } from './threads/messages.ts';

export interface LiveLogOptions {
  /** Plain lines also on a terminal. */
  readonly headless?: boolean;
  /** One JSON object per exchange. */
  readonly json?: boolean;
}

/** The interface needs a terminal for keys and for drawing; a `dumb` one cannot move its cursor. */
export function isInteractive({ stdin, stdout, env }: Terminal, { headless, json }: LiveLogOptions): boolean {
  return stdin.isTTY && stdout.isTTY && env.TERM !== 'dumb' && headless !== true && json !== true;
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

/**
 * The same for a session that is only starting: the interface is there at once, and shows what is recorded as soon as there is
 * something to read. Rejects with what kept the session from starting.
 */
export async function showStarting(
  starting: Promise<Session>,
  settings: ProxySettings,
  terminal: Terminal,
): Promise<void> {
  // What masks the screen has to be read first.
  if (settings.redactsDisplay === true) return showInterface(await starting, terminal);
  const failed = new AbortController();
  const begun = starting.then(
    (session) => session,
    (error: unknown) => {
      failed.abort();
      throw error;
    },
  );
  begun.catch(() => undefined);
  const { folder } = settings;
  const source = new SourceToCome();
  let session: Session | undefined;
  let reader: CaptureReader | undefined;
  const notices = new Set<(line: string) => void>();
  const surroundings: ActionSurroundings['session'] = {
    folder,
    capture: captureFile(folder),
    settings,
    display: null,
    tunnel: (host, isRead) => there(session).tunnel(host, isRead),
    pause: (isPaused) => there(session).pause(isPaused),
  };
  try {
    await showSource(
      source,
      folder,
      terminal,
      logActions(() => there(reader), terminal, surroundings),
      {
        address: '',
        isStarting: true,
        hints: [],
        suspendedLine: SUSPENDED,
        onNotice(listener) {
          notices.add(listener);
          return () => notices.delete(listener);
        },
        onRecording(listener) {
          begun.then(
            (begunSession) => {
              session = begunSession;
              reader = new CaptureReader(session.capture);
              source.arrived(logSource(reader));
              session.onNotice((line) => {
                for (const notice of notices) notice(line);
              });
              const hints = firstCommands(session, process.cwd(), terminal.env);
              listener({ address: addressOf(session), isOver: false, isStarting: false, hints });
            },
            () => undefined,
          );
          return () => undefined;
        },
      },
      failed.signal,
    );
  } finally {
    // Left early: what has begun meanwhile has opened the capture.
    const last = await begun;
    reader?.close();
    await last.close();
  }
}

function there<T>(value: T | undefined): T {
  if (value === undefined)
    throw new UserError('starting', 'The proxy is still starting.', 'Press the key again in a moment.');
  return value;
}

/** Shows a capture until the person leaves. */
export async function showCapture(
  { capture, folder, display }: Pick<Session, 'capture' | 'folder' | 'display'>,
  terminal: Terminal,
  actions: (reader: CaptureReader) => LogActions,
  shown: LogSession & { readonly suspendedLine?: string },
): Promise<void> {
  const reader = new CaptureReader(capture);
  try {
    const source = display === null ? logSource(reader) : maskedSource(logSource(reader), display);
    await showSource(source, folder, terminal, actions(reader), shown);
  } finally {
    reader.close();
  }
}

async function showSource(
  source: LogSource,
  folder: string,
  terminal: Terminal,
  actions: LogActions,
  { suspendedLine = '', ...shown }: LogSession & { readonly suspendedLine?: string },
  signal?: AbortSignal,
): Promise<void> {
  const { startTui } = await loadTui();
  const { keys, theme } = await interfaceConfig(folder);
  // A signal closes the interface as if the person had quit, so that everything is stored all the same.
  const interrupted = new AbortController();
  untilInterrupted().then(() => interrupted.abort());
  await startTui({
    source,
    actions,
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
    signal: signal === undefined ? interrupted.signal : AbortSignal.any([interrupted.signal, signal]),
  });
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
