import type { ExportBundle } from '../bundle.ts';
import type { WriteOptions } from '../format.ts';
import { type Block, paragraph, words } from './block.ts';
import type { BodyView } from './body.ts';
import { compose, type Room, reproduction, viewBodies } from './compose.ts';
import type { Dialect } from './destination.ts';
import { renderHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { shortRedactionNote } from './redaction-note.ts';
import { renderSlack } from './slack.ts';

const LONGEST_HEAD = 9000;
const LONGEST_CURL = 16_000;
const MOST_LISTED = 40;
/** Of a line of the timeline. */
const LONGEST_CALL = 250;
const ATTEMPTS = 8;

/** Bodies give way first; where that is not enough, all else becomes shorter step by step. */
const STEPS = [
  { head: 1, curl: 1, messages: 1 },
  { head: 0.4, curl: 0.5, messages: 0.3 },
  { head: 0.12, curl: 0.2, messages: 0.1 },
  { head: 0.03, curl: 0, messages: 0 },
];

/** The report in the dialect of where it goes, never longer than that takes. */
export function fittedReport(bundle: ExportBundle, options: WriteOptions, dialect: Dialect): string {
  const views = viewBodies(bundle, dialect.limit);
  const render = (blocks: readonly Block[]): string => renderIn(dialect, blocks);
  const calls = Math.ceil((dialect.limit * 0.4) / LONGEST_CALL);
  for (const step of STEPS) {
    const count = Math.max(1, bundle.items.length);
    const room: Room = {
      bodies: [],
      head: Math.max(200, (Math.min(LONGEST_HEAD, dialect.limit * 0.15) * step.head) / Math.sqrt(count)),
      reproduction: reproduction(bundle.items, options, Math.min(LONGEST_CURL, dialect.limit * 0.27) * step.curl),
      messages: (dialect.limit * 0.2 * step.messages) / count,
      calls,
      listed: Math.max(3, Math.round(MOST_LISTED * step.head)),
    };
    const text = withBodies(
      (bodies) => render(compose(bundle, views, options, { ...room, bodies })),
      views,
      dialect.limit,
    );
    if (text !== undefined) return text;
  }
  const room = {
    bodies: [],
    head: 200,
    reproduction: reproduction(bundle.items, options, 0),
    messages: 0,
    calls,
    listed: 0,
  };
  return beginning(compose(bundle, views, options, room), shortRedactionNote(options.redaction), render, dialect.limit);
}

function renderIn(dialect: Dialect, blocks: readonly Block[]): string {
  switch (dialect.markup) {
    case 'markdown':
      return renderMarkdown(blocks, dialect);
    case 'slack':
      return renderSlack(blocks);
    case 'html':
      return renderHtml(blocks);
  }
}

/** With as much of the bodies as there is room for; undefined where the rest alone is too long. */
function withBodies(
  write: (bodies: readonly number[]) => string,
  views: readonly BodyView[],
  limit: number,
): string | undefined {
  const wanted = views.map(({ text }) => text?.length ?? 0);
  const bare = write(wanted.map(() => 0));
  if (bare.length > limit) return undefined;
  let room = limit - bare.length;
  for (let attempt = 0; attempt < ATTEMPTS && room > 0; attempt += 1) {
    const text = write(shares(wanted, room));
    if (text.length <= limit) return text;
    // Escapes, marks and fences take room of their own: less next time, in proportion.
    const spent = Math.max(1, text.length - bare.length);
    room = Math.floor(Math.min(room * 0.9, (room * (limit - bare.length)) / spent));
  }
  return bare;
}

/** What needs less than its share leaves the others more. */
function shares(wanted: readonly number[], room: number): readonly number[] {
  const given = wanted.map(() => 0);
  let left = room;
  const open = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]!);
  for (const [rank, index] of open.entries()) {
    given[index] = Math.min(wanted[index]!, Math.floor(left / (open.length - rank)));
    left -= given[index]!;
  }
  return given;
}

/** As many blocks as there is room for: of a hundred calls, the first. */
function beginning(
  blocks: readonly Block[],
  last: Block,
  render: (blocks: readonly Block[]) => string,
  limit: number,
): string {
  const note = paragraph(words('The rest is left out: there is no room for it here.'));
  let [fitting, tooMany] = [0, blocks.length + 1];
  while (tooMany - fitting > 1) {
    const middle = (fitting + tooMany) >> 1;
    if (render([...blocks.slice(0, middle), note, last]).length <= limit) fitting = middle;
    else tooMany = middle;
  }
  return render([...blocks.slice(0, fitting), note, last]);
}
