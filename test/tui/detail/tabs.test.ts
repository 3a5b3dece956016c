import { describe, expect, test } from 'vitest';
import { type Exchange, NO_CONNECTION, NO_TIMING, type StreamMessage } from '../../../src/exchange/exchange.ts';
import { FIRST_SHAPE } from '../../../src/tui/detail/tab.ts';
import { TABS } from '../../../src/tui/detail/tabs.ts';
import { CONNECTION } from '../../support/exchanges.ts';
import { annotation, body, exchange, NOON } from '../support.ts';
import { folded, openedExchange, tabNamed, textsOfTab, token } from './support.ts';

test('every file of the folder is a tab, in its order', () => {
  const names = ['Why', 'Request', 'Response', 'Difference', 'Messages', 'Timing', 'TLS', 'Raw'];
  expect(TABS.map(({ name }) => name)).toEqual(names);
});

function placed(
  name: string,
  call: Exchange,
  where: string,
  messages: readonly StreamMessage[] = [],
): number | undefined {
  return tabNamed(name).find?.(openedExchange({ exchange: call, annotation: null }, messages), FIRST_SHAPE, where, 100)
    ?.row;
}

describe('Why', () => {
  test('of a pending call, what is known', () => {
    const rows = textsOfTab('Why', exchange({ durationMs: null, response: null }));
    expect(rows[0]).toBe('Still running: the reason is known when the exchange has ended.');
  });

  test('of a call that needs no explanation, that it needs none', () => {
    const fine = annotation({ class: 'success', cause: null, summary: '', advice: '', evidence: [] });
    expect(textsOfTab('Why', exchange(), { annotation: fine })[0]).toBe('Nothing needs explaining.');
  });

  test('of an error within a success, the inner cause too', () => {
    const inner = annotation({ class: 'success', cause: 'error-in-success', inner: 'resource-not-found' });
    expect(textsOfTab('Why', exchange(), { annotation: inner })[0]).toBe(
      'error-in-success (resource-not-found) · certain · act: client · retry: after fix',
    );
  });

  test('of a stream how much has passed, of a call through another proxy which', () => {
    const server = { ...CONNECTION, via: 'http://proxy.test:3128', tls: null };
    const connection = { ...NO_CONNECTION, client: '127.0.0.1:5', server, isReused: true };
    expect(textsOfTab('Why', exchange({ messageCount: 12, connection })).slice(2)).toEqual([
      'route  127.0.0.1:5 → http://proxy.test:3128 → 203.0.113.7:443 · connection reused',
      'time   wait 15 ms · receive 2 ms · in all 22 ms',
      'stream 12 messages',
    ]);
  });
});

describe('Request', () => {
  const headers = [
    ['X-Id', '1'],
    ['x-id', '2'],
    ['Cookie', `a=1; t=${token({ sub: 'me' })}; flag`],
  ] as const;
  const call = exchange({ request: { ...exchange().request, headers, body: null, url: 'http://h/p?a=%20b&c#d' } });

  test('keeps fields as they came; parameters, cookies and tokens are decoded beneath', () => {
    expect(textsOfTab('Request', call)).toEqual([
      'POST http://h/p?a=%20b&c#d HTTP/1.1',
      '    a =  b',
      '    c =',
      'X-Id: 1',
      'x-id: 2',
      `Cookie: a=1; t=${token({ sub: 'me' })}; flag`,
      '    a = 1',
      `    t = ${token({ sub: 'me' })}`,
      '        jwt HS256 · does not expire',
      '        sub   me',
      '     = flag',
      '',
      'body  none',
    ]);
  });

  test('a token that is not valid yet says so, one that never was is none', () => {
    const lines = (value: string) =>
      textsOfTab('Request', exchange({ request: { ...call.request, headers: [['Authorization', value]] } }));
    const early = token({ nbf: NOON / 1000 + 60, exp: NOON / 1000 + 90 });
    expect(lines(`Bearer ${early}`)).toContain('    jwt HS256 · not valid until 42 s after this call');
    expect(lines('Bearer eyJub3QiOiJhIn0.eyJqd3QiOjF9.x').some((line) => line.includes('jwt'))).toBe(false);
  });
});

