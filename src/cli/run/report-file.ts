import type { CaptureReader } from '../../store/capture-reader.ts';
import { exportContext } from '../export-context.ts';
import { itemOf } from '../export-selection.ts';
import { exportText } from '../export-text.ts';
import { writePieces } from '../output-file.ts';
import { readRedactionRules } from '../redaction-rules.ts';
import { byUrgency, type Incident } from './tally.ts';

/** Reports beyond these would not be read. */
const MOST_REPORTS = 50;

/** Writes a bug report for each incident, the most urgent first, secrets masked; the number of them. */
export async function writeReports(
  file: string,
  reader: CaptureReader,
  incidents: readonly Incident[],
  folder: string,
): Promise<number> {
  const chosen = byUrgency(incidents).slice(0, MOST_REPORTS);
  const rules = await readRedactionRules(folder);
  await writePieces(file, reports());
  return chosen.length;

  async function* reports(): AsyncGenerator<string> {
    for (const [place, incident] of chosen.entries()) {
      const item = itemOf(reader, incident.first.id);
      const options = { redact: true, context: exportContext(reader, item), ...(rules === undefined ? {} : { rules }) };
      const { text } = await exportText([item], 'report', options);
      yield `${place === 0 ? '' : '\n---\n\n'}${text}`;
    }
    if (chosen.length === 0) yield 'No call failed.\n';
  }
}
