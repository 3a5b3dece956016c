import { type Progress, progress } from './progress.ts';

/** How many exchanges have been read, where nobody knows how many there are. */
export function progressLine(stream: NodeJS.WriteStream, now?: () => number): Progress {
  return progress(stream, { label: 'httpwhy: reading', unit: 'exchanges', total: null }, now);
}