describe('Response', () => {
  test('of a call without one, what broke and what the client got instead', () => {
    const error = { phase: 'connect', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:1' } as const;
    const broken = exchange({ response: null, error, proxyStatus: 502 });
    expect(textsOfTab('Response', broken)).toEqual([
      'Broke while connecting: ECONNREFUSED connect ECONNREFUSED 127.0.0.1:1',
      'httpwhy itself answered the client with 502.',
    ]);
    expect(placed('Response', broken, 'error.code')).toBe(0);
    expect(textsOfTab('Response', exchange({ response: null, durationMs: null }))).toEqual([
      'Nothing has come back yet.',
    ]);
    expect(textsOfTab('Response', exchange({ response: null }))).toEqual(['No status line came.']);
  });

  test('trailers follow the body, and tell how a gRPC call ended', () => {
    const response = { ...exchange().response!, body: null, trailers: [['Grpc-Status', '5']] as const };
    const rows = textsOfTab('Response', exchange({ response }));
    expect([rows[1], ...rows.slice(-3)]).toEqual(['grpc 5 NOT_FOUND', '', 'trailers', 'Grpc-Status: 5']);
  });
});

describe('Difference', () => {
  const against = { id: 12, at: NOON };
  const differs = (items: Parameters<typeof item>[]) =>
    annotation({ difference: { against, items: items.map((each) => item(...each)) } });
  function item(kind: 'header' | 'body' | 'query', name: string, before: string | null, after: string | null) {
    return { kind, name, before, after, weight: 5 };
  }

  test('shows both values, and leads to what is there', () => {
    const rows = tabNamed('Difference').rows(
      openedExchange({
        exchange: exchange(),
        annotation: differs([
          ['body', 'items[0].price', null, 'number 3'],
          ['header', 'X-T', 'a', null],
        ]),
      }),
      FIRST_SHAPE,
      100,
    );
    const all = Array.from({ length: rows.count }, (_, index) => rows.at(index));
    expect(all.map(({ action }) => action)).toEqual([
      { kind: 'open', id: 12 },
      undefined,
      { kind: 'jump', where: 'request.body#/items/0/price' },
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('says why there is none', () => {
    expect(textsOfTab('Difference', exchange(), { annotation: annotation() })).toEqual([
      'There is nothing to compare it with: only a failure whose method and route have succeeded before is compared.',
    ]);
    expect(textsOfTab('Difference', exchange(), { annotation: differs([]) }).at(-1)).toBe(
      'Nothing differs that does not also differ among calls that succeed: look at the server and at time.',
    );
    expect(textsOfTab('Difference', exchange())).toEqual(['Still running: it is compared when it has ended.']);
  });
});

describe('Messages', () => {
  const text = (
    at: number,
    content: string | Uint8Array,
    type: StreamMessage['type'] = 'text',
    totalBytes?: number,
  ): StreamMessage => ({
    at: NOON + 18_000 + at,
    from: 'server',
    type,
    ...body(content, totalBytes),
    closeCode: type === 'close' ? 1011 : null,
  });
  const messages = [
    text(5, '{"a":1}'),
    text(10, Uint8Array.from([0, 255]), 'binary'),
    text(20, 'data: x\ndata: y\n', 'event'),
    text(30, 'cut', 'text', 9000),
    text(40, 'gone', 'close'),
  ];
  const call = exchange({ messageCount: 6 });

  test('a line each; what was not recorded is said', () => {
    expect(textsOfTab('Messages', call, { messages })).toEqual([
      '6 messages · ↑ from the client · ↓ from the server',
      '1     +5 ms ↓ text      7 B  {"a":1}',
      '2    +10 ms ↓ binary    2 B  00ff',
      '3    +20 ms ↓ event    16 B  x\\ny',
      '4    +30 ms ↓ text   9.0 kB  cut',
      '5    +40 ms ↓ close     4 B  1011 gone',
      '6  was not recorded',
    ]);
  });

  test('open ones are laid out under their line', () => {
    const rows = textsOfTab('Messages', call, { messages, shape: folded('m0', 'm3', 'm0/0') });
    expect(rows.slice(1, 6)).toEqual([
      '1     +5 ms ↓ text      7 B  {"a":1}',
      '    ▸ { 1 member }',
      '2    +10 ms ↓ binary    2 B  00ff',
      '3    +20 ms ↓ event    16 B  x\\ny',
      '4    +30 ms ↓ text   9.0 kB  cut',
    ]);
    expect(rows.slice(6, 8)).toEqual(['    The recording was cut: it holds the first 3 B of 9.0 kB.', '    cut']);
  });

  test('evidence finds them, also below open ones', () => {
    expect(placed('Messages', call, 'messages/3', messages)).toBe(3);
    expect(placed('Messages', call, 'messages/close', messages)).toBe(5);
    expect(placed('Messages', call, 'messages/7', messages)).toBeUndefined();
    const below = tabNamed('Messages').find?.(
      openedExchange({ exchange: call, annotation: null }, messages),
      folded('m0'),
      'messages/2',
      100,
    );
    expect(below?.row).toBe(5);
  });

  test('of a million only what is in sight is read', () => {
    const reads: number[] = [];
    const opened = {
      exchange: exchange({ messageCount: 1_000_000 }),
      annotation: null,
      contents: {
        bodySize: () => 0,
        body: () => new Uint8Array(),
        messages(_id: number, from: number, limit: number) {
          reads.push(from);
          return Array.from({ length: limit }, (_, index) => text(from + index, String(from + index)));
        },
      },
    };
    const rows = tabNamed('Messages').rows(opened, FIRST_SHAPE, 80);
    rows.at(rows.count - 1);
    rows.at(rows.count - 2);
    expect([rows.count, reads]).toEqual([1_000_001, [999_900]]);
  });

  test('a call without any says what has them', () => {
    expect(textsOfTab('Messages', exchange())).toEqual([
      'No messages: they come in a WebSocket or an event stream (text/event-stream).',
    ]);
  });
});

describe('Timing', () => {
  test('a reused connection has no bars for its opening', () => {
    const call = exchange({
      connection: { ...NO_CONNECTION, server: CONNECTION, isReused: true },
      timing: { connectedMs: 0, requestSentMs: 2, responseStartMs: 12 },
    });
    const rows = textsOfTab('Timing', call, { cells: 44 });
    expect(rows.slice(0, 5)).toEqual([
      '        0 ms ───────── 22 ms',
      'send    ██··················     2 ms   9 %',
      'wait    ··█████████·········    10 ms  45 %',
      'receive ···········█████████    10 ms  45 %',
      '',
    ]);
    expect(rows.at(-1)).toBe('connection had carried an earlier call');
  });

  test('a connection that was opened before the request came begins before zero', () => {
    const rows = textsOfTab(
      'Timing',
      exchange({ connection: { ...NO_CONNECTION, server: CONNECTION }, timing: { ...NO_TIMING, connectedMs: 0 } }),
    );
    expect(rows).toContain('The connection was being opened 28 ms before the request came.');
  });

  test('a call that got no answer waited, and one of which nothing is known says so', () => {
    const broken = exchange({
      response: null,
      connection: NO_CONNECTION,
      durationMs: 5000,
      timing: { connectedMs: 0, requestSentMs: 1, responseStartMs: null },
    });
    expect(textsOfTab('Timing', broken, { cells: 44 })[2]).toBe('wait    ████████████████████      5 s 100 %');
    expect(
      textsOfTab(
        'Timing',
        exchange({ durationMs: null, timing: NO_TIMING, response: null, connection: NO_CONNECTION }),
      )[0],
    ).toBe('When its parts began and ended is not known.');
  });

  test('evidence finds the moment and the whole', () => {
    const rows = textsOfTab('Timing', exchange());
    expect(rows[placed('Timing', exchange(), 'timing.durationMs')!]).toBe('in all     22 ms');
    expect(rows[placed('Timing', exchange(), 'timing.startedAt')!]).toBe('started    2026-11-26T12:03:18.000Z');
  });
});

describe('TLS', () => {
  const withChain = (validFrom: string, validTo: string, distrust: string | null = null) => {
    const [certificate] = CONNECTION.tls!.chain;
    const tls = { ...CONNECTION.tls!, distrust, chain: [{ ...certificate!, validFrom, validTo }] };
    return textsOfTab('TLS', exchange({ connection: { ...NO_CONNECTION, server: { ...CONNECTION, tls } } }));
  };

  test('a certificate that is over, or not valid yet, says by how much', () => {
    expect(withChain('2026-01-01T00:00:00Z', '2026-11-26T12:03:00Z')).toContain(
      '           expired 18 s before this call',
    );
    expect(withChain('2026-11-27T12:03:18Z', '2027-01-01T00:00:00Z')).toContain(
      '           not valid until 1 d after this call',
    );
    expect(withChain('2026-01-01T00:00:00Z', '2026-11-27T12:03:18Z', 'CERT_UNTRUSTED')).toEqual(
      expect.arrayContaining(['           1 d left at this call', 'The chain is not trusted: CERT_UNTRUSTED']),
    );
  });

  test('a call without TLS says whether it was meant to have it', () => {
    const without = (url: string) =>
      textsOfTab('TLS', exchange({ request: { ...exchange().request, url }, connection: NO_CONNECTION }));
    expect(without('http://h/')).toEqual(['No TLS: this call went as plain HTTP.']);
    expect(without('https://h/')).toEqual(['No TLS handshake was completed.']);
  });
});

describe('Raw', () => {
  test('of a body of 100 MiB only what is in sight is read', () => {
    const size = 100 * 1024 * 1024;
    const reads: (readonly [number, number])[] = [];
    const call = exchange({ response: { ...exchange().response!, body: body(new Uint8Array(10), size) } });
    const contents = {
      bodySize: (_id: number, side: string) => (side === 'response' ? size : 32),
      body(_id: number, _side: string, from: number, length: number) {
        reads.push([from, length]);
        return new Uint8Array(Math.min(length, size - from)).fill(0x41);
      },
      messages: () => [],
    };
    const rows = tabNamed('Raw').rows({ exchange: call, annotation: null, contents }, FIRST_SHAPE, 80);
    const line = rows
      .at(rows.count - 1)
      .line.map(({ text }) => text)
      .join('');
    expect(line).toBe('063ffff0  41 41 41 41 41 41 41 41  41 41 41 41 41 41 41 41  AAAAAAAAAAAAAAAA');
    expect(reads).toEqual([[size - 32_768, 65_536]]);
    expect(rows.count).toBeGreaterThan(size / 16);
  });

  test('what was not recorded is said', () => {
    const call = exchange({ response: { ...exchange().response!, body: body('abc', 5000) } });
    expect(textsOfTab('Raw', call)).toContain('5.0 kB more passed and were not recorded.');
    expect(textsOfTab('Raw', exchange({ response: null })).at(-1)).toBe('None came.');
  });
});
