import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../../src/exchange/user-error.ts';
import { Controller } from '../../src/tui/controller.ts';
import type { LogActions, Recording } from '../../src/tui/source.ts';
import { selectedRow } from '../../src/tui/viewport.ts';
import { annotation, EXPIRED, exchange, memorySource, NOON, pendingRow, REFUSED, row } from './support.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
});

afterEach(() => {
  vi.useRealTimers();
});

const ROWS = [row(1), row(2, EXPIRED), row(3), row(4, REFUSED), row(5)];

function started({ rows = ROWS, actions = {} as Partial<LogActions> } = {}) {
  const source = memorySource(...rows);
  const ends: unknown[] = [];
  const notices = new Set<(line: string) => void>();
  const recordings = new Set<(recording: Recording) => void>();
  const controller = new Controller({
    source,
    actions: {
      exportReport: async (id) => `reported ${id}`,
      copyCurl: async (id) => `copied ${id}`,
      tunnelHost: async (id) => `tunnelled ${id}`,
      ...actions,
    },
    session: {
      address: '127.0.0.1:8080',
      hints: [],
      onNotice(listener) {
        notices.add(listener);
        return () => notices.delete(listener);
      },
      onRecording(listener) {
        recordings.add(listener);
        return () => recordings.delete(listener);
      },
    },
    size: { columns: 80, rows: 24 },
    now: Date.now,
    onEnd: (error) => ends.push(error),
  });
  controller.start();
  const press = (...keys: readonly string[]) => {
    for (const key of keys) controller.press(key);
  };
  const selectedId = () => selectedRow(controller.state().log)?.id;
  const say = (line: string) => {
    for (const listener of notices) listener(line);
  };
  const record = (recording: Recording) => {
    for (const listener of recordings) listener(recording);
  };
  return { controller, source, ends, press, selectedId, say, notices, record, recordings };
}

describe('lists', () => {
  test('the whole log is sorted, however long it is, while the list is open', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => row(index + 1));
    const { press, selectedId, controller } = started({ rows });
    press('s');
    expect(controller.state().menu?.title).toBe('the slowest of the latest 500 calls, looking further …');
    await vi.runOnlyPendingTimersAsync();
    press('s');
    expect(controller.state().menu?.order).toBe('largest');
    while (controller.state().menu?.title.includes('further')) await vi.advanceTimersByTimeAsync(10);
    expect(controller.state().menu?.title).toBe('the largest of 3,000 calls');
    press('j', 'enter');
    expect([controller.state().menu, selectedId()]).toEqual([null, 2999]);
  });

  test('one that was closed is not looked through any further', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => row(index + 1));
    const { press, source } = started({ rows });
    press('s', 'escape');
    await vi.advanceTimersByTimeAsync(10);
    const reads = source.requests.length;
    await vi.advanceTimersByTimeAsync(50);
    expect(source.requests.length).toBe(reads);
  });

  test('incidents grow in the open list, and none changes its place', async () => {
    const { press, source, controller } = started({ rows: [row(1, EXPIRED), row(2, REFUSED)] });
    press('i', 'j');
    const shown = () => controller.state().menu?.items.map(({ name, help }) => `${name} ${help.split(' ')[0]}`);
    expect(shown()).toEqual(['2 Once,', '1 Once,'].map((text) => text.replace(',', ';')));
    source.put(row(3, EXPIRED), row(4, { ...REFUSED, url: 'http://other.internal/x' }));
    await vi.advanceTimersByTimeAsync(200);
    expect(shown()).toEqual(['2 Once;', '3 2', '4 Once;']);
    press('enter');
    expect(selectedRow(controller.state().log)?.id).toBe(3);
  });
});

describe('the recording', () => {
  test('that begins or ends later is said, and shown from then on', () => {
    const { controller, record } = started();
    record({ address: '/tmp/folder', isOver: true });
    expect(controller.state().notice?.text).toBe('The proxy has ended; nothing is recorded any more.');
    expect(controller.state().recording).toEqual({ address: '/tmp/folder', isOver: true });
    record({ address: '127.0.0.1:9000', isOver: false });
    expect(controller.state().notice?.text).toBe('A proxy on 127.0.0.1:9000 records here now.');
  });

  test('is not listened to any more afterwards', () => {
    const { controller, recordings } = started();
    controller.stop();
    expect(recordings.size).toBe(0);
  });
});

