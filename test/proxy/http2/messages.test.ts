import type { ServerHttp2Stream } from 'node:http2';
import { describe, expect, test } from 'vitest';
import { answerOf, ask, relay, until } from './relay.ts';

const REQUEST = [':method', 'POST', ':scheme', 'http', ':authority', 'api.test:80', ':path', '/a/../b?q=%20'];

describe('requests', () => {
  test('order, duplicates, crumbs of cookies and bytes of fields arrive as they were sent', async () => {
    let seen: readonly string[] = [];
    const { client, passed, close } = await relay((stream, rawHeaders) => {
      seen = rawHeaders;
      stream.respond({ ':status': 200 }, { endStream: true });
    });
    try {
      const fields = [
        'x-b',
        '1',
        'cookie',
        'a=1',
        'x-a',
        'caf\xe9 \xff',
        'x-b',
        '2',
        'cookie',
        'b=2',
        'te',
        'trailers',
        'x-b',
        '',
      ];
      await ask(client, [...REQUEST, ...fields], '');
      expect(seen).toEqual([...REQUEST, ...fields]);
      expect(passed.requests[0]).toMatchObject({
        method: 'POST',
        target: '/a/../b?q=%20',
        authority: 'api.test:80',
        httpVersion: '2.0',
        rawHeaders: fields,
        framing: { kind: 'chunked' },
      });
    } finally {
      await close();
    }
  });

  test('a field that may stand once only is passed on twice where it came twice', async () => {
    let seen: readonly string[] = [];
    const { client, close } = await relay((stream, rawHeaders) => {
      seen = rawHeaders;
      stream.respond({ ':status': 200 }, { endStream: true });
    });
    try {
      await ask(client, [...REQUEST, 'user-agent', 'a', 'user-agent', 'b']);
      expect(seen.slice(8)).toEqual(['user-agent', 'a', 'user-agent', 'b']);
    } finally {
      await close();
    }
  });

  test('the framing says whether a body follows and how long it is', async () => {
    const { client, passed, close } = await relay((stream) => stream.respond({ ':status': 200 }, { endStream: true }));
    try {
      await ask(client, [...REQUEST]);
      await ask(client, [...REQUEST, 'content-length', '0']);
      await ask(client, [...REQUEST, 'content-length', '2'], 'ab');
      await ask(client, [...REQUEST], 'ab');
      expect(passed.requests.map(({ framing }) => framing)).toEqual([
        { kind: 'none' },
        { kind: 'none' },
        { kind: 'length', bytes: 2 },
        { kind: 'chunked' },
      ]);
    } finally {
      await close();
    }
  });

  test('trailers of the request follow its body', async () => {
    let trailers: readonly string[] = [];
    let body = '';
    const { client, close } = await relay((stream) => {
      stream.on('trailers', (_headers, _flags, raw) => {
        trailers = raw;
      });
      stream.on('data', (bytes: Buffer) => {
        body += bytes;
      });
      stream.on('end', () => stream.respond({ ':status': 200 }, { endStream: true }));
    });
    try {
      const stream = client.request(REQUEST, { endStream: false, waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': ['1', '2'], 'x-n': 'caf\xe9' }));
      stream.end('body');
      await answerOf(stream);
      expect(body).toBe('body');
      expect(trailers).toEqual(['x-sum', '1', 'x-sum', '2', 'x-n', 'caf\xe9']);
    } finally {
      await close();
    }
  });

  test('Expect: 100-continue is answered by the server, not by the proxy', async () => {
    let server: ServerHttp2Stream | undefined;
    const { client, close } = await relay((stream) => {
      server = stream;
      stream.on('end', () => stream.respond({ ':status': 200 }, { endStream: true }));
      stream.resume();
    });
    try {
      const stream = client.request([...REQUEST, 'expect', '100-continue'], { endStream: false });
      const answer = answerOf(stream);
      let isContinued = false;
      stream.on('continue', () => {
        isContinued = true;
        stream.end('body');
      });
      await until(() => server !== undefined);
      await new Promise((resolve) => client.ping(resolve)); // Whatever the proxy would have said is here by now.
      expect(isContinued).toBe(false);
      server!.additionalHeaders({ ':status': 100 });
      expect((await answer).status).toBe(200);
      expect(isContinued).toBe(true);
    } finally {
      await close();
    }
  });

  test('a header list just within the limit passes, in both directions', async () => {
    const many = Array.from({ length: 400 }, (_, i) => [`x-${i}`, 'v'.repeat(100)]).flat();
    let seen: readonly string[] = [];
    const { client, close } = await relay((stream, rawHeaders) => {
      seen = rawHeaders.slice(8);
      stream.respond([':status', '200', ...many], { endStream: true, sendDate: false } as object);
    });
    try {
      const answer = await ask(client, [...REQUEST, ...many]);
      expect(seen).toEqual(many);
      expect(answer.rawHeaders).toEqual(many);
    } finally {
      await close();
    }
  });
});

describe('responses', () => {
  test('order, duplicates and bytes of fields arrive as they were sent, and nothing is added', async () => {
    const fields = [
      'x-b',
      '1',
      'set-cookie',
      'a=1',
      'x-a',
      'caf\xe9',
      'set-cookie',
      'b=2',
      'x-b',
      '2',
      'content-type',
      'a',
      'content-type',
      'b',
    ];
    const { client, passed, close } = await relay((stream) => {
      stream.respond([':status', '201', ...fields], { sendDate: false } as object);
      stream.end('done');
    });
    try {
      const answer = await ask(client, REQUEST, 'x');
      expect(answer).toMatchObject({ status: 201, rawHeaders: fields, rawTrailers: [], resetCode: 0, hasEnded: true });
      expect(String(answer.body)).toBe('done');
      expect(passed.responses[0]).toMatchObject({
        status: 201,
        reason: '',
        httpVersion: '2.0',
        framing: { kind: 'chunked' },
      });
    } finally {
      await close();
    }
  });

  test('trailers keep their places, also where a name comes again', async () => {
    const { client, close } = await relay((stream) => {
      stream.respond({ ':status': 200 }, { waitForTrailers: true });
      stream.on('wantTrailers', () =>
        stream.sendTrailers({ 'grpc-status': '0', 'x-a': '1', 'x-b': '2', 'X-A': '3', 'X-a': 'caf\xe9' }),
      );
      stream.end('body');
    });
    try {
      const answer = await ask(client, REQUEST);
      expect(answer.rawTrailers).toEqual(['grpc-status', '0', 'x-a', '1', 'x-b', '2', 'x-a', '3', 'x-a', 'caf\xe9']);
    } finally {
      await close();
    }
  });

  test('trailers may follow the head at once, and a head may be all there is', async () => {
    const { client, passed, close } = await relay((stream, rawHeaders) => {
      if (rawHeaders.includes('/all')) {
        stream.respond({ ':status': 200, 'grpc-status': '5' }, { endStream: true });
        return;
      }
      stream.respond({ ':status': 200 }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '5' }));
      stream.end();
    });
    try {
      const two = await ask(client, REQUEST);
      expect([two.body.length, two.rawTrailers]).toEqual([0, ['grpc-status', '5']]);
      const one = await ask(client, [':path', '/all']);
      expect(one.rawHeaders).toContain('grpc-status');
      expect(one.rawTrailers).toEqual([]);
      expect(passed.responses.map(({ framing }) => framing.kind)).toEqual(['chunked', 'none']);
    } finally {
      await close();
    }
  });

  test('interim responses come before the final one, in order', async () => {
    const { client, close } = await relay((stream) => {
      stream.additionalHeaders({ ':status': 103, link: ['</a>; rel=preload', '</b>; rel=preload'] });
      stream.additionalHeaders({ ':status': 102, 'x-progress': '1' });
      stream.respond({ ':status': 200 }, { endStream: true });
    });
    try {
      const answer = await ask(client, REQUEST);
      expect(answer.status).toBe(200);
      expect(answer.interims).toEqual([
        [':status', '103', 'link', '</a>; rel=preload', 'link', '</b>; rel=preload'],
        [':status', '102', 'x-progress', '1'],
      ]);
    } finally {
      await close();
    }
  });

  test('HEAD, 204 and 304 have no body, and keep what they say about one', async () => {
    const { client, passed, close } = await relay((stream, rawHeaders) => {
      const path = rawHeaders[rawHeaders.indexOf(':path') + 1]!;
      stream.respond({ ':status': Number(path.slice(1)), 'content-length': '5' }, { endStream: true });
    });
    try {
      const head = await ask(client, [':method', 'HEAD', ':path', '/200']);
      expect([head.status, head.body.length, head.hasEnded]).toEqual([200, 0, true]);
      expect(head.rawHeaders.slice(0, 2)).toEqual(['content-length', '5']);
      const notModified = await ask(client, [':path', '/304']);
      expect([notModified.status, notModified.body.length, notModified.hasEnded]).toEqual([304, 0, true]);
      expect(passed.responses.map(({ framing }) => framing.kind)).toEqual(['none', 'none']);
    } finally {
      await close();
    }
  });

  test.each([205, 204, 599, 600, 999])('status %i is passed on', async (status) => {
    const { client, close } = await relay((stream) => {
      // Node.js sends no code above 599 of its own accord.
      stream.respond([':status', { valueOf: () => 200, toString: () => String(status) } as unknown as string], {
        endStream: true,
      });
    });
    try {
      const answer = await ask(client, REQUEST);
      expect([answer.status, answer.hasEnded, answer.resetCode]).toEqual([status, true, 0]);
    } finally {
      await close();
    }
  });

  test('a body of announced length may have trailers', async () => {
    const { client, passed, close } = await relay((stream) => {
      stream.respond({ ':status': 200, 'content-length': '4' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': '1' }));
      stream.end('body');
    });
    try {
      const answer = await ask(client, REQUEST);
      expect([String(answer.body), answer.rawTrailers]).toEqual(['body', ['x-sum', '1']]);
      expect(passed.responses[0]?.framing).toEqual({ kind: 'length', bytes: 4 });
    } finally {
      await close();
    }
  });
});
