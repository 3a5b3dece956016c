import { formatBytes, formatDuration } from '../exchange/units.ts';

/** One line on a terminal that is written over while something lasts; nothing elsewhere. */
export interface Progress {
  /** How far it is, counted from the beginning; `remark` stands at the end of the line. */
  readonly show: (done: number, remark?: string) => void;
  /** Takes the line away: to be called before anything else is written, and at the end. */
  readonly clear: () => void;
}

export interface ProgressOptions {
  /** What is being done, in a few words: `import a.har`. */
  readonly label: string;
  /** What is counted: `bytes`, or a noun in the plural. */
  readonly unit: string;
  /** Null where the end is not known: then there is neither bar nor estimate. */
  readonly total: number | null;
}

type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

const FIRST_AFTER_MS = 500;
const EVERY_MS = 200;
/** The rate is that of the last seconds. */
const RATE_SPAN_MS = 5000;
const BAR_CELLS = 20;
const BAR_STEPS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

interface Point {
  readonly at: number;
  readonly done: number;
}

export function progress(
  stream: Stream,
  options: ProgressOptions,
  now: () => number = performance.now.bind(performance),
): Progress {
  let next = now() + FIRST_AFTER_MS;
  let isShown = false;
  let points: readonly Point[] = [{ at: now(), done: 0 }];
  return {
    show(done, remark) {
      const at = now();
      if (!stream.isTTY || at < next) return;
      next = at + EVERY_MS;
      const first = points.findLastIndex((point) => at - point.at >= RATE_SPAN_MS);
      points = [...points.slice(Math.max(0, first)), { at, done }];
      isShown = true;
      const line = progressText(options, done, rateOf(points), remark);
      // A line that wraps could not be written over.
      stream.write(`\r\x1b[K${line.slice(0, Math.max(10, (stream.columns || 80) - 1))}`);
    },
    clear() {
      if (isShown) stream.write('\r\x1b[K');
      isShown = false;
    },
  };
}

/** Per second; 0 where nothing has moved. */
function rateOf(points: readonly Point[]): number {
  const first = points[0]!;
  const last = points.at(-1)!;
  return last.at > first.at ? ((last.done - first.done) / (last.at - first.at)) * 1000 : 0;
}

/** `import a.har ███▌      18 % · 190 MB of 1.1 GB · 95 MB/s · 9 s left · 1,204 exchanges` */
export function progressText(
  { label, unit, total }: ProgressOptions,
  done: number,
  ratePerSecond: number,
  remark?: string,
): string {
  const isBytes = unit === 'bytes';
  const amount = (count: number) => (isBytes ? formatBytes(count) : Math.round(count).toLocaleString('en'));
  const rate = ratePerSecond <= 0 ? [] : [`${isBytes ? formatBytes(ratePerSecond) : rounded(ratePerSecond)}/s`];
  const noun = isBytes ? '' : ` ${unit}`;
  const rest = remark === undefined ? [] : [remark];
  if (total === null || total <= 0) return `${label} · ${[`${amount(done)}${noun}`, ...rate, ...rest].join(' · ')}`;
  const share = Math.min(1, done / total);
  const left =
    ratePerSecond <= 0 ? [] : [`${formatDuration(Math.max(0, ((total - done) / ratePerSecond) * 1000))} left`];
  const parts = [
    `${Math.floor(share * 100)} %`,
    `${amount(done)} of ${amount(total)}${noun}`,
    ...rate,
    ...left,
    ...rest,
  ];
  return `${label} ${bar(share)} ${parts.join(' · ')}`;
}

function rounded(count: number): string {
  return count < 9.95 ? count.toFixed(1) : Math.round(count).toLocaleString('en');
}

function bar(share: number): string {
  const eighths = Math.floor(share * BAR_CELLS * 8);
  return `${'█'.repeat(Math.floor(eighths / 8))}${BAR_STEPS[eighths % 8]}`.padEnd(BAR_CELLS);
}
