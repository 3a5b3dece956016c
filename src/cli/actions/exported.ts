import { exportContext } from '../export-context.ts';
import { itemOf } from '../export-selection.ts';
import { type ExportedText, exportText } from '../export-text.ts';
import { readRedactionRules } from '../redaction-rules.ts';
import type { ActionSurroundings } from './surroundings.ts';

/** One exchange in a format, as `httpwhy export` writes it: with what the capture knows around it, secrets masked. */
export async function exported(
  { reader, session }: Pick<ActionSurroundings, 'reader' | 'session'>,
  id: number,
  format: string,
): Promise<ExportedText> {
  const item = itemOf(reader, id);
  const rules = await readRedactionRules(session.folder);
  const context = exportContext(reader, item);
  return exportText([item], format, { redact: true, context, ...(rules === undefined ? {} : { rules }) });
}
