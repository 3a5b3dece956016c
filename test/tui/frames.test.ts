import { describe, expect, test } from 'vitest';
import { isTrouble, outcomeOf } from '../../src/exchange/outcome.ts';
import type { FilterMistake } from '../../src/tui/filter-mistake.ts';
import { frameOf } from '../../src/tui/frame.ts';
import { IncidentBook } from '../../src/tui/incidents.ts';
import { incidentsMenu } from '../../src/tui/incidents-menu.ts';
import { KEY_TABLE } from '../../src/tui/keys.ts';
import { cellsOfLine, textOf } from '../../src/tui/line.ts';
import { exportMenu, paletteMenu, rulesMenu } from '../../src/tui/menu.ts';
import type { Action } from '../../src/tui/reducer.ts';
import { SortedCalls } from '../../src/tui/sorted-calls.ts';
import type { ExportChoice, FilterCandidate } from '../../src/tui/source.ts';
import type { Size, State } from '../../src/tui/state.ts';
import { CONNECTION } from '../support/exchanges.ts';
import {
  annotation,
  body,
  EXPIRED,
  exchange,
  logState,
  NOON,
  opened,
  pendingRow,
  REFUSED,
  reduced,
  row,
  SURROUNDINGS,
  screenOf,
} from './support.ts';

const SIZES: readonly Size[] = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 60, rows: 20 },
];

const ROWS = [
  ...Array.from({ length: 12 }, (_, index) => row(index + 1)),
  row(13, { method: 'POST', url: 'https://api.shop.dev/v1/orders', status: 201, durationMs: 131 }),
  row(14, {
    url: 'http://api.shop.dev/v1/me',
    status: 301,
    class: 'redirection',
    cause: 'moved-permanently',
    fault: 'client',
    summary: 'the API has moved to https://api.shop.dev/v1/me',
  }),
  row(15, {
    method: 'POST',
    url: 'https://api.shop.dev/graphql',
    cause: 'error-in-success',
    fault: 'client',
    confidence: 'likely',
    summary: 'Cart.total: not found',
  }),
  row(16, REFUSED),
  row(17, {
    method: 'GET',
    url: 'https://api.pay.io/status',
    status: 502,
    class: 'server_error',
    cause: 'bad-gateway',
    confidence: 'guess',
    fault: 'server',
    summary: 'the gateway got no good answer from the server behind it',
    durationMs: 5003,
  }),
  row(18, EXPIRED),
  pendingRow(19, { url: 'https://api.llm.ai/v1/messages', method: 'POST' }),
  pendingRow(20, { url: 'https://cdn.shop.dev/catalogue.json', status: 200, responseBytes: 34_000 }),
];

const HOSTILE = '\x1b[2J\x1b]0;x\x07\r\n\u202e日本語👍🏽❤\ufe0f\u0000\x9b31m';

const MARKS = { isPinned: true, labels: ['checkout'], note: 'the one that Ann saw' };
const RULES = [
  { name: 'card declined', isEnabled: true, match: 'POST api.pay.io/v1/charges', action: 'answers 402, 3 times' },
  { name: HOSTILE, isEnabled: false, match: HOSTILE, action: '300 ms late' },
];

function slowest() {
  const sorted = new SortedCalls(() => ROWS);
  sorted.step(500);
  return sorted.menu('slowest');
}

function name({ columns, rows }: Size): string {
  return `${columns}×${rows}`;
}

const CANDIDATES: readonly FilterCandidate[] = [
  { text: 'status:', help: 'status code, status:5xx,429', kind: 'field' },
  { text: 'since:', help: 'time, since:10m', kind: 'field' },
];
const MISTAKE: FilterMistake = {
  start: 7,
  length: 5,
  problem: 'there is no field "staus"',
  remedy: 'Did you mean status?',
  suggestion: 'status',
};
const FORMATS: readonly ExportChoice[] = [
  { name: 'report', describe: 'a bug report in Markdown' },
  { name: 'curl', describe: 'curl commands' },
];
const PREVIEWED: Action = {
  kind: 'previewed',
  id: 18,
  name: 'report',
  preview: {
    lines: ['# POST /v1/orders/87', '', 'Authorization: Bearer ‹masked›'],
    isWhole: false,
    redaction: ['Masked 1 secret: header authorization.'],
  },
};
/** Three of the same, with others in between, and a wait that the server asked for. */
const REPEATED = [
  ...ROWS,
  ...[30, 32, 34].map((id) => row(id, { ...EXPIRED, url: `https://api.shop.dev/v1/orders/${id}` })),
  row(33),
];

function book(): IncidentBook {
  const incidents = new IncidentBook();
  incidents.note(REPEATED.filter((each) => isTrouble(outcomeOf(each))));
  return incidents;
}

