import { printable } from '../../exchange/printable.ts';
import type { ImportSummary } from './importer.ts';

/** What the person reads when a file was imported. */
export function summaryLines(
  { count, firstId, lastId, outcomes }: ImportSummary,
  name: string,
  runId: number,
  isStopped: boolean,
  dataOption = '',
): string[] {
  const shown = printable(name);
  if (count === 0)
    return [isStopped ? `Stopped: nothing was imported from ${shown}.` : `There is no exchange in ${shown}.`];
  const range = count === 1 ? `#${firstId}` : `#${firstId} to #${lastId}`;
  const noun = count === 1 ? 'exchange' : 'exchanges';
  const failed = outcomes.get('failed') ?? 0;
  const doubtful = outcomes.get('doubtful') ?? 0;
  const troubles = [
    ...(failed === 0 ? [] : [`${failed.toLocaleString('en')} failed`]),
    ...(doubtful === 0 ? [] : [`${doubtful.toLocaleString('en')} with a good status that is not what it seems`]),
  ];
  const rest = troubles.length === 0 ? 'none failed' : troubles.join(', ');
  const what = isStopped ? 'Stopped. Imported until then' : 'Imported';
  return [
    `${what}: ${count.toLocaleString('en')} ${noun} from ${shown} as ${range}; ${rest}.`,
    `See them with \`httpwhy log${printable(dataOption)} run:${runId}\`.`,
  ];
}
