import { printable } from '../exchange/printable.ts';
import type { ExchangeRow } from '../exchange/row.ts';
import { CaptureReader } from '../store/capture-reader.ts';
import { print, type Terminal } from './command.ts';
import { dataFolder } from './data-folder.ts';
import { followFinished, untilInterrupted } from './follow.ts';
import { jsonRow } from './json-row.ts';
import { logActions } from './log-actions.ts';
import { logSource } from './log-source.ts';
import { maskedSource } from './masked-source.ts';
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

/**
 * Shows what a session records until the person leaves or the system asks to end: the interface on a terminal,
 * else one line per exchange. Then the session is closed, and what was in flight has been stored and shown.
 */
export async function showLive(session: Session, terminal: Terminal, options: LiveLogOptions): Promise<void> {
  if (isInteractive(terminal, options)) await showInterface(session, terminal);
  else await showLines(session, terminal, options);
}

/** Runs the interface on a session until the person leaves; then the session is closed. */
export async function showInterface(session: Session, terminal: Terminal): Promise<void> {
  const { startTui } = await import('../tui/start.tsx');
  const reader = new CaptureReader(session.capture);
  // A signal closes the interface as if the person had quit, so that everything is stored all the same.
  const interrupted = new AbortController();
  untilInterrupted().then(() => interrupted.abort());
  try {
    await startTui({
      source: session.display === null ? logSource(reader) : maskedSource(logSource(reader), session.display),
      actions: logActions(reader, terminal, session),
      session: {
        address: addressOf(session),
        hints: clientHints(session),
        onNotice: (listener) => session.onNotice(listener),
      },
      stdin: terminal.stdin,
      stdout: terminal.stdout,
      isColoured: hasColour(terminal.stdout, terminal.env),
      signal: interrupted.signal,
    });
  } finally {
    reader.close();
    await session.close();
  }
}

async function showLines(session: Session, terminal: Terminal, { json }: LiveLogOptions): Promise<void> {
  const interrupted = untilInterrupted();
  const stop = streamLines(session, terminal, json === true);
  print(terminal.stderr, `httpwhy listens on ${addressOf(session)} and records to ${session.capture}`);
  if (json !== true) for (const hint of clientHints(session)) print(terminal.stderr, `  ${hint}`);
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

/** Commands that fill an empty log. */
function clientHints(session: Session): string[] {
  const url = proxyUrl(session);
  // Another terminal knows neither this one's --data nor its HTTPWHY_HOME.
  const data = session.folder === dataFolder(undefined, {}) ? '' : ` --data ${quoted(session.folder)}`;
  return [
    `httpwhy run${data} -- npm test`,
    `curl -x ${url} --cacert ${quoted(session.caFile)} https://example.com/`,
    `eval "$(httpwhy env${data} --port ${session.port})" && python3 app.py`,
  ];
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