describe('keys', () => {
  test('j, k, g and G move the selection', () => {
    const { press, selectedId, controller } = started();
    press('k', 'k');
    expect(selectedId()).toBe(3);
    expect(controller.state().log.isFollowing).toBe(false);
    press('g');
    expect(selectedId()).toBe(1);
    press('j');
    expect(selectedId()).toBe(2);
    press('G');
    expect([selectedId(), controller.state().log.isFollowing]).toEqual([5, true]);
  });

  test('n and N go from failure to failure, and say where there is none', () => {
    const { press, selectedId, controller } = started();
    press('g', 'n');
    expect(selectedId()).toBe(2);
    press('n');
    expect(selectedId()).toBe(4);
    press('N');
    expect(selectedId()).toBe(2);
    expect(controller.state().notice).toBeNull();
    press('N');
    expect(selectedId()).toBe(2);
    expect(controller.state().notice?.text).toBe('There is no older failure.');
  });

  test('enter opens the selected call and leaves following; q leads back to it', () => {
    const { press, selectedId, controller, source } = started();
    press('enter');
    expect(controller.state().open?.detail.exchange.id).toBe(5);
    source.put(row(6));
    vi.advanceTimersByTime(1000);
    press('q');
    expect([controller.state().views, selectedId(), controller.state().log.isFollowing]).toEqual([['log'], 5, false]);
  });

  test('n in an open call opens the next failure', () => {
    const { press, controller } = started();
    press('g', 'enter', 'n');
    expect(controller.state().open?.detail.exchange.id).toBe(2);
    expect(controller.state().views).toEqual(['log', 'detail']);
  });

  test('what is typed filters at once, arrows move within, esc takes it back', () => {
    const { press, controller, selectedId } = started();
    press('g', '/', ...'internal');
    expect(controller.state().log.rows.map(({ id }) => id)).toEqual([4]);
    press('escape');
    expect([controller.state().log.rows.length, selectedId()]).toEqual([5, 1]);
    press('/', ...'e', 'page-down', 'enter');
    expect(controller.state().filter.text).toBe('e');
    expect(selectedId()).toBe(5);
  });

  test('in the filter, letters are text; elsewhere pasted text is nothing', () => {
    const { press, controller, ends } = started();
    press('/', ...'qjG?');
    expect(controller.state().filter.text).toBe('qjG?');
    press('escape');
    controller.paste('qqq');
    expect([ends, controller.state().filter.text]).toEqual([[], '']);
    press('/');
    controller.paste('orders 401\nmore');
    expect(controller.state().filter.text).toBe('orders 401');
  });

  test('q at the top and ctrl-c anywhere end it; esc at the top does not', () => {
    const { press, ends } = started();
    press('escape');
    expect(ends).toEqual([]);
    press('q');
    press('/', 'ctrl-c');
    press('escape', 'enter', '?', 'ctrl-c');
    expect(ends).toEqual([undefined, undefined, undefined]);
  });
});

describe('actions', () => {
  const RULE = { name: 'card declined', isEnabled: true, match: 'POST pay.example/charges', action: 'answers 402' };

  test('a rule is put into force and rests from the list, which stays where it was', async () => {
    let rules = [RULE, { ...RULE, name: 'other' }];
    const { press, controller } = started({
      actions: {
        mockRules: async () => rules,
        useMockRule: async (wanted, isEnabled) => {
          rules = rules.map((rule) => (rule.name === wanted.name ? { ...rule, isEnabled } : rule));
          return 'it rests';
        },
      },
    });
    press('R');
    await vi.waitFor(() => expect(controller.state().menu?.kind).toBe('rules'));
    press('j', 'enter');
    await vi.waitFor(() => expect(controller.state().menu?.items[1]?.help).toContain('puts it into force'));
    expect(rules.map(({ isEnabled }) => isEnabled)).toEqual([true, false]);
    expect(controller.state().menu?.selected).toBe(1);
    expect(controller.state().notice?.text).toBe('it rests');
  });

  test('a rule is made of the selected call only after yes', async () => {
    const made: number[] = [];
    const { press, controller } = started({
      actions: {
        mockQuestion: async (id) => `mock ${id}?`,
        mockFrom: async (id) => {
          made.push(id);
          return 'made';
        },
      },
    });
    press('M');
    await vi.waitFor(() => expect(controller.state().question).toBe('mock 5?'));
    press('n');
    expect(made).toEqual([]);
    press('M');
    await vi.waitFor(() => expect(controller.state().question).toBe('mock 5?'));
    press('y');
    await vi.waitFor(() => expect(controller.state().notice?.text).toBe('made'));
    expect(made).toEqual([5]);
  });

  test('b writes the report of the selected call, and the answer is said', async () => {
    const { press, controller } = started();
    press('k', 'b');
    await vi.advanceTimersByTimeAsync(0);
    expect(controller.state().notice).toMatchObject({ kind: 'done', text: 'reported 4' });
    await vi.advanceTimersByTimeAsync(9_000);
    expect(controller.state().notice).toBeNull();
  });

  test('of an error, the message and the next step are said', async () => {
    const fail = async () => {
      throw new UserError('not-writable', 'The folder is not writable.', 'Choose another with --data.');
    };
    const { press, controller, ends } = started({ actions: { exportReport: fail } });
    press('b');
    await vi.advanceTimersByTimeAsync(0);
    expect(controller.state().notice).toMatchObject({
      kind: 'failed',
      text: 'The folder is not writable. Choose another with --data.',
    });
    expect(ends).toEqual([]);
  });

  test('where nothing is selected, nothing is done', () => {
    const [copy, exportReport] = [vi.fn(), vi.fn()];
    const { press } = started({ rows: [], actions: { copy, exportReport } });
    press('y', 'c', 'escape', 'b', 'enter');
    expect([copy, exportReport].map(({ mock }) => mock.calls)).toEqual([[], []]);
  });
});

