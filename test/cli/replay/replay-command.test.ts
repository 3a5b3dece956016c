import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openForWriting } from '../../../src/store/open.ts';
import { EXPIRED, exchange, textBody } from '../../support/exchanges.ts';
import { closedPort, httpServer } from '../../support/servers.ts';
import { captureOf, to } from './capture.ts';

test('a failure that is mended is told as fixed, recorded in a run of its own, linked and explained', async () => {
  const server = await httpServer((_request, response) => response.writeHead(201).end('{}'));
  const failed = { ...to(server.port), response: { ...exchange().response!, status: 401 } };
  const capture = captureOf([{ exchange: failed, annotation: EXPIRED }]);
  try {
    const { code, out, err } = await capture.replay('1');
    const lines = out.split('\n');
    expect(lines[0]).toBe(`#2 repeats #1: GET http://127.0.0.1:${server.port}/v1/orders`);
    expect(lines[1]).toBe(
      '  before  401 in 13 ms  expired-credentials (certain): the token expired 8 s before the call',
    );
    expect(lines[2]).toMatch(/^ {2}now {5}201 in /);
    expect(lines[3]).toBe('fixed: no more expired-credentials');
    expect([code, err]).toEqual([0, '']);
    capture.read((reader) => {
      const [run] = reader.runs();
      expect([run?.kind, run?.command, run?.ended_at === null]).toEqual(['replay', '1', false]);
      expect(reader.matching('replay:1', 10)).toEqual([2]);
      expect(reader.exchange(2)?.annotation?.class).toBe('success');
    });
  } finally {
    capture.remove();
    await server.close();
  }
});

test('a call that was fine and breaks is explained, and nobody was answered in the place of the server', async () => {
  const port = await closedPort();
  const capture = captureOf([{ exchange: to(port) }]);
  try {
    const { code, out } = await capture.replay('1', '--json');
    expect(JSON.parse(out)).toMatchObject({
      id: 2,
      replayOf: 1,
      verdict: 'broke',
      before: { status: 200, cause: null },
      after: { status: null, error: 'ECONNREFUSED', cause: 'connection-refused' },
    });
    expect(code).toBe(5);
    expect(capture.read((reader) => reader.exchange(2)?.exchange.proxyStatus)).toBe(null);
  } finally {
    capture.remove();
  }
});

test('the explanation knows the exchanges before: in what the call differs from the one that succeeded', async () => {
  const server = await httpServer((request, response) => {
    response.writeHead(request.headers['x-tenant'] === undefined ? 403 : 200).end();
  });
  const headers = [['Host', `127.0.0.1:${server.port}`] as const, ['X-Tenant', 'acme'] as const];
  const capture = captureOf([{ exchange: to(server.port, { headers }) }]);
  try {
    await capture.replay('1', '--remove-header', 'x-tenant');
    const difference = capture.read((reader) => reader.exchange(2)?.annotation?.difference);
    expect(difference?.against.id).toBe(1);
    expect(difference?.items).toEqual([expect.objectContaining({ kind: 'header', name: 'X-Tenant', after: null })]);
  } finally {
    capture.remove();
    await server.close();
  }
});

test('without somebody to ask, a POST is sent only with --yes', async () => {
  let calls = 0;
  const server = await httpServer((_request, response) => {
    calls += 1;
    response.end();
  });
  const capture = captureOf([{ exchange: to(server.port, { method: 'POST' }) }]);
  try {
    await expect(capture.replay('1')).rejects.toMatchObject({
      code: 'needs-yes',
      message: `POST is not idempotent: sending it again may do its work twice (http://127.0.0.1:${server.port}/v1/orders).`,
    });
    expect(calls).toBe(0);
    await capture.replay('1', '--yes');
    expect(calls).toBe(1);
  } finally {
    capture.remove();
    await server.close();
  }
});

