import type { AnnotatedExchange, Annotation } from '../../exchange/annotation.ts';
import { differenceInWords } from '../../exchange/difference.ts';
import { formatDuration } from '../../exchange/units.ts';
import type { Incident } from '../bundle.ts';
import { type Block, clip, code, heading, type Inline, type Line, paragraph, words } from './block.ts';
import { serverRequestId, utcTime } from './facts.ts';

const MOST_DIFFERENCES = 20;

/** In what the call differs from the latest one of its kind that succeeded. */
export function workedBefore(
  annotation: Annotation | null,
  startedAt: number,
  lastSuccess: AnnotatedExchange | null,
): Block[] {
  const difference = annotation?.difference;
  if (difference === undefined) return [];
  const { against, items } = difference;
  const id = lastSuccess === null ? undefined : serverRequestId(lastSuccess.exchange);
  const success: Inline[] = [
    words(`The latest success of this route was at ${utcTime(against.at)}, `),
    words(`${formatDuration(Math.max(0, startedAt - against.at))} before`),
    ...(id === undefined
      ? []
      : [
          words(', with the request id '),
          code(clip(id.value, 200)),
          words(' ('),
          code(clip(id.place, 60)),
          words(')'),
        ]),
  ];
  const blocks = [heading(2, words('Worked before'))];
  if (items.length === 0) return [...blocks, paragraph(...success, words('. Nothing that matters differs from it.'))];
  const lines: Line[] = items.slice(0, MOST_DIFFERENCES).map((item) => [code(clip(differenceInWords(item), 300))]);
  const rest = items.length - lines.length;
  if (rest > 0) lines.push([words(`and ${rest} more`)]);
  return [
    ...blocks,
    paragraph(...success, words('. What differs, the likeliest reason first:')),
    { kind: 'list', items: lines },
  ];
}

/** The other times at which the same failure occurred, for whoever searches a log for them. */
export function otherOccurrences(incident: Incident | null): Block[] {
  if (incident === null || incident.others.length === 0) return [];
  const rows = incident.others.map(({ at, id, requestId }): Line[] => [
    [words(String(id))],
    [words(utcTime(at))],
    requestId === null ? [] : [code(clip(requestId, 120))],
  ]);
  const table: Block = { kind: 'table', head: ['Number', 'Time', 'Request id'], rows };
  const count = incident.others.length;
  const summary = `${count === incident.count - 1 ? 'The other' : count} occurrences of the same failure`;
  return [{ kind: 'details', summary, blocks: [table], instead: '' }];
}
