import type { AnnotatedExchange } from '../exchange/annotation.ts';
import { UserError } from '../exchange/user-error.ts';
import { exportExchange, loadFormats } from '../export/format.ts';
import { packageVersion } from './version.ts';

export interface ExportedText {
  readonly text: string;
  /** Of a file that holds it, without the dot. */
  readonly extension: string;
  /** How many places were masked; 0 where the person asked for the secrets. */
  readonly maskedCount: number;
}

/** One exchange in a format that is known by name; throws `UserError` `no-such-format`. */
export async function exportText(
  item: AnnotatedExchange,
  formatName: string,
  { redact }: { readonly redact: boolean },
): Promise<ExportedText> {
  const formats = await loadFormats();
  const format = formats.find(({ name }) => name === formatName);
  if (format === undefined) {
    throw new UserError(
      'no-such-format',
      `There is no format ${formatName}.`,
      `Choose one of ${formats.map(({ name }) => name).join(', ')}.`,
      2,
    );
  }
  const { text, masked } = exportExchange(item, format, { redact, toolVersion: packageVersion() });
  return { text, extension: format.extension, maskedCount: masked.length };
}