test('a filter is replayed in recorded order; what cannot be sent is left out, and repetitions are not repeated', async () => {
  const paths: string[] = [];
  const server = await httpServer((request, response) => {
    paths.push(request.url!);
    response.writeHead(request.url === '/v1/b' ? 500 : 200).end();
  });
  const at = (path: string) => to(server.port, { url: `http://127.0.0.1:${server.port}/v1/${path}` });
  const upgraded = at('socket');
  const capture = captureOf([
    { exchange: at('a') },
    { exchange: { ...upgraded, response: { ...upgraded.response!, status: 101 } } },
    { exchange: at('b') },
    { exchange: at('c') },
  ]);
  try {
    const first = await capture.replay('path:/v1/');
    expect(paths).toEqual(['/v1/a', '/v1/b', '/v1/c']);
    expect(first.code).toBe(5);
    expect(first.out.split('\n').map((line) => line.split('  ')[0]!.trim())).toEqual([
      'still fine',
      'broke',
      'still fine',
      '3 replayed: 2 still fine, 1 broke; 1 left out.',
      '',
    ]);
    expect(first.err).toContain('httpwhy: #2 cannot be sent again: it became a WebSocket');
    await capture.replay('path:/v1/');
    expect(paths).toHaveLength(6);
  } finally {
    capture.remove();
    await server.close();
  }
});

test('a series is summed up, every call recorded and linked', async () => {
  let calls = 0;
  const server = await httpServer((_request, response) => {
    calls += 1;
    response.writeHead(calls % 4 === 0 ? 503 : 200).end();
  });
  const capture = captureOf([{ exchange: to(server.port) }]);
  try {
    const { code, out } = await capture.replay('1', '-n', '12', '-c', '3');
    expect(calls).toBe(12);
    expect(out).toMatch(
      /^12 calls, 3 at a time, in .+ \(.+ a second\)\n {2}times {3}min .+ · median .+ · p95 .+ · p99 .+ · max .+\n {2}status {2}200 × 9, 503 × 3\n12 replayed: 9 still fine, 3 broke\.\nbroke {8}#1 → #\d+ {2}200 → 503 /,
    );
    expect(code).toBe(5);
    expect(capture.read((reader) => reader.matching('replay:1', 100))).toHaveLength(12);
  } finally {
    capture.remove();
    await server.close();
  }
});

test('interrupted, it begins no more, and what is under way is recorded but says nothing of the server', async () => {
  let calls = 0;
  const server = await httpServer((_request, response) => {
    calls += 1;
    if (calls === 1) response.end();
    // As the terminal does it; this one is never answered.
    else process.emit('SIGINT');
  });
  const capture = captureOf([{ exchange: to(server.port) }]);
  try {
    const { code, out, err } = await capture.replay('1', '-n', '5');
    expect([code, calls]).toEqual([130, 2]);
    expect(out).toContain('1 replayed: 1 still fine.');
    expect(err).toBe('httpwhy: Interrupted; 1 call under way was broken off.\n');
    expect(capture.read((reader) => reader.exchange(3)?.annotation?.cause)).toBe('client-aborted');
  } finally {
    capture.remove();
    await server.close();
  }
});

test('a capture that another program holds for a moment is waited for', async () => {
  const server = await httpServer((_request, response) => response.end());
  const capture = captureOf([{ exchange: to(server.port) }]);
  const holder = openForWriting(capture.file);
  try {
    holder.exec('begin immediate');
    const replayed = capture.replay('1');
    // Longer than one attempt takes.
    await pause(700);
    holder.exec('commit');
    expect(await replayed).toMatchObject({ code: 0, err: '' });
    expect(capture.read((reader) => reader.matching('replay:1', 10))).toHaveLength(1);
  } finally {
    holder.close();
    capture.remove();
    await server.close();
  }
});

