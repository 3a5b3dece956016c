import { describe, expect, test } from 'vitest';
import type { AnnotatedExchange } from '../../../src/exchange/annotation.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import type { RedactionRules } from '../../../src/exchange/redact.ts';
import { copyOf } from '../../../src/tui/detail/copy.ts';
import { markedQuote } from '../../../src/tui/detail/marks.ts';
import {
  hasNews,
  markInFront,
  type OpenDetail,
  rowsInFront,
  rowUnderCursor,
  tabOf,
  viewOf,
} from '../../../src/tui/detail/open-detail.ts';
import type { Command } from '../../../src/tui/keys.ts';
import { detailScreen } from '../../../src/tui/layout.ts';
import { textOf } from '../../../src/tui/line.ts';
import type { State } from '../../../src/tui/state.ts';
import { annotation, body, EXPIRED, exchange, logState, opened, reduced, row, screenOf } from '../support.ts';
import { contentsOf } from './support.ts';

const SIZE = { columns: 100, rows: 24 };
const SCREEN = detailScreen(SIZE);

function openCall(
  where: readonly string[],
  {
    content = '{"amount":1200,"items":[{"price":"12"},{"price":3}]}',
    type = 'application/json',
    headers = [] as Headers,
  } = {},
): State {
  const call: AnnotatedExchange = {
    exchange: exchange({
      request: {
        ...exchange().request,
        url: 'https://api.shop.dev/a?page=2',
        headers: [['Content-Type', type], ...headers],
        body: body(content),
      },
    }),
    annotation: annotation({ evidence: where.map((each) => ({ where: each, what: 'seen' })) }),
  };
  return opened(logState(SIZE, [row(17), row(18, EXPIRED)]), call, contentsOf(call.exchange));
}

function commanded(state: State, ...commands: readonly Command[]): State {
  return reduced(state, ...commands.map((command) => ({ kind: 'command', command }) as const));
}

function detail({ open }: State): OpenDetail {
  if (open === null) throw new Error('nothing is open');
  return open;
}

const cursorText = (state: State) => textOf(rowUnderCursor(detail(state), SCREEN.cells).line).trim();

/** The state after the first piece of evidence was followed. */
function jumpedFrom(where: string, options?: Parameters<typeof openCall>[1]): State {
  const state = openCall([where], options);
  const rows = rowsInFront(detail(state), SCREEN.cells);
  const index = Array.from({ length: rows.count }, (_, at) => rows.at(at)).findIndex(
    ({ action }) => action?.kind === 'jump',
  );
  return commanded(state, ...Array<Command>(index).fill('down'), 'activate');
}

/** What is marked in the row that was jumped to. */
function marked(state: State): string {
  const found = markInFront(detail(state), SCREEN.cells);
  if (found === undefined) return '';
  const { line } = rowsInFront(detail(state), SCREEN.cells).at(found.row);
  return markedQuote(line, found.column)
    .filter(({ tone }) => tone === 'mark')
    .map(({ text }) => text)
    .join('');
}

describe('evidence leads to the bytes it quotes, and marks them', () => {
  test.each([
    ['request.headers.content-type', 'Request', 'Content-Type: application/json', 'application/json'],
    ['request.url?page', 'Request', 'page = 2', '2'],
    ['request.body#/items/1/price', 'Request', '"price": 3', '3'],
    ['response.status', 'Response', 'HTTP/1.1 401 Unauthorized', '401 Unauthorized'],
    ['response.body#/error', 'Response', '"error": "token expired"', '"token expired"'],
    ['timing.durationMs', 'Timing', 'in all     22 ms', '22 ms'],
  ])('%s', (where, tab, text, quoted) => {
    const state = jumpedFrom(where);
    expect([tabOf(detail(state)).name, cursorText(state), marked(state)]).toEqual([tab, text, quoted]);
  });

  test('a line and column open the body as it came', () => {
    const state = jumpedFrom('request.body:2:7', { content: '{\n\t"a": nope\n}' });
    expect([cursorText(state), marked(state)]).toEqual(['"a": nope', 'nope']);
    const valid = jumpedFrom('request.body:1:11', { content: '{"amount":1200}' });
    expect([viewOf(detail(valid)).shape.isPlain, cursorText(valid), marked(valid)]).toEqual([
      true,
      '{"amount":1200}',
      '1200',
    ]);
  });

  test('what is folded away is opened', () => {
    const folded = commanded(openCall(['request.body#/items/0/price']), 'tab-2', 'fold-all', 'tab-1');
    const state = commanded(folded, ...Array<Command>(6).fill('down'), 'activate');
    expect(cursorText(state)).toBe('"price": "12"');
  });

  test('what is not there leads to where it would stand; what is nowhere leads nowhere', () => {
    expect(cursorText(jumpedFrom('request.body#/items/1/missing'))).toBe('▾ {');
    expect(cursorText(jumpedFrom('request.body#/missing', { content: 'no JSON' }))).toBe('no JSON');
    expect(cursorText(jumpedFrom('response.headers.retry-after'))).toBe('Content-Type: application/json');
    expect(tabOf(detail(jumpedFrom('requests: limit 100'))).name).toBe('Why');
  });
});

