import { redactUrl } from '../../exchange/redact.ts';
import { formatBytes, formatDuration } from '../../exchange/units.ts';
import { captureStats, DIMENSIONS, type Dimension, type Figures, type Stats } from '../../store/capture-stats.ts';
import { type CommandModule, print } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { addDataOption, type DataOptions, parseCount } from '../options.ts';
import { progressLine } from '../progress-line.ts';
import { captureFile } from '../session.ts';
import { tableLines } from '../table.ts';

interface StatsOptions extends DataOptions {
  readonly json?: boolean;
  readonly lines: number;
}

export const command: CommandModule = {
  register(program, terminal, finish) {
    const stats = program
      .command('stats')
      .description('how many exchanges, failures and bytes, and how long they took: by host, route, class and cause')
      .argument('[filter...]', 'as in `httpwhy log`')
      .option('-n, --lines <n>', 'groups of each kind, those with most exchanges first', parseCount, 10)
      .option('--json', 'one JSON object');
    addDataOption(stats).action(
      finish((words: readonly string[], options: StatsOptions) => {
        const progress = progressLine(terminal.stderr);
        const path = captureFile(dataFolder(options.data, terminal.env));
        let found: Stats;
        try {
          found = captureStats(path, words.join(' '), progress.show);
        } finally {
          progress.clear();
        }
        if (options.json === true) print(terminal.stdout, JSON.stringify(statsJson(found, options.lines), null, 2));
        else print(terminal.stdout, statsText(found, options.lines));
        return 0;
      }),
    );
  },
};

/** Stable: members are added, never changed. */
export function statsJson({ total, from, to, by }: Stats, most: number): unknown {
  const rounded = (ms: number) => Math.round(ms * 100) / 100;
  const figures = ({ exchanges, failures, requestBytes, responseBytes, duration }: Figures) => ({
    exchanges,
    failures,
    requestBytes,
    responseBytes,
    durationMs: duration && {
      p50: rounded(duration.p50),
      p95: rounded(duration.p95),
      p99: rounded(duration.p99),
      max: rounded(duration.max),
    },
  });
  const groups = (dimension: Dimension) =>
    by[dimension].groups
      .slice(0, most)
      .map(({ name, ...rest }) => ({ name: nameOf(dimension, name), ...figures(rest) }));
  return {
    from: from === null ? null : Math.round(from),
    to: to === null ? null : Math.round(to),
    total: figures(total),
    ...Object.fromEntries(
      DIMENSIONS.map((dimension) => [`by${dimension[0]!.toUpperCase()}${dimension.slice(1)}`, groups(dimension)]),
    ),
  };
}

export function statsText({ total, from, to, by }: Stats, most: number): string {
  if (from === null || to === null) return 'No exchanges.';
  const tables = DIMENSIONS.map((dimension) => {
    const { groups, others } = by[dimension];
    const shown = groups.slice(0, most);
    const rest = groups.length - shown.length + (others === null ? 0 : 1);
    const title = dimension.toUpperCase();
    const lines = shown.map(({ name, ...figures }) => [
      nameOf(dimension, name) ?? NAMELESS[dimension],
      ...cells(figures),
    ]);
    const more =
      rest === 0 ? [] : [`… and ${rest.toLocaleString('en')}${others === null ? '' : ' or'} more; -n shows more`];
    return [...tableLines([{ title }, ...FIGURES], lines), ...more].join('\n');
  });
  const head = tableLines([{ title: 'ALL' }, ...FIGURES], [[span(from, to), ...cells(total)]]);
  return [head.join('\n'), ...tables].join('\n\n');
}

const FIGURES = ['calls', 'failed', 'share', 'p50', 'p95', 'p99', 'max', 'sent', 'received'].map((title) => ({
  title,
  align: 'right' as const,
}));

/** What has no class has not ended; what has no cause needs none. */
const NAMELESS: Readonly<Record<Dimension, string>> = { host: '–', route: '–', class: 'pending', cause: 'none' };

function cells({ exchanges, failures, duration, requestBytes, responseBytes }: Figures): string[] {
  const times = duration === null ? [] : [duration.p50, duration.p95, duration.p99, duration.max];
  return [
    exchanges.toLocaleString('en'),
    failures.toLocaleString('en'),
    `${((100 * failures) / exchanges).toFixed(1)}%`,
    ...[0, 1, 2, 3].map((place) => (times[place] === undefined ? '' : formatDuration(times[place]))),
    formatBytes(requestBytes),
    formatBytes(responseBytes),
  ];
}

/** A route holds pieces of paths, and so what looks like an id may be a secret. */
function nameOf(dimension: Dimension, name: string | null): string | null {
  if (dimension !== 'route' || name === null) return name;
  const [, method = '', rest = ''] = /^(\S+) (.*)$/s.exec(name) ?? [];
  return rest === '' ? name : `${method} ${redactUrl(`https://${rest}`).replace(/^https:\/\//, '')}`;
}

function span(from: number, to: number): string {
  const local = (at: number) => {
    const date = new Date(at);
    return Number.isNaN(date.getTime()) ? '?' : date.toLocaleString('sv').slice(0, 16);
  };
  return `${local(from)} to ${local(to)}`;
}