/** Every state of the interface that looks different. */
function states(size: Size): readonly (readonly [string, State])[] {
  const log = logState(size, ROWS, 18);
  const typing = reduced(
    logState(size, ROWS),
    { kind: 'command', command: 'edit-filter' },
    { kind: 'typed', text: 'orders 40' },
  );
  const nothingFound = { ...reduced(typing, { kind: 'command', command: 'keep-filter' }), log: logState(size, []).log };
  const isHelped = reduced(
    logState(size, ROWS),
    { kind: 'command', command: 'edit-filter' },
    { kind: 'typed', text: 'orders staus:4' },
    { kind: 'offered', offer: { start: 7, end: 14, candidates: CANDIDATES } },
  );
  return [
    ['empty', logState(size, [])],
    ['log', log],
    ['following', logState(size, ROWS)],
    ['typing a filter', typing],
    ['completing a filter', { ...reduced(isHelped, { kind: 'command', command: 'next-candidate' }), mistake: MISTAKE }],
    ['nothing found', nothingFound],
    ['a repeated failure', logState(size, REPEATED)],
    ['incidents', reduced(log, { kind: 'listed', menu: incidentsMenu(book().incidents(20)) })],
    ['the slowest', reduced(log, { kind: 'listed', menu: slowest() })],
    ['rules', reduced(log, { kind: 'listed', menu: rulesMenu(RULES, 1) })],
    ['a marked call', logState(size, [row(18, { ...EXPIRED, mockedBy: 'card declined', marks: MARKS })], 18)],
    ['export', reduced(log, { kind: 'listed', menu: exportMenu(FORMATS, 18) }, PREVIEWED)],
    ['palette', reduced(log, { kind: 'listed', menu: paletteMenu('log', KEY_TABLE) }, { kind: 'typed', text: 'fail' })],
    ['copy', reduced(log, { kind: 'command', command: 'copy' })],
    ['a question', reduced(log, { kind: 'asked', question: 'POST may have been processed. Send #18 again?' })],
    ['a note', reduced(log, { kind: 'noting', id: 18 }, { kind: 'typed', text: 'the one that Ann saw' })],
    ['paused', reduced(log, { kind: 'paused', isPaused: true })],
    ['help', reduced(log, { kind: 'command', command: 'help' })],
    [
      'notice',
      reduced(log, {
        kind: 'noticed',
        notice: {
          kind: 'done',
          text: 'Wrote the bug report to report-18.md (2 secrets masked).',
          until: NOON + 99_000,
        },
      }),
    ],
  ];
}

describe.each(SIZES.map((size) => [name(size), size] as const))('at %s', (_name, size) => {
  test.each(states(size))('%s', (_state, state) => {
    expect(screenOf(state)).toMatchSnapshot();
  });
});

test('every frame is as tall as the screen, and no line is wider, at every size', () => {
  for (let columns = 40; columns <= 160; columns += 8) {
    for (const rows of [8, 9, 11, 12, 14, 24, 34, 50]) {
      for (const [state, each] of states({ columns, rows })) {
        const { lines } = frameOf(each, SURROUNDINGS);
        const widest = Math.max(...lines.map(cellsOfLine));
        expect({ columns, rows, state, height: lines.length, fits: widest <= columns }).toEqual({
          columns,
          rows,
          state,
          height: rows,
          fits: true,
        });
      }
    }
  }
});

test('a terminal that is too small says so, in as much room as there is', () => {
  for (const size of [
    { columns: 39, rows: 24 },
    { columns: 80, rows: 7 },
    { columns: 20, rows: 5 },
    { columns: 1, rows: 1 },
  ]) {
    const { lines } = frameOf(logState(size, ROWS), SURROUNDINGS);
    expect(lines.length).toBeLessThanOrEqual(size.rows);
    for (const line of lines) expect(cellsOfLine(line)).toBeLessThanOrEqual(size.columns);
  }
  expect(screenOf(logState({ columns: 20, rows: 5 }, ROWS))).toBe('Too small: 20×5,\nneeds 40×8');
  expect(screenOf(logState({ columns: 39, rows: 24 }, ROWS))).toBe('Too small: 39×24, needs 40×8');
});

