import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bodyText, decodeBody } from '../../exchange/body.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { printable, printableLines } from '../../exchange/printable.ts';
import { formatBytes } from '../../exchange/units.ts';
import { UserError } from '../../exchange/user-error.ts';
import { editorOf, openWith, pagerOf } from '../outside-program.ts';
import { mustFind } from '../stored.ts';
import type { ActionSurroundings } from './surroundings.ts';

const LARGEST_BODY = 64 * 1024 * 1024;

/**
 * Shows a message in the person's pager or editor, which has the terminal until it ends. What is saved there is thrown away:
 * a recorded message does not change.
 */
export async function openOutside(
  { reader, terminal, session }: ActionSurroundings,
  id: number,
  side: 'request' | 'response',
  program: 'pager' | 'editor',
): Promise<string> {
  const stored = mustFind(reader, id);
  const { exchange } = session.display?.detail(stored) ?? stored;
  const text = messageText(exchange, side);
  // For its owner only, as mkdtemp makes it: secrets are in it.
  const folder = mkdtempSync(join(tmpdir(), 'httpwhy-view-'));
  try {
    const file = join(folder, `${id}-${side}.http`);
    writeFileSync(file, text, { mode: 0o600 });
    await openWith(program === 'pager' ? pagerOf(terminal.env) : editorOf(terminal.env), file, terminal);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return `Closed the ${side} of #${id}`;
}

function messageText({ id, request, response }: Exchange, side: 'request' | 'response'): string {
  const message = side === 'request' ? request : response;
  if (message === null) throw new UserError('no-response', `#${id} has no response.`, 'See its request.');
  const first =
    side === 'request' || response === null
      ? `${request.method} ${request.url} HTTP/${request.httpVersion}`
      : `HTTP/${response.httpVersion} ${response.status} ${response.reason}`;
  const head = [first, ...message.headers.map(([name, value]) => `${name}: ${value}`)].map(printable).join('\n');
  if (message.body === null) return `${head}\n`;
  const body = bodyText(message.headers, message.body, LARGEST_BODY);
  const { isCut } = decodeBody(message.headers, message.body, LARGEST_BODY);
  const { bytes, totalBytes } = message.body;
  return [
    head,
    '',
    // Terminals and editors obey control characters.
    body === undefined ? `(${formatBytes(totalBytes)} of binary data)` : printableLines(body),
    ...(isCut ? [`(cut: ${formatBytes(bytes.length)} of ${formatBytes(totalBytes)} were recorded)`] : []),
    '',
  ].join('\n');
}
