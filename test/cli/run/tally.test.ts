import { describe, expect, test } from 'vitest';
import { byUrgency, RunTally } from '../../../src/cli/run/tally.ts';
import type { ExchangeRow } from '../../../src/exchange/row.ts';
import { failing, row } from './rows.ts';

const tallyOf = (rows: readonly ExchangeRow[]) => {
  const tally = new RunTally();
  for (const each of rows) tally.add(each);
  return tally.result();
};

describe('the tally of a run', () => {
  test('counts by class', () => {
    const { total, troubled, counts } = tallyOf([row(), row({ id: 2 }), failing({ id: 3 })]);
    expect({ total, troubled }).toEqual({ total: 3, troubled: 1 });
    expect(counts).toMatchObject({ success: 2, client_error: 1, server_error: 0 });
  });

  test('gathers the same failure of the same route, whatever its ids in the path', () => {
    const url = (id: number) => `https://api.test/v1/orders/${id}?page=${id}`;
    const { incidents } = tallyOf([1, 2, 3].map((id) => failing({ id, url: url(id) })));
    expect(incidents).toMatchObject([{ route: 'POST api.test/v1/orders/{id}', count: 3, lastId: 3, first: { id: 1 } }]);
  });

  test.each([
    ['cause', { cause: 'invalid-type' }],
    ['status', { status: 400 }],
    ['method', { method: 'PUT' }],
    ['host', { url: 'https://other.test/v1/orders' }],
  ] as const)('keeps apart what differs in its %s', (_what, difference) => {
    expect(tallyOf([failing(), failing({ id: 2, ...difference })]).incidents).toHaveLength(2);
  });

  test('knows what works again, and what has failed again since', () => {
    const recovered = tallyOf([failing(), row({ id: 2, method: 'POST' })]);
    expect(recovered.incidents[0]?.recoveredBy).toBe(2);
    expect(tallyOf([failing(), row({ id: 2, method: 'GET' })]).incidents[0]?.recoveredBy).toBeNull();
    const again = tallyOf([failing(), row({ id: 2, method: 'POST' }), failing({ id: 3 })]);
    expect(again.incidents[0]?.recoveredBy).toBeNull();
  });

  test('a secret in the URL is not in the name of the route', () => {
    const url = 'https://api.test/v1/things?api_key=sk_live_4eC39HqLyjWDarjtT1zdp7dc';
    expect(tallyOf([failing({ url })]).incidents[0]?.route).toBe('POST api.test/v1/things');
  });

  test('does not grow without bound, and says that it was cut', () => {
    const rows = Array.from({ length: 2500 }, (_, id) => failing({ id, url: `https://h${id}.test/` }));
    const tally = tallyOf(rows);
    expect(tally).toMatchObject({ total: 2500, troubled: 2500, isCut: true });
    expect(tally.incidents).toHaveLength(2000);
    expect(tally.routes).toHaveLength(2000);
    expect(tallyOf([failing()]).isCut).toBe(false);
  });
});

test('the incident to look at first has failed for certain, and goes on', () => {
  const { incidents } = tallyOf([
    failing({ id: 1, url: 'https://a.test/doubt', status: 200, class: 'success', cause: 'error-in-success' }),
    failing({ id: 2, url: 'https://a.test/over' }),
    row({ id: 3, url: 'https://a.test/over', method: 'POST' }),
    failing({ id: 4, url: 'https://a.test/guess', confidence: 'guess' }),
    failing({ id: 5, url: 'https://a.test/first' }),
    failing({ id: 6, url: 'https://a.test/later' }),
  ]);
  expect(byUrgency(incidents).map(({ first }) => first.id)).toEqual([5, 6, 4, 2, 1]);
});
