import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printableLines } from '../../exchange/printable.ts';
import { UserError } from '../../exchange/user-error.ts';
import { loadFormats } from '../../export/format.ts';
import type { ExportChoice, ExportPreview } from '../../tui/source.ts';
import { redactionLines } from '../redaction-lines.ts';
import { exported } from './exported.ts';
import { type ActionSurroundings, maskedRemark } from './surroundings.ts';

const MAX_ATTEMPTS = 100;
const MOST_PREVIEW_LINES = 500;
const LONGEST_PREVIEW_LINE = 500;

/** The most wanted first, the others as they come. */
const FIRST = ['report', 'curl', 'html', 'har', 'http', 'json'];

export async function exportChoices(): Promise<readonly ExportChoice[]> {
  const formats = await loadFormats();
  const place = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return formats
    .map(({ name, describe }) => ({ name, describe }))
    .sort((a, b) => place(a.name) - place(b.name) || (a.name < b.name ? -1 : 1));
}

export async function previewExport(
  surroundings: ActionSurroundings,
  id: number,
  format: string,
): Promise<ExportPreview> {
  const { text, redaction } = await exported(surroundings, id, format);
  const lines = printableLines(text).split('\n');
  const cut = (line: string) => `${line.slice(0, LONGEST_PREVIEW_LINE).toWellFormed()}…`;
  return {
    lines: lines.slice(0, MOST_PREVIEW_LINES).map((line) => (line.length > LONGEST_PREVIEW_LINE ? cut(line) : line)),
    isWhole: lines.length <= MOST_PREVIEW_LINES && lines.every((line) => line.length <= LONGEST_PREVIEW_LINE),
    redaction: redactionLines(redaction),
  };
}

export async function saveExport(surroundings: ActionSurroundings, id: number, format: string): Promise<string> {
  const { text, extension, maskedCount } = await exported(surroundings, id, format);
  const file = writeNew(surroundings.workingFolder, id, { format, extension, text });
  const what = format === 'report' ? 'Bug report' : `#${id} as ${format}`;
  return `${what} written to ${file} (${maskedRemark(maskedCount)})`;
}

interface Written {
  readonly format: string;
  readonly extension: string;
  readonly text: string;
}

/** Never over a file that is there: numbers of exchanges come again in another capture. */
function writeNew(folder: string, id: number, { format, extension, text }: Written): string {
  for (let attempt = 1; ; attempt += 1) {
    const file = join(folder, `httpwhy-${id}${attempt === 1 ? '' : `-${attempt}`}.${extension}`);
    try {
      writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
      return file;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST' && attempt < MAX_ATTEMPTS) continue;
      const option = format === 'report' ? '' : ` --format ${format}`;
      throw new UserError(
        'report-unwritable',
        `${file} cannot be written (${code}).`,
        `Use \`httpwhy export ${id}${option} -o FILE\`.`,
      );
    }
  }
}
