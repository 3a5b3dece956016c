import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { comparableBody, Playback, type PlaybackOptions, type RecordedCall } from '../../src/mock/playback.ts';
import { answerOf, request } from './build.ts';

function call(id: number, method: string, url: string, differing: Partial<RecordedCall> = {}): RecordedCall {
  return { id, method, url, requestBody: '', status: 200, rawHeaders: [], delayMs: 40, ...differing };
}

function playback(calls: readonly RecordedCall[], options: Partial<PlaybackOptions> = {}): Playback {
  const bodyOf = (id: number) => Buffer.from(`body ${id}`);
  return new Playback(calls, { bodyOf, hasDelays: false, ignoresQuery: false, ignoresBody: false, ...options });
}

function ask(player: Playback, line: string, more: Parameters<typeof request>[1] = {}) {
  const asked = request(line, more);
  return player.look(asked).decide(asked)!;
}

const ORDERS = 'https://api.example.com/v1/orders';

test('the same request is answered in recorded order, then by the last answer', () => {
  const player = playback([call(1, 'GET', ORDERS, { status: 503 }), call(2, 'POST', ORDERS), call(3, 'GET', ORDERS)]);
  const bodies = [1, 2, 3].map(() => answerOf(ask(player, `GET ${ORDERS}`)));
  expect(bodies).toEqual([
    { status: 503, body: 'body 1' },
    { status: 200, body: 'body 3' },
    { status: 200, body: 'body 3' },
  ]);
});

test('the exact path goes before one that differs in an id only', () => {
  const player = playback([call(1, 'GET', `${ORDERS}/7`), call(2, 'GET', `${ORDERS}/8`)]);
  expect(answerOf(ask(player, `GET ${ORDERS}/8`))?.body).toBe('body 2');
  expect(answerOf(ask(player, `GET ${ORDERS}/9`))?.body).toBe('body 1');
  expect(answerOf(ask(player, `GET ${ORDERS}/new`))?.status).toBe(501);
});

test('the order of parameters and members does not matter, their values do', () => {
  const body = comparableBody('{"b": 1, "a": [2]}');
  const player = playback([call(1, 'POST', `${ORDERS}?x=1&y=2`, { requestBody: body })]);
  const status = (line: string, sent: unknown) => answerOf(ask(player, line, { body: sent }))?.status;
  expect(status(`POST ${ORDERS}?y=2&x=1`, { a: [2], b: 1 })).toBe(200);
  expect(status(`POST ${ORDERS}?y=2&x=1`, { a: [3], b: 1 })).toBe(501);
  expect(status(`POST ${ORDERS}?y=2&x=2`, { a: [2], b: 1 })).toBe(501);
});

test('query and body may be ignored', () => {
  const player = playback([call(1, 'POST', `${ORDERS}?x=1`, { requestBody: '1' })], {
    ignoresQuery: true,
    ignoresBody: true,
  });
  expect(answerOf(ask(player, `POST ${ORDERS}`, { body: { a: 1 } }))?.status).toBe(200);
});

test('a client that knows a base URL only is answered by any host, one that names a recorded host by that', () => {
  const player = playback([
    call(1, 'GET', 'https://a.example/x'),
    call(2, 'GET', 'https://b.example/x'),
    call(3, 'GET', 'https://b.example/y'),
  ]);
  expect(answerOf(ask(player, 'GET http://localhost:8080/y'))?.body).toBe('body 3');
  expect(answerOf(ask(player, 'GET http://b.example/x'))?.body).toBe('body 2');
  expect(answerOf(ask(player, 'GET http://a.example/y'))?.status).toBe(501);
});

test('what nothing answers is told with the nearest and what differs', () => {
  const player = playback([
    call(1, 'DELETE', 'https://api.example.com/health'),
    call(2, 'POST', `${ORDERS}?x=1`, { requestBody: '{"sku":"a"}', status: 201 }),
    call(3, 'GET', `${ORDERS}?x=1`),
  ]);
  const verdict = ask(player, `POST ${ORDERS}?x=2&z=1`, { body: { sku: 'b' } });
  const { error } = JSON.parse(answerOf(verdict)!.body);
  expect(error.message).toBe('No recorded exchange answers POST https://api.example.com/v1/orders?x=2&z=1.');
  expect(error.nearest[0]).toEqual({
    id: 2,
    request: `POST ${ORDERS}?x=1`,
    status: 201,
    differs: ['the parameter x has another value', 'the parameter z was not sent', 'the body differs in sku'],
  });
  expect(error.nearest.map(({ id }: { id: number }) => id)).toEqual([2, 3, 1]);
});

test('304 is for those who ask whether their copy is current', () => {
  const player = playback([call(1, 'GET', ORDERS, { status: 304 }), call(2, 'GET', ORDERS)]);
  expect(answerOf(ask(player, `GET ${ORDERS}`))?.status).toBe(200);
  expect(answerOf(ask(player, `GET ${ORDERS}`, { headers: { 'If-None-Match': '"1"' } }))?.status).toBe(200);
  const other = playback([call(1, 'GET', ORDERS, { status: 304 }), call(2, 'GET', ORDERS)]);
  expect(answerOf(ask(other, `GET ${ORDERS}`, { headers: { 'If-None-Match': '"1"' } }))?.status).toBe(304);
});

test('a coding that the client does not take is undone', () => {
  const player = playback([call(1, 'GET', ORDERS, { rawHeaders: ['Content-Encoding', 'gzip', 'X-A', '1'] })], {
    bodyOf: () => gzipSync('plain'),
  });
  const plain = ask(player, `GET ${ORDERS}`);
  expect(answerOf(plain)?.body).toBe('plain');
  expect(plain.course.kind === 'answer' && plain.course.answer.rawHeaders.slice(0, 2)).toEqual(['X-A', '1']);
  const coded = ask(player, `GET ${ORDERS}`, { headers: { 'Accept-Encoding': 'gzip, br' } });
  expect(coded.course.kind === 'answer' && coded.course.answer.rawHeaders.slice(0, 2)).toEqual([
    'Content-Encoding',
    'gzip',
  ]);
});

test('answers take as long as they took where that is wanted', () => {
  expect(ask(playback([call(1, 'GET', ORDERS)], { hasDelays: true }), `GET ${ORDERS}`).delayMs).toBe(40);
  expect(ask(playback([call(1, 'GET', ORDERS)]), `GET ${ORDERS}`).delayMs).toBe(0);
});