describe('hostile text', () => {
  const hostileRow = row(1, {
    ...EXPIRED,
    method: HOSTILE,
    url: `https://${HOSTILE}/${HOSTILE}?${HOSTILE}`,
    summary: HOSTILE.repeat(50),
  });
  const hostileExchange = exchange({
    request: {
      method: HOSTILE,
      url: `https://evil/${HOSTILE}`,
      httpVersion: HOSTILE,
      headers: [[HOSTILE, HOSTILE.repeat(9)]],
      trailers: [[HOSTILE, HOSTILE]],
      body: body(HOSTILE.replace('\0', '').repeat(30)),
    },
    response: {
      status: 401,
      reason: HOSTILE,
      httpVersion: '1.1',
      headers: [
        ['content-type', `text/plain${HOSTILE}`],
        ['content-encoding', HOSTILE],
      ],
      trailers: [],
      body: body(HOSTILE.replace('\0', '').repeat(30)),
    },
    error: { phase: 'response', code: HOSTILE, message: HOSTILE },
    connection: {
      client: HOSTILE,
      clientTls: null,
      server: {
        ...CONNECTION,
        server: HOSTILE,
        via: HOSTILE,
        tls: { ...CONNECTION.tls!, protocol: HOSTILE, alpn: HOSTILE },
      },
      isReused: true,
    },
  });
  const hostileAnnotation = annotation({
    summary: HOSTILE,
    advice: HOSTILE,
    evidence: [{ where: HOSTILE, what: HOSTILE }],
  });
  const detail = { exchange: hostileExchange, annotation: hostileAnnotation };

  test.each(SIZES.map((size) => [name(size), size] as const))(
    'never reaches the screen, nor breaks the layout, at %s',
    (_name, size) => {
      const log = { ...logState(size, [hostileRow]), explained: { id: 1, annotation: hostileAnnotation } };
      const typed = reduced(log, { kind: 'command', command: 'edit-filter' }, { kind: 'typed', text: HOSTILE });
      const open = opened(log, detail);
      const noticed = reduced(log, {
        kind: 'noticed',
        notice: { kind: 'failed', text: HOSTILE.repeat(40), until: NOON + 99_000 },
      });
      const scrolled = (['tab-2', 'tab-3', 'tab-8', 'end'] as const).map((command) =>
        reduced(open, { kind: 'command', command }),
      );
      const surroundings = { ...SURROUNDINGS, address: HOSTILE, hints: [HOSTILE] };
      for (const state of [log, typed, open, noticed, ...scrolled, logState(size, [])]) {
        const { lines } = frameOf(state, surroundings);
        expect(lines.length).toBe(size.rows);
        for (const line of lines) {
          expect(textOf(line)).not.toMatch(/[\p{Control}\p{Bidi_Control}\u2028\u2029]/u);
          expect(cellsOfLine(line)).toBeLessThanOrEqual(size.columns);
        }
      }
    },
  );
});

describe('what the log says', () => {
  const size = { columns: 100, rows: 24 };

  test('of rows, in line', () => {
    const lines = screenOf(logState(size, ROWS, 18))
      .split('\n')
      .slice(2, 17);
    expect(lines).toEqual([
      '   TIME     METHOD STATUS HOST / PATH               TOOK  WHY                  WHAT HAPPENED',
      ' ✓ 12:03:07 GET    200    api.shop.dev/v1/me       84 ms',
      ' ✓ 12:03:08 GET    200    api.shop.dev/v1/me       84 ms',
      ' ✓ 12:03:09 GET    200    api.shop.dev/v1/me       84 ms',
      ' ✓ 12:03:10 GET    200    api.shop.dev/v1/me       84 ms',
      ' ✓ 12:03:11 GET    200    api.shop.dev/v1/me       84 ms',
      ' ✓ 12:03:12 GET    200    api.shop.dev/v1/me       84 ms',
      ' ✓ 12:03:13 POST   201    api.shop.dev/v1/orders  131 ms',
      ' → 12:03:14 GET    301 ●  api.shop.dev/v1/me       84 ms  moved-permanently    the API has moved to…',
      ' ! 12:03:15 POST   200 ◐  api.shop.dev/graphql     84 ms  error-in-success     Cart.total: not found',
      ' ✗ 12:03:16 GET    ––– ●  db.internal:8443/health   3 ms  connection-refused   nothing listens on d…',
      ' ✗ 12:03:17 GET    502 ○  api.pay.io/status          5 s  bad-gateway          the gateway got no g…',
      '▸✗ 12:03:18 POST   401 ●  api.shop.…/v1/orders/87  84 ms  expired-credentials  the token expired 8…',
      ' … 12:03:19 POST   ···    api.llm.ai/v1/messages    41 s  waiting for the response',
      ' … 12:03:20 GET    200    cdn.sho…/catalogue.json   40 s  receiving, 34 kB so far',
    ]);
  });

  test('of the selected row, why in full', () => {
    const lines = screenOf(logState(size, ROWS, 18))
      .split('\n')
      .slice(-6);
    expect(lines).toEqual([
      ' #18 POST 401  expired-credentials · certain · act: client · retry: after fix',
      ' the token expired 8 s before the server’s clock said 12:03:18',
      ' seen  request.headers.authorization exp 2026-11-26T12:03:10Z · response.headers.date Thu, 26 Nov…',
      ' do  Get a new token before it expires, then send the call again.',
      ' https://api.shop.dev/v1/orders/87',
      ' enter open  / filter  n next failure  y copy  b bug report  e export  r replay      ? help  q quit',
    ]);
  });
});
