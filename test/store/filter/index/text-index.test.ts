import { describe, expect, test } from 'vitest';
import { TextIndex } from '../../../../src/store/filter/index/text-index.ts';
import { EXPIRED, exchange, QUIET, textBody } from '../../../support/exchanges.ts';
import { type Captured, fillers, type Recorded, withCaptured } from '../captured.ts';

/** Numbers that are the same each time. */
function random(seed: number) {
  let state = seed;
  return (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % limit;
  };
}

const WORDS = [
  'orders',
  'card_declined',
  'Straße',
  '東京都',
  'a1',
  'x',
  'req_8f3a9c0d77e1',
  'timeout',
  'ΟΔΟΣ',
  'caf\\u00e9',
  '42',
  'e4f5a6b7',
];
const STATUSES = [200, 201, 301, 404, 422, 429, 500, 503];

function someExchange(next: (limit: number) => number, index: number): Recorded {
  const pick = <T>(values: readonly T[]) => values[next(values.length)]!;
  const status = pick(STATUSES);
  const isFailure = status >= 400;
  const isPending = next(25) === 0;
  return {
    exchange: exchange({
      startedAt: Date.UTC(2026, 10, 2) + index * 90_000,
      durationMs: isPending ? null : 2 ** next(16),
      request: {
        method: pick(['GET', 'POST', 'PUT']),
        url: `https://${pick(['api.example.com', 'cdn.test', 'a.b.test:8443'])}/v1/${pick(WORDS)}/${next(50)}?q=${encodeURIComponent(pick(WORDS))}`,
        headers: [['X-Trace', `${pick(WORDS)}-${next(9)}`]],
        body: next(2) === 0 ? null : textBody(JSON.stringify({ [pick(WORDS)]: pick(WORDS), n: next(1e9) })),
      },
      ...(isPending
        ? { response: null }
        : { response: { status, body: textBody(`{"${pick(WORDS)}":"${pick(WORDS)} ${pick(WORDS)}${next(99)}"}`) } }),
    }),
    annotation: isFailure
      ? { ...EXPIRED, cause: pick(['rate-limited', 'bad-gateway'] as const), summary: `${pick(WORDS)} failed` }
      : QUIET,
  };
}

const TERMS = [
  'orders',
  'declined',
  '429',
  'status:5xx',
  'status:>=300',
  'status:none',
  'is:failed',
  'is:pending',
  'cause:rate-limited',
  'cause:none',
  'method:POST',
  'host:example.com',
  'host:b.test',
  'host:*.test',
  'path:/v1/orders',
  'url:card',
  'route:orders',
  'duration:>1s',
  'duration:2s..30s',
  'size:>30b',
  'since:2026-11-02T02:00Z',
  'at:2026-11-02T01:00Z..2026-11-02T03:00Z',
  'body:timeout',
  'body:card_dec',
  'body:clined',
  'text:8f3a9c',
  'text:req_8f3a9c0d77e1',
  'text:0d77',
  'text:99',
  'body:42',
  'body:straße',
  'body:STRASSE',
  'body:京',
  'body:京都',
  'body:οδοσ',
  'body:café',
  'body:e4f5',
  'body:e4f5a6b799',
  'header:x-trace=orders*',
  'header:x-trace=*out-3',
  'query:q=東京都',
  'query:q',
  'text:x',
  'type:json',
  'version:1.1',
  'retry:never',
  'same:5',
]; // prettier-ignore

function someFilter(next: (limit: number) => number, depth = 0): string {
  const shape = next(depth > 2 ? 4 : 10);
  if (shape < 4) return TERMS[next(TERMS.length)]!;
  const one = someFilter(next, depth + 1);
  if (shape === 4) return `-(${one})`;
  const other = someFilter(next, depth + 1);
  return shape < 8 ? `${one} ${other}` : `(${one} or ${other})`;
}

/** Everything that a filter finds, page by page. */
function paged({ reader }: Captured, filter: string): number[] {
  const ids: number[] = [];
  for (let from = 0; ; ) {
    const rows = reader.page({ kind: 'from', id: from }, 7, filter);
    ids.push(...rows.map(({ id }) => id));
    if (rows.length < 7) return ids;
    from = rows.at(-1)!.id + 1;
  }
}

const withoutIndex = ({ sql }: Captured) =>
  sql((database) => database.exec('drop table filter_index; drop table filter_state; drop table filter_value'));

test('an index never changes what is found, forwards, backwards, and while it is behind', () =>
  withCaptured((captured) => {
    const next = random(20261126);
    const filters = [...TERMS, ...Array.from({ length: 60 }, () => someFilter(next))];
    const answers = () => filters.map((filter) => [filter, captured.ids(filter)]);
    captured.add(Array.from({ length: 110 }, (_, index) => someExchange(next, index)));
    captured.index();
    const later = captured.add(Array.from({ length: 25 }, (_, index) => someExchange(next, 110 + index)));
    captured.change(later[3]!, someExchange(next, 113));
    const behind = answers();
    captured.index();
    const upToDate = answers();
    const pages = filters.slice(0, 30).map((filter) => [filter, paged(captured, filter)]);
    const oldest = captured.reader.nextFailure(0, 'newer', 'body:timeout -host:cdn.test');
    withoutIndex(captured);
    const looked = answers();
    expect(behind).toEqual(looked);
    expect(upToDate).toEqual(looked);
    expect(pages).toEqual(looked.slice(0, 30));
    expect(oldest).toBe(captured.reader.nextFailure(0, 'newer', 'body:timeout -host:cdn.test'));
    // The filters are worth asking: most of them find some, and not all.
    const counts = looked.map(([, ids]) => ids!.length);
    expect(counts.filter((count) => count > 0 && count < 135).length).toBeGreaterThan(filters.length / 2);
  }));

