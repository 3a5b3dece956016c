import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { NO_CONNECTION, NO_TIMING } from '../../../src/exchange/exchange.ts';
import { CONNECTION, EXPIRED, exchange, QUIET, textBody } from '../../support/exchanges.ts';
import { type Captured, fillers, type Recorded, withCaptured } from './captured.ts';

const at = (text: string) => Date.parse(`2026-11-02T${text}Z`);
const compressed = (text: string) => {
  const bytes = gzipSync(text);
  return { bytes, totalBytes: bytes.length };
};

/** Numbered from 1. */
const EXCHANGES: readonly Recorded[] = [
  // 1: an ordinary one
  { exchange: exchange({ startedAt: at('10:00:00') }) },
  // 2: a failing one with a body that was compressed
  {
    exchange: exchange({
      startedAt: at('11:00:00'),
      durationMs: 2400,
      timing: { ...NO_TIMING, responseStartMs: 2100 },
      request: {
        method: 'POST',
        url: 'http://localhost:3000/v1/payments?note=caf%C3%A9+bar&empty=',
        headers: [
          ['X-Request-Id', 'req_8f3a9c0d77e1b2'],
          ['Content-Type', 'application/x-www-form-urlencoded'],
        ],
        body: textBody('amount=12&currency=eur'),
      },
      response: {
        status: 402,
        headers: [
          ['Content-Type', 'application/problem+json; charset=utf-8'],
          ['Content-Encoding', 'gzip'],
          ['Retry-After', '30'],
        ],
        body: compressed('{"code":"card_declined","message":"Die Karte wurde abgelehnt \\u2013 \\u00dcber\\/Limit"}'),
      },
    }),
    annotation: { ...EXPIRED, cause: 'quota-exhausted', summary: 'your balance of 100% is used_up' },
  },
  // 3: nothing came back
  {
    exchange: exchange({
      startedAt: at('12:00:00'),
      response: null,
      error: { phase: 'connect', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 10.0.0.9:443' },
    }),
    annotation: { ...EXPIRED, class: 'no_response', cause: 'connection-refused', fault: 'server', retry: 'safe' },
  },
  // 4: a success that is none, over HTTP/2
  {
    exchange: exchange({
      startedAt: at('13:00:00'),
      request: { url: 'https://eu.api.example.com/graphql', method: 'POST', httpVersion: '2.0' },
      response: { httpVersion: '2.0', headers: [['content-type', 'text/html']] },
      connection: { ...NO_CONNECTION, server: CONNECTION, isReused: true },
    }),
    annotation: {
      ...QUIET,
      cause: 'error-in-success',
      inner: 'missing-field',
      fault: 'client',
      confidence: 'likely',
      summary: 'success in name only',
    },
  },
  // 5: a conversation
  {
    exchange: exchange({
      startedAt: at('14:00:00'),
      messageCount: 2,
      request: { url: 'wss://feed.test/live' },
      response: { status: 101, headers: [], body: null },
    }),
    messages: [
      {
        at: at('14:00:01'),
        from: 'client',
        type: 'text',
        bytes: Buffer.from('{"subscribe":"Trades"}'),
        totalBytes: 22,
        closeCode: null,
      },
      {
        at: at('14:00:02'),
        from: 'server',
        type: 'binary',
        bytes: Buffer.from('secretbinary'),
        totalBytes: 12,
        closeCode: null,
      },
    ],
    annotation: { ...QUIET, class: 'informational' },
  },
  // 6: mocked, gRPC
  {
    exchange: exchange({
      startedAt: at('15:00:00'),
      request: { url: 'https://grpc.test/pkg.Orders/Get' },
      response: { headers: [['Content-Type', 'application/grpc+proto']], trailers: [['grpc-status', '5']], body: null },
    }),
    origin: { mockedBy: 'orders down', replayOf: 2, app: 'node', appPid: 7 },
    annotation: { ...QUIET, cause: 'resource-not-found', fault: 'client' },
  },
  // 7: pending
  {
    exchange: exchange({
      startedAt: at('16:00:00'),
      durationMs: null,
      response: null,
      request: { url: 'https://slow.test/stream' },
    }),
  },
  // 8: a redirect to a path that looks like a pattern
  {
    exchange: exchange({
      startedAt: at('17:00:00'),
      request: { url: 'https://odata.test/Orders(42)/50%_off', method: 'DELETE' },
      response: { status: 301, headers: [['Location', "/it's;--"]], body: null },
    }),
    annotation: { ...QUIET, class: 'redirection' },
  },
];

const CASES: readonly (readonly [filter: string, ids: readonly number[]])[] = [
  ['', [1, 2, 3, 4, 5, 6, 7, 8]],
  // words
  ['orders', [1, 3, 6, 8]],
  ['ORDERS delete', [8]],
  ['402', [2]],
  ['quota-exh', [2]],
  ['100%', [2]],
  ['used_up', [2]],
  ['usedXup', []],
  ['50%_off', [8]],
  ['page=2', [1, 3]],
  ['card_declined', []],
  // status and outcome
  ['status:402', [2]],
  ['status:4xx', [2]],
  ['status:>=300', [2, 8]],
  ['status:<200', [5]],
  ['status:301,402', [2, 8]],
  ['status:none', [3, 7]],
  ['-status:200', [2, 3, 5, 7, 8]],
  ['is:failed', [2, 3]],
  ['is:doubtful', [4, 6]],
  ['is:trouble', [2, 3, 4, 6]],
  ['is:pending', [7]],
  ['-is:pending', [1, 2, 3, 4, 5, 6, 8]],
  ['is:good', [1, 5]],
  ['is:redirect', [8]],
  ['is:mocked', [6]],
  ['is:replayed', [6]],
  ['is:streamed', [5]],
  ['is:grpc', [6]],
  ['is:reused', [4]],
  ['class:no_response', [3]],
  ['class:success', [1, 4, 6]],
  ['cause:quota-exhausted', [2]],
  ['cause:missing-field', [4]],
  ['cause:error-in-success', [4]],
  ['cause:*', [2, 3, 4, 6]],
  ['cause:none', [1, 5, 7, 8]],
  ['group:no-response', [3]],
  ['fault:client', [2, 4, 6]],
  ['confidence:likely', [4]],
  ['retry:safe', [3]],
  ['retry:never', [1, 4, 5, 6, 8]],
  ['error:ECONNREFUSED', [3]],
  ['error:econn*', [3]],
  ['error:ECONNRESET', []],
  ['error:none', [1, 2, 4, 5, 6, 7, 8]],
  ['grpc:NOT_FOUND', [6]],
  ['grpc:>0', [6]],
  ['grpc:0', []],
  ['summary:"balance of"', [2]],
  // address
  ['method:post', [2, 4]],
  ['method:P*', [2, 4]],
  ['url:v1/pay', [2]],
  ['url:http://*', [2]],
  ['scheme:wss', [5]],
  ['host:example.com', [1, 3, 4]],
  ['host:api.example.com', [1, 3, 4]],
  ['host:eu.api.example.com', [4]],
  ['host:ample.com', []],
  ['host:localhost', [2]],
  ['host:localhost:3000', [2]],
  ['host:localhost:300', []],
  ['host:*.test', [5, 6, 7, 8]],
  ['path:/v1/orders', [1, 3]],
  ['path:v1', [1, 2, 3]],
  ['path:*/87', [1, 3]],
  ['path:/Orders(42)', [8]],
  ['query:page=2', [1, 3]],
  ['query:page=1', []],
  ['query:page', [1, 3]],
  ['query:note="café bar"', [2]],
  ['query:note=caf*', [2]],
  ['query:empty', [2]],
  ['route:/v1/orders/{id}', [1, 3]],
  ['same:1', [1, 3]],
  ['same:999', []],
  ['version:2', [4]],
  ['version:1.1 -version:2', [1, 2, 3, 5, 6, 7, 8]],
  // headers and bodies
  ['header:x-request-id', [2]],
  ['header:x-request-id=req_8f3a9c0d77e1b2', [2]],
  ['header:x-request-id=req_8f3a', []],
  ['header:x-request-id=*77e1b2', [2]],
  ['header:content-type=*json*', [1, 2]],
  ['request.header:content-type=*json*', []],
  ['response.header:retry-after=30', [2]],
  ['header:grpc-status=5', [6]],
  ['body:card_declined', [2]],
  ['body:"card_declined","nothing"', [2]],
  ['body:CARD_DECL', [2]],
  ['body:clined', [2]],
  ['body:"abgelehnt – über/limit"', [2]],
  ['body:code*abgelehnt', [2]],
  ['body:abgelehnt*code', []],
  ['request.body:eur', [2]],
  ['response.body:eur', []],
  ['body:trades', [5]],
  ['message:trades', [5]],
  ['message:secretbinary', []],
  ['text:payments', [2]],
  ['text:req_8f3a9c0d77e1b2', [2]],
  ['text:8f3a9c', [2]],
  ['text:8f3a', [2]],
  ['text:0d77e1', []],
  ['text:ECONNREFUSED', [3]],
  ['text:"10.0.0.9"', [3]],
  ['-text:e', []],
  ['type:json', [1, 2]],
  ['type:html', [4]],
  ['type:text/*', [4]],
  ['type:grpc', [6]],
  ['type:none', [3, 5, 7, 8]],
  ['request.type:form', [2]],
  // numbers
  ['duration:>1s', [2]],
  ['duration:12.5ms', [1, 3, 4, 5, 6, 8]],
  ['duration:none', [7]],
  ['wait:>2s', [2]],
  ['size:>20b', [2]],
  ['request.size:22b', [2]],
  ['messages:2', [5]],
  ['since:2026-11-02T15:00Z', [6, 7, 8]],
  ['until:2026-11-02T11:00Z', [1]],
  ['at:2026-11-02T11:00Z..2026-11-02T12:00Z', [2, 3]],
  ['id:2..3', [2, 3]],
  ['id:<3', [1, 2]],
  // origin
  ['run:1', [1, 2, 3, 4, 5, 6, 7, 8]],
  ['run:checkout', [1, 2, 3, 4, 5, 6, 7, 8]],
  ['run:"npm te"', [1, 2, 3, 4, 5, 6, 7, 8]],
  ['run:2', []],
  ['app:node', [6]],
  ['server:203.0.113.7', [4]],
  ['server:203.0.114', []],
  ['server:203.0.113.*', [4]],
  ['tls:1.3', [4]],
  ['tls:1.2', []],
  ['tls:none', [2]],
  ['mock:"orders down"', [6]],
  ['mock:*', [6]],
  ['replay:2', [6]],
  // together
  ['status:402 or status:301', [2, 8]],
  ['(status:402 or is:mocked) -method:GET', [2]],
  ['-(status:402 or body:trades) host:localhost,feed.test', []],
  ['status:301 or body:card_declined', [2, 8]],
  ['-body:ok -body:card_declined', [3, 5, 6, 7, 8]],
  ['header:location="/it\'s;--"', [8]],
  ['"\'); drop table exchange; --"', []],
];

/** A tunnel, and a WebSocket over HTTP/2, which is a CONNECT as well. */
const CONNECTS: readonly Recorded[] = ['https://a.test:443', 'https://a.test/chat'].map((url) => ({
  exchange: exchange({ request: { method: 'CONNECT', url, httpVersion: '2.0' } }),
}));

test('a WebSocket over HTTP/2 is no tunnel, with an index and without', () =>
  withCaptured((captured) => {
    captured.add(CONNECTS);
    expect([captured.ids('is:tunnel'), captured.ids('method:CONNECT')]).toEqual([[1], [1, 2]]);
    captured.add(fillers(120));
    captured.index();
    expect([captured.ids('is:tunnel'), captured.ids('method:CONNECT')]).toEqual([[1], [1, 2]]);
  }));

describe('every field finds what it should and leaves the rest', () => {
  const check = (captured: Captured) => {
    const found = CASES.map(([filter]) => [filter, captured.ids(`(${filter || 'id:*'}) method:*  -method:TRACE`)]);
    expect(found).toEqual(CASES);
  };

  test('without an index', () =>
    withCaptured((captured) => {
      captured.add(EXCHANGES);
      check(captured);
    }));

  test('with everything in the index', () =>
    withCaptured((captured) => {
      captured.add([...EXCHANGES, ...fillers(120)]);
      captured.index();
      check(captured);
    }));
});

test('labels, notes and pins are found as soon as they are set', () =>
  withCaptured((captured) => {
    captured.add([...EXCHANGES, ...fillers(60)]);
    captured.index();
    captured.sql((database) => {
      database.exec("insert into label values (2, 'Check, out'), (3, 'other')");
      database.exec("update exchange set note = 'ask Ann' where id = 3");
      database.exec('update exchange set is_pinned = 1 where id = 4');
    });
    expect(captured.ids('label:"check, out"')).toEqual([2]);
    expect(captured.ids('label:*')).toEqual([2, 3]);
    expect(captured.ids('is:labelled -label:other')).toEqual([2]);
    expect(captured.ids('note:ann')).toEqual([3]);
    expect(captured.ids('is:noted or is:pinned')).toEqual([3, 4]);
  }));

test('values are bound, not written into the statement', () =>
  withCaptured((captured) => {
    captured.add(EXCHANGES);
    const hostile = `'"); drop table exchange; --`;
    const quoted = `"${hostile.replace('"', '\\"')}"`;
    for (const field of [
      'url',
      'host',
      'label',
      'note',
      'method',
      'mock',
      'body',
      'header',
      'query',
      'server',
      'run',
      'error',
    ]) {
      expect(captured.ids(`${field}:${quoted}`)).toEqual([]);
    }
    expect(captured.ids('')).toHaveLength(EXCHANGES.length);
  }));
