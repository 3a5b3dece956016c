import { styleText } from 'node:util';
import { grpcStatusText } from '../exchange/grpc-status.ts';
import { CONFIDENCE_SIGNS, OUTCOME_GLYPHS, type Outcome, outcomeOf } from '../exchange/outcome.ts';
import { printable } from '../exchange/printable.ts';
import { redactText, redactUrl } from '../exchange/redact.ts';
import type { ExchangeRow, Marks } from '../exchange/row.ts';
import { formatBytes, formatDuration, formatMessages } from '../exchange/units.ts';

type Style = Parameters<typeof styleText>[0];

/** One exchange on one line: `#17 12:03:18 ✗ GET 401 api.shop.dev/v1/orders/87 22 ms 87 B  ● expired-credentials: …`. */
export function plainLine(row: ExchangeRow, hasColour: boolean): string {
  const paint = (style: Style, text: string) => (hasColour ? styleText(style, text, { validateStream: false }) : text);
  const outcome = outcomeOf(row);
  const style = STYLES[outcome];
  const grpc = row.grpcStatus === null ? [] : [grpcStatusText(row.grpcStatus)];
  const head = [
    paint('dim', `#${row.id}`),
    paint('dim', timeOf(row.startedAt)),
    paint(style, [OUTCOME_GLYPHS[outcome], printable(row.method), row.status ?? '–', ...grpc].join(' ')),
    // These lines end up in logs of CI: a key in the query is no more to be read there than in an export.
    printable(shortUrl(redactUrl(row.url))),
    paint('dim', row.durationMs === null ? 'pending' : formatDuration(row.durationMs)),
    paint('dim', formatBytes(row.responseBytes)),
    ...(row.messageCount === 0 ? [] : [paint('dim', formatMessages(row.messageCount))]),
    ...(row.mockedBy === undefined ? [] : [paint('magenta', `rule ${printable(row.mockedBy)}`)]),
  ].join(' ');
  const marks = row.marks === undefined ? '' : `  ${paint('magenta', marksText(row.marks))}`;
  if (row.cause === null) return `${head}${marks}`;
  const sign = row.confidence === null ? '' : `${CONFIDENCE_SIGNS[row.confidence]} `;
  const cause = row.inner ? `${row.cause} (${row.inner})` : row.cause;
  return `${head}  ${paint(style, `${sign}${cause}`)}: ${printable(row.summary)}${marks}`;
}

/** What a person has put on it: `[pinned] [checkout] “ask Ada”`. */
export function marksText({ isPinned, labels, note }: Marks): string {
  return [
    ...(isPinned ? ['[pinned]'] : []),
    ...labels.map((name) => `[${printable(name)}]`),
    ...(note === null ? [] : [`“${printable(redactText(note))}”`]),
  ].join(' ');
}

/** True where the stream is a terminal and the person did not ask for plain text (https://no-color.org). */
export function hasColour(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
}

const STYLES: Readonly<Record<Outcome, Style>> = {
  pending: 'cyan',
  good: 'green',
  redirect: 'cyan',
  doubtful: 'yellow',
  failed: 'red',
  harmless: 'dim',
};

/** Local time of day. */
function timeOf(epochMs: number): string {
  return new Date(epochMs).toTimeString().slice(0, 8);
}

function shortUrl(url: string): string {
  return url.replace(/^https?:\/\//, '');
}
