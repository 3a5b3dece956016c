import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { RequestMessage } from '../../exchange/exchange.ts';
import { printable } from '../../exchange/printable.ts';
import { UserError } from '../../exchange/user-error.ts';
import { BODY_FILE, fromHttpText, toHttpText } from '../../replay/http-text.ts';
import { print, type Terminal } from '../command.ts';
import { editorOf, openWith } from '../outside-program.ts';
import { askYesNo, canAsk } from '../question.ts';

/**
 * The request as the person leaves it in an editor; null where nothing was left. A mistake is said with its line, and can be
 * mended in the editor.
 * @throws UserError of the text where nobody can be asked, or who is asked gives up
 */
export async function editRequest(request: RequestMessage, terminal: Terminal): Promise<RequestMessage | null> {
  // For its owner only, as mkdtemp makes it: secrets are in it.
  const folder = mkdtempSync(join(tmpdir(), 'httpwhy-edit-'));
  try {
    const file = join(folder, 'request.http');
    const { text, bodyFile } = toHttpText(request);
    writeFileSync(file, text, { mode: 0o600 });
    if (bodyFile !== null) writeFileSync(join(folder, BODY_FILE), bodyFile, { mode: 0o600 });
    for (;;) {
      await openWith(editorOf(terminal.env), file, terminal);
      try {
        return fromHttpText(readFileSync(file, 'utf8'), request, (path) => readFileSync(resolve(folder, path)));
      } catch (error) {
        if (!(error instanceof UserError) || !canAsk(terminal)) throw error;
        print(terminal.stderr, `httpwhy: ${printable(error.message)} ${printable(error.nextStep)}`);
        if (!(await askYesNo(terminal, 'httpwhy: Edit it again?'))) return null;
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