test('with --redact-at-capture the secret is sent, and not stored', async () => {
  const secret = 'k3J9x2Lq8Zr5Tn1Wb7Vd';
  let sent = '';
  const server = await httpServer((request, response) => {
    sent = request.headers.authorization ?? '';
    response.end();
  });
  const capture = captureOf([{ exchange: to(server.port) }]);
  try {
    await capture.replay('1', '--set-header', `Authorization: Bearer ${secret}`, '--redact-at-capture');
    expect(sent).toBe(`Bearer ${secret}`);
    const stored = capture.read((reader) => reader.exchange(2)!.exchange.request.headers);
    expect(JSON.stringify(stored)).toMatch(/Bearer <token[^>]*>/);
    expect(JSON.stringify(stored)).not.toContain(secret);
    // What was masked cannot be sent again.
    await expect(capture.replay('2')).rejects.toThrow(
      '#2 cannot be sent again: secrets were masked before it was recorded, in the header Authorization.',
    );
  } finally {
    capture.remove();
    await server.close();
  }
});

test('credentials that go to another server are named', async () => {
  const server = await httpServer((_request, response) => response.end());
  const headers = [['Host', 'api.example.com'] as const, ['Authorization', 'Bearer x'] as const];
  const recorded = exchange({ request: { url: 'http://api.example.com/v1/orders', headers } });
  const capture = captureOf([{ exchange: recorded }]);
  try {
    const { err } = await capture.replay('1', '--to', `127.0.0.1:${server.port}`);
    expect(err).toBe(`httpwhy: The credentials recorded for api.example.com go to 127.0.0.1:${server.port}.\n`);
  } finally {
    capture.remove();
    await server.close();
  }
});

test('credentials of several exchanges that go to another server are named before anything is sent', async () => {
  const server = await httpServer((_request, response) => response.end());
  const headers = [['Authorization', 'Bearer x'] as const, ['Content-Length', '2'] as const];
  const at = (host: string, fields: readonly (readonly [string, string])[]) =>
    exchange({ request: { method: 'PUT', url: `http://${host}/v1/orders`, headers: fields, body: textBody('{}') } });
  const capture = captureOf([
    { exchange: at('api.example.com', headers) },
    { exchange: at('auth.example.com', headers) },
    { exchange: at('open.example.com', []) },
  ]);
  const there = `127.0.0.1:${server.port}`;
  try {
    const { err } = await capture.replay('1', '2', '3', '--to', there);
    expect(err).toBe(`httpwhy: The credentials recorded for api.example.com and auth.example.com go to ${there}.\n`);
    const without = await capture.replay('1', '2', '3', '--to', there, '--remove-header', 'authorization');
    expect(without.err).toBe('');
    const lent = await capture.replay('2', '3', '--to', there, '--auth-from', '1');
    expect(lent.err).toBe(`httpwhy: The credentials of #1 (api.example.com) go to ${there}.\n`);
  } finally {
    capture.remove();
    await server.close();
  }
});

test('the request can be changed in an editor before it is sent', async () => {
  let sent = '';
  const server = await httpServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => {
      sent += text;
    });
    request.on('end', () => response.end());
  });
  const request = { method: 'PUT', headers: [['Content-Length', '7'] as const], body: textBody('{"a":1}') };
  const capture = captureOf([{ exchange: to(server.port, request) }], {
    PATH: process.env.PATH,
    EDITOR: `sed -i.bak 's/"a":1/"a":1234/'`,
  });
  try {
    await capture.replay('1', '--edit');
    expect(sent).toBe('{"a":1234}');
  } finally {
    capture.remove();
    await server.close();
  }
});

test.each([
  [['7'], 'There is no exchange 7 in this capture.'],
  [['nothing-like-it'], 'No exchange matches nothing-like-it.'],
  [['1', '2', '--edit'], '--edit takes one exchange.'],
  [['1', '2', '--to', 'http://localhost:1/path'], '--to with a path would send 2 different requests to one address.'],
  [['1', '--auth-from', '2'], '#2 carries no credentials, and was handed none.'],
  [['status:=x'], 'The filter is wrong at column 8'],
])('%j is answered with one line', async (words, message) => {
  const capture = captureOf([{ exchange: exchange() }, { exchange: exchange() }]);
  try {
    await expect(capture.replay(...words)).rejects.toThrow(message);
  } finally {
    capture.remove();
  }
});
