import type { AnnotatedExchange } from '../exchange/annotation.ts';
import type { RedactionRules } from '../exchange/redact.ts';
import { UserError } from '../exchange/user-error.ts';
import { type ExportContext, type ExportItem, NO_CONTEXT } from '../export/bundle.ts';
import { type Destination, type ExportFormat, loadFormats, type Redaction } from '../export/format.ts';
import { exportItems } from '../export/write.ts';
import { packageVersion } from './version.ts';

export interface ExportedText {
  readonly text: string;
  /** Of a file that holds it, without the dot. */
  readonly extension: string;
  /** How many secrets were masked; 0 where the person asked for them. */
  readonly maskedCount: number;
  /** Null where the person asked for the secrets. */
  readonly redaction: Redaction | null;
}

export interface ExportTextOptions {
  readonly redact: boolean;
  readonly destination?: Destination;
  readonly context?: ExportContext;
  /** Of the person, beside those of the program. */
  readonly rules?: RedactionRules;
}

/** Some exchanges in a format that is known by name; throws `UserError` `no-such-format`. */
export async function exportText(
  items: AnnotatedExchange | readonly ExportItem[],
  formatName: string,
  { redact, destination, rules, context = NO_CONTEXT }: ExportTextOptions,
): Promise<ExportedText> {
  const format = await formatByName(formatName);
  const list = 'exchange' in items ? [{ ...items, messages: [] }] : items;
  const options = {
    redact,
    toolVersion: packageVersion(),
    ...(rules === undefined ? {} : { rules }),
    ...(destination === undefined ? {} : { destination }),
  };
  const { text, redaction } = await exportItems(list, format, options, context);
  return { text, extension: format.extension, maskedCount: redaction?.masked.length ?? 0, redaction };
}

export async function formatByName(name: string): Promise<ExportFormat> {
  const formats = await loadFormats();
  const format = formats.find((candidate) => candidate.name === name);
  if (format !== undefined) return format;
  throw new UserError(
    'no-such-format',
    `There is no format ${name}.`,
    `Choose one of ${formats.map((candidate) => candidate.name).join(', ')}; a command line also knows capture.`,
    2,
  );
}