describe('news', () => {
  test('of any number are drawn ten times a second at most', () => {
    const { source, controller } = started();
    const draw = vi.fn();
    controller.subscribe(draw);
    for (let id = 6; id < 1006; id += 1) {
      source.put(row(id));
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(100);
    expect(draw.mock.calls.length).toBeLessThanOrEqual(12);
    expect(controller.state().log.rows.at(-1)?.id).toBe(1005);
  });

  test('do not come without a change: an idle log draws nothing', () => {
    const { controller } = started({ rows: [row(1), row(2)] });
    const draw = vi.fn();
    controller.subscribe(draw);
    vi.advanceTimersByTime(60_000);
    expect(draw).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a pending call counts the seconds', () => {
    const { controller } = started({ rows: [pendingRow(1)] });
    vi.advanceTimersByTime(3_000);
    expect(controller.state().now).toBe(NOON + 3_000);
  });

  test('an open pending call is read again, a finished one is not', () => {
    const { source, press, controller } = started({ rows: [pendingRow(1), row(2)] });
    const detail = vi.spyOn(source, 'detail');
    source.details.set(1, { exchange: exchange({ id: 1, durationMs: null, response: null }), annotation: null });
    press('g', 'enter');
    source.details.set(1, { exchange: exchange({ id: 1 }), annotation: annotation() });
    source.put(row(1));
    vi.advanceTimersByTime(200);
    expect(controller.state().open?.detail.annotation).not.toBeNull();
    detail.mockClear();
    source.put(row(3));
    vi.advanceTimersByTime(200);
    expect(detail).not.toHaveBeenCalled();
  });

  test('the explanation of the selected row is read once', () => {
    const { source, press } = started();
    press('g', 'j');
    const read = vi.spyOn(source, 'annotation');
    source.put(row(6), row(7));
    vi.advanceTimersByTime(1000);
    expect(read).not.toHaveBeenCalled();
    press('j');
    expect(read.mock.calls).toEqual([[3]]);
  });
});

describe('trouble', () => {
  test('a capture that cannot be read is said, and the rows stay', () => {
    const { source, controller, ends } = started();
    source.page = () => {
      throw new Error('database is locked');
    };
    source.put(row(6));
    vi.advanceTimersByTime(200);
    expect(controller.state().notice).toMatchObject({
      kind: 'failed',
      text: 'The capture could not be read: database is locked',
    });
    expect(controller.state().log.rows.length).toBe(5);
    expect(ends).toEqual([]);
  });

  test('a filter that is wrong is said, the rows stay, and typing on takes it away', () => {
    const { source, controller, press, ends } = started();
    const { page } = source;
    source.page = (request) => {
      if (request.filter.endsWith(':')) {
        const error = new UserError('filter', 'The filter is wrong.', 'Expected a status.', 2);
        throw Object.assign(error, { column: 2, length: 1, problem: 'the value is missing' });
      }
      return page.call(source, request);
    };
    press('/', 's', ':');
    const mistake = { start: 1, length: 1, problem: 'the value is missing', remedy: 'Expected a status.' };
    expect(controller.state().mistake).toMatchObject(mistake);
    expect(controller.state().log.rows.length).toBeGreaterThan(0);
    press('enter');
    expect(controller.state().views).toEqual(['log', 'filter']);
    press('4');
    expect(controller.state().mistake).toBeNull();
    expect(ends).toEqual([]);
  });

  test('what the session has to say stays until its time is over', () => {
    const { say, press, controller } = started();
    say('Recording stopped: the disk is full.');
    press('k');
    expect(controller.state().notice).toMatchObject({ kind: 'warning', text: 'Recording stopped: the disk is full.' });
    vi.advanceTimersByTime(16_000);
    expect(controller.state().notice).toBeNull();
  });

  test('a mistake of ours ends the interface and does not escape', () => {
    const { source, press, ends } = started();
    source.details.set(1, {} as never);
    press('g', 'enter');
    expect(ends).toEqual([expect.any(TypeError)]);
  });

  test('after it stopped, nothing is listened to and no timer is left', () => {
    const { controller, source, notices, press, say } = started({ rows: [pendingRow(1)] });
    say('x');
    source.put(pendingRow(2));
    controller.stop();
    expect([vi.getTimerCount(), notices.size]).toEqual([0, 0]);
    const before = controller.state();
    source.put(row(3));
    press('j');
    expect(controller.state()).toBe(before);
  });
});
