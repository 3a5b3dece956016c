// Pictures of the interface for the README: real frames of a real recording (`httpwhy demo`) as SVG.
// Usage: node scripts/pictures.mjs FOLDER, after `npm run build`. Needs Node.js 24
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CELL = { width: 8.4, height: 18 };
const MARGIN = 14;
const TEXT = '#d8dee9';
const BACKGROUND = '#16181d';

const SURROUNDINGS = {
  address: '127.0.0.1:8080',
  run: '',
  isOver: false,
  hints: [],
  timeOfDay: (epochMs) => new Date(epochMs).toISOString().slice(11, 19),
};

const dist = new URL(process.env.HTTPWHY_DIST ?? '../dist/', import.meta.url);
const load = (file) => import(new URL(`../src/${file}`, import.meta.url).href);
const [
  { CaptureReader },
  { logSource },
  { LogLens },
  { initialState },
  viewport,
  { frameOf },
  { DARK },
  { incidentsMenu },
  { reduce },
] = await Promise.all(
  [
    'store/capture-reader.ts',
    'cli/log-source.ts',
    'tui/log-lens.ts',
    'tui/state.ts',
    'tui/viewport.ts',
    'tui/frame.ts',
    'tui/theme.ts',
    'tui/incidents-menu.ts',
    'tui/reducer.ts',
  ].map(load),
);

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Usage: node scripts/pictures.mjs FOLDER');
const data = mkdtempSync(join(tmpdir(), 'httpwhy-pictures-'));
try {
  const main = fileURLToPath(new URL('main.js', dist));
  const { status, stderr } = spawnSync(process.execPath, [main, 'demo', '--headless', '--data', data], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  draw(data);
} finally {
  rmSync(data, { recursive: true, force: true });
}

function draw(data) {
  const reader = new CaptureReader(join(data, 'capture.db'));
  const source = logSource(reader);
  const now = source.page({ filter: '', anchor: { kind: 'last' }, limit: 1 })[0].startedAt + 2000;
  const [expired] = source.page({ filter: 'cause:expired-credentials', anchor: { kind: 'last' }, limit: 1 });
  const lens = new LogLens(source);
  const read = (state, move) => reduce(state, { kind: 'read', now, reading: lens.read(state, move, now, expired.id) });
  let log = read(initialState({ columns: 120, rows: 30 }, now), viewport.followed);
  log = read(log, (page, current, height) => viewport.selected(page, current, expired.id, height));
  const pictures = { log, incidents: reduce(log, { kind: 'listed', menu: incidentsMenu(lens.incidents()) }) };
  mkdirSync(folder, { recursive: true });
  for (const [name, state] of Object.entries(pictures)) {
    const file = join(folder, `${name}.svg`);
    writeFileSync(file, svgOf(frameOf(state, SURROUNDINGS).lines, state.size));
    console.log(file);
  }
  reader.close();
}

function svgOf(lines, { columns, rows }) {
  const width = columns * CELL.width + 2 * MARGIN;
  const height = rows * CELL.height + 2 * MARGIN;
  const body = lines.map((line, index) => lineOf(line, MARGIN + index * CELL.height)).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">
<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>
${body}
</svg>
`;
}

function lineOf(line, y) {
  let cell = 0;
  return line
    .map(({ text, tone }) => {
      const x = MARGIN + cell * CELL.width;
      const length = Array.from(text).length;
      cell += length;
      if (text.trim() === '' && !DARK[tone].inverse) return '';
      const { color = TEXT, bold, dimColor, inverse } = DARK[tone];
      const width = (length * CELL.width).toFixed(1);
      const back = inverse
        ? `<rect x="${x.toFixed(1)}" y="${y}" width="${width}" height="${CELL.height}" fill="${color}"/>`
        : '';
      const style = `fill="${inverse ? BACKGROUND : color}"${bold ? ' font-weight="bold"' : ''}${dimColor ? ' opacity="0.6"' : ''}`;
      // Fonts differ in width; every piece keeps to its cells.
      return `${back}<text x="${x.toFixed(1)}" y="${y + 13}" textLength="${width}" xml:space="preserve" ${style}>${escaped(text)}</text>`;
    })
    .join('');
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
