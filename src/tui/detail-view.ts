import { CONFIDENCE_SIGNS } from '../exchange/outcome.ts';
import { formatBytes } from '../exchange/units.ts';
import { cut, safeText } from './cells.ts';
import { brokenAt } from './document.ts';
import { footerLine } from './footer.ts';
import type { Frame } from './frame.ts';
import { detailHeight, textWidth } from './layout.ts';
import { cellsOfLine, type Line, span, spread } from './line.ts';
import { signOf } from './signs.ts';
import type { OpenExchange, State } from './state.ts';
import type { Surroundings } from './surroundings.ts';
import { shortTarget } from './target.ts';
import { shortDuration } from './time.ts';

/** One exchange: why, request and response as one text, of which only the lines in sight are drawn. */
export function detailFrame(state: State, open: OpenExchange, surroundings: Surroundings): Frame {
  const cells = textWidth(state.size);
  const height = detailHeight(state.size);
  const { lines } = brokenAt(open.document, cells);
  const shown = Array.from({ length: height }, (_, index) => lines[open.offset + index] ?? []);
  return {
    lines: [
      inset(titleLine(open, state.now, surroundings, cells)),
      inset(spread(sectionsLine(open), positionLine(open.offset, height, lines.length), cells)),
      [span('─'.repeat(state.size.columns), 'dim')],
      ...shown.map(inset),
      footerLine(state),
    ],
    caret: undefined,
  };
}

function titleLine({ detail }: OpenExchange, now: number, { timeOfDay }: Surroundings, cells: number): Line {
  const { exchange, annotation } = detail;
  const { id, request, response, startedAt, durationMs } = exchange;
  const sign = signOf({
    class: annotation?.class ?? null,
    cause: annotation?.cause ?? null,
    fault: annotation?.fault ?? null,
  });
  const status = response === null ? '' : ` ${response.status}`;
  const confidence =
    annotation === null || annotation.cause === null ? '' : ` ${CONFIDENCE_SIGNS[annotation.confidence]}`;
  const right: Line = [
    span(
      [
        shortDuration(durationMs ?? Math.max(0, now - startedAt)),
        formatBytes(response?.body?.totalBytes ?? 0),
        timeOfDay(startedAt),
      ].join(' · '),
      'dim',
    ),
  ];
  const left: Line = [
    span(sign.glyph, sign.tone),
    span(` #${id} ${cut(safeText(request.method.slice(0, 40)), 12)}`, 'title'),
    span(`${status}${confidence}`, sign.tone),
  ];
  const room = cells - cellsOfLine(left) - cellsOfLine(right) - 4;
  // Where there is no room for both, the address says more than the numbers.
  const isNarrow = room < 16;
  const target = shortTarget(request.url, isNarrow ? cells - cellsOfLine(left) - 2 : room);
  return spread([...left, span(`  ${target}`, 'strong')], isNarrow ? [] : right, cells);
}

function sectionsLine({ document, section }: OpenExchange): Line {
  return document.sections.flatMap(({ title }, index) => {
    const isCurrent = index === section;
    const gap = span(index === 0 ? '' : '  ');
    return [gap, span(`${isCurrent ? '▸' : ' '}${index + 1} ${title} `, isCurrent ? 'selected' : 'dim')];
  });
}

function positionLine(offset: number, height: number, total: number): Line {
  if (offset === 0 && total <= height) return [];
  const last = Math.min(total, offset + height);
  return [span(`${offset + 1}–${last} of ${total}`, 'dim')];
}

function inset(line: Line): Line {
  return [span(' '), ...line];
}