describe('folding', () => {
  const tree = commanded(openCall([]), 'tab-2');
  const count = (state: State) => rowsInFront(detail(state), SCREEN.cells).count;

  test('enter folds and unfolds what is under the cursor', () => {
    const onItems = reduced(commanded(tree, 'edit-search'), { kind: 'typed', text: 'items' });
    const closed = commanded(onItems, 'keep-search', 'activate');
    expect([cursorText(closed), count(closed)]).toEqual(['▸ "items": [ 2 items ]', count(tree) - 7]);
    expect(count(commanded(closed, 'activate'))).toBe(count(tree));
  });

  test('everything folds but the outermost, and unfolds', () => {
    const closed = commanded(tree, 'fold-all');
    expect(count(closed)).toBe(count(tree) - 7);
    expect(count(commanded(closed, 'unfold-all'))).toBe(count(tree));
  });
});

describe('searching', () => {
  const tree = commanded(openCall([]), 'tab-2');
  const search = (state: State, text: string) => reduced(commanded(state, 'edit-search'), { kind: 'typed', text });

  test('goes to the first place while it is typed, then from place to place and around', () => {
    const found = commanded(search(tree, 'PRICE'), 'keep-search');
    expect(cursorText(found)).toBe('"price": "12"');
    expect(cursorText(commanded(found, 'next-match'))).toBe('"price": 3');
    expect(cursorText(commanded(found, 'next-match', 'next-match'))).toBe('"price": "12"');
    expect(cursorText(commanded(found, 'previous-match'))).toBe('"price": 3');
  });

  test('finds what is folded away', () => {
    expect(cursorText(search(commanded(tree, 'fold-all'), '"12"'))).toBe('"price": "12"');
  });

  test('text that is nowhere moves nothing; back ends the search first, then closes the call', () => {
    const missed = search(tree, 'nowhere');
    expect(viewOf(detail(missed)).place).toEqual(viewOf(detail(tree)).place);
    expect(screenOf(missed).split('\n')[1]).toMatch(/^ search: nowhere +not in this tab$/);
    expect(screenOf(search(tree, 'price')).split('\n')[1]).toBe(' search: price');
    const found = commanded(search(tree, 'price'), 'keep-search');
    const ended = commanded(found, 'back');
    expect([ended.views.at(-1), detail(ended).search.text]).toEqual(['detail', '']);
    expect(commanded(ended, 'back').open).toBeNull();
  });
});

describe('tabs', () => {
  test('of a call that goes on, only what has changed is laid out again', () => {
    const { detail: before } = detail(openCall([]));
    const { exchange: same } = before;
    expect(hasNews(before, { exchange: { ...same }, annotation: before.annotation })).toBe(false);
    expect(hasNews(before, { exchange: { ...same, messageCount: 3 }, annotation: before.annotation })).toBe(true);
    expect(hasNews({ ...before, annotation: null }, before)).toBe(true);
    const grown = { ...same.response!, body: body('{"error":"token expired"} and more') };
    expect(hasNews(before, { ...before, exchange: { ...same, response: grown } })).toBe(true);
  });

  test('digits and tab lead around; each keeps its place', () => {
    const state = commanded(openCall([]), 'tab-2', 'down', 'down', 'next-tab', 'previous-tab');
    expect([tabOf(detail(state)).name, viewOf(detail(state)).place.cursor]).toEqual(['Request', 2]);
    expect(tabOf(detail(commanded(state, 'tab-1', 'previous-tab'))).name).toBe('Raw');
    expect(tabOf(detail(commanded(state, 'tab-8', 'next-tab'))).name).toBe('Why');
  });

  test('news of the same call keep the place; another call begins at its beginning, in the same tab', () => {
    const state = commanded(openCall([]), 'tab-2', 'down', 'down');
    const { exchange: same } = detail(state).detail;
    expect(viewOf(detail(opened(state, { exchange: same, annotation: null }))).place.cursor).toBe(2);
    const other = detail(opened(state, { exchange: { ...same, id: 19 }, annotation: null }));
    expect([tabOf(other).name, viewOf(other).place.cursor]).toEqual(['Request', 0]);
  });
});

describe('copying', () => {
  const copied = (state: State, text: string, part: 'value' | 'path', rules?: RedactionRules) => {
    const found = commanded(reduced(commanded(state, 'edit-search'), { kind: 'typed', text }), 'keep-search');
    const copy = copyOf(detail(found), SCREEN.cells, part);
    return copy && { text: copy.masked(rules), what: copy.what };
  };
  const tree = commanded(
    openCall([], {
      content: '{"items":[{"price":"12"}],"password":"hunter2-long-enough"}',
      headers: [['Authorization', 'Bearer abcdef0123456789abcdef']],
    }),
    'tab-2',
  );

  test('gives the path as jq reads it, and the value as a program does', () => {
    expect(copied(tree, '"price"', 'path')).toEqual({ text: '.items[0].price', what: 'the path .items[0].price' });
    expect(copied(tree, '"price"', 'value')).toEqual({ text: '12', what: '.items[0].price' });
    expect(copied(tree, 'content-type', 'value')).toEqual({ text: 'application/json', what: 'Content-Type' });
  });

  test('masks secrets by name and by form', () => {
    expect(copied(tree, 'password', 'value')?.text).toMatch(/^<[^>]+>$/);
    expect(copied(tree, 'authorization', 'value')?.text).toMatch(/^Bearer <[^>]+>$/);
  });

  test('masks what the rules of the person name', () => {
    const rules: RedactionRules = { names: ['price'] };
    expect(copied(tree, '"price"', 'value', rules)?.text).toMatch(/^<[^>]+>$/);
  });

  test('an empty line has nothing', () => {
    expect(copyOf(detail(commanded(tree, 'down', 'down', 'down', 'down')), SCREEN.cells, 'value')).toBeUndefined();
  });
});