const bodied = (text: string, isPending = false): Recorded => ({
  exchange: exchange({ durationMs: isPending ? null : 5, response: { body: textBody(text) } }),
});

describe('what the index has not reached yet', () => {
  test('a pending exchange is found, and again once it has ended with another text', () =>
    withCaptured((captured) => {
      const [key] = captured.add([bodied('beginning', true), ...fillers(80)]);
      captured.index();
      expect(captured.ids('body:beginning')).toEqual([1]);
      captured.change(key!, bodied('the whole'));
      expect(captured.ids('body:whole')).toEqual([1]);
      captured.index();
      expect(captured.ids('body:whole')).toEqual([1]);
      expect(captured.ids('is:pending')).toEqual([]);
    }));

  test('a block is read in several steps where time is short, and again where it changed between them', () =>
    withCaptured((captured) => {
      const [, changing] = captured.add([bodied('needle'), bodied('before', true), ...fillers(61)]);
      captured.sql((database) => {
        // Every look at the clock finds the time of the step over.
        let clock = 0;
        const index = new TextIndex(database, () => {
          clock += 1000;
          return clock;
        });
        for (let step = 0; step < 5; step += 1) index.step();
        captured.change(changing!, bodied('after'));
        let steps = 5;
        while (index.step()) steps += 1;
        expect(steps).toBeGreaterThan(60);
      });
      expect(captured.ids('body:needle')).toEqual([1]);
      expect(captured.ids('body:after')).toEqual([2]);
      // From the index alone: what is not in it is not found even where it is there.
      const indexed = captured.sql((database) =>
        database.prepare('select rowid from filter_index where filter_index match \'"fte"\'').pluck().all(),
      );
      expect(indexed).toEqual([0]);
    }));

  test('exchanges that are gone are not found, and their blocks are forgotten', () =>
    withCaptured((captured) => {
      captured.add([bodied('needle'), ...fillers(80), bodied('needle')]);
      captured.index();
      const blocks = () =>
        captured.sql((database) => database.prepare('select count(*) from filter_index_docsize').pluck().get());
      expect(blocks()).toBe(2);
      captured.sql((database) => database.exec('delete from exchange where id < 40'));
      expect(captured.ids('body:needle')).toEqual([82]);
      captured.index();
      expect(blocks()).toBe(1);
    }));

  test('an index of another version is not used, and made anew', () =>
    withCaptured((captured) => {
      captured.add([bodied('needle'), ...fillers(80)]);
      captured.index();
      captured.sql((database) =>
        database.exec(
          "update filter_state set version = 999; insert into filter_index (filter_index) values ('delete-all')",
        ),
      );
      expect(captured.ids('body:needle')).toEqual([1]);
      captured.index();
      expect(captured.ids('body:needle')).toEqual([1]);
      expect(captured.sql((database) => database.prepare('select version from filter_state').pluck().get())).not.toBe(
        999,
      );
    }));
});

test('what is missing, and everything but a status, is found through the index', () =>
  withCaptured((captured) => {
    const answered = (status: number): Recorded => ({ exchange: exchange({ response: { status } }) });
    const silent: Recorded = { exchange: exchange({ response: null }) };
    captured.add([silent, ...fillers(40), answered(299), answered(1000), answered(404), ...fillers(40)]);
    captured.index();
    expect(captured.ids('status:none')).toEqual([1]);
    expect(captured.ids('-status:299')).toEqual([1, 43, 44]);
    expect(captured.ids('-status:299 -status:>=400')).toEqual([1]);
    expect(captured.ids('-status:299,none')).toEqual([43, 44]);
    expect(captured.ids('-status:<500')).toEqual([1, 43]);
    expect(captured.ids('-status:*')).toEqual([1]);
    expect(captured.ids('status:401..450')).toEqual([44]);
  }));

test('images are searched where they are small, and texts whatever their size', () =>
  withCaptured((captured) => {
    const image = (type: string, bytes: number): Recorded => ({
      exchange: exchange({
        response: { headers: [['Content-Type', type]], body: textBody(`needle${' '.repeat(bytes)}`) },
      }),
    });
    captured.add([image('image/png', 10), image('image/png', 40_000), image('image/svg+xml', 40_000), ...fillers(60)]);
    const found = captured.ids('body:needle');
    captured.index();
    expect(found).toEqual([1, 3]);
    expect(captured.ids('body:needle')).toEqual(found);
  }));

test('a block with more text than the index takes is looked at for every text', () =>
  withCaptured((captured) => {
    const next = random(3);
    const words = Array.from({ length: 60_000 }, () => `w${next(2 ** 24).toString(36)}`).join(' ');
    captured.add([bodied(`${words} needle`), ...fillers(80)]);
    captured.index();
    expect(captured.ids('body:needle')).toEqual([1]);
    expect(captured.ids('body:"needless"')).toEqual([]);
  }));
