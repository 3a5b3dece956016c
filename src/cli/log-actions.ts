import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../exchange/user-error.ts';
import type { CaptureReader } from '../store/capture-reader.ts';
import type { LogActions } from '../tui/source.ts';
import { copyToClipboard } from './clipboard.ts';
import type { Terminal } from './command.ts';
import { exportText } from './export-text.ts';
import type { Session } from './session.ts';
import { mustFind } from './stored.ts';

const MAX_ATTEMPTS = 100;

/** What the keys of the interface do to one exchange. Everything that leaves is redacted. */
export function logActions(
  reader: CaptureReader,
  terminal: Terminal,
  session: Pick<Session, 'tunnel'>,
  folder = process.cwd(),
): LogActions {
  return {
    async tunnelHost(id) {
      const { url } = mustFind(reader, id).exchange.request;
      if (!url.startsWith('https:') || !URL.canParse(url)) {
        throw new UserError(
          'not-encrypted',
          `#${id} did not come in a TLS connection.`,
          'Only those can pass unread; select an https call.',
        );
      }
      const { hostname } = new URL(url);
      const host = hostname.replace(/^\[|\]$/g, '');
      session.tunnel(host);
      return `New connections to ${host} pass unread; to keep it so, start with --tunnel ${host}`;
    },
    async exportReport(id) {
      const { text, extension, maskedCount } = await exportText(mustFind(reader, id), 'report', { redact: true });
      const file = writeNew(folder, id, extension, text);
      return `Bug report written to ${file} (${masked(maskedCount)})`;
    },
    async copyCurl(id) {
      const { text, maskedCount } = await exportText(mustFind(reader, id), 'curl', { redact: true });
      if (await copyToClipboard(text, terminal)) return `Copied #${id} as curl (${masked(maskedCount)})`;
      throw new UserError(
        'clipboard',
        'The command is too long for the clipboard of this terminal.',
        `Use \`httpwhy export ${id} --format curl -o FILE\`.`,
      );
    },
  };
}

/** Never over a file that is there: numbers of exchanges come again in another capture. */
function writeNew(folder: string, id: number, extension: string, text: string): string {
  for (let attempt = 1; ; attempt += 1) {
    const file = join(folder, `httpwhy-${id}${attempt === 1 ? '' : `-${attempt}`}.${extension}`);
    try {
      writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
      return file;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST' && attempt < MAX_ATTEMPTS) continue;
      throw new UserError(
        'report-unwritable',
        `${file} cannot be written (${code}).`,
        `Use \`httpwhy export ${id} -o FILE\`.`,
      );
    }
  }
}

function masked(count: number): string {
  return count === 0 ? 'no secrets in it' : `${count} ${count === 1 ? 'secret' : 'secrets'} masked`;
}
