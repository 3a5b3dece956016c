import { createHash } from 'node:crypto';
import type { ClientHttp2Stream, ServerHttp2Stream } from 'node:http2';
import { describe, expect, test } from 'vitest';
import { answerOf, relay, until } from './relay.ts';

const POST = [':method', 'POST', ':path', '/'];
const MEBIBYTE = 1024 * 1024;

describe('bodies', () => {
  test('calls of both directions run at the same time on one stream, and end with the status of gRPC', async () => {
    const { client, close } = await relay((stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0', 'grpc-message': 'ok' }));
      stream.on('data', (bytes: Buffer) => stream.write(Buffer.from(`echo ${bytes}`)));
      stream.on('end', () => stream.end());
    });
    try {
      const stream = client.request([...POST, 'te', 'trailers', 'content-type', 'application/grpc'], {
        endStream: false,
      });
      const answer = answerOf(stream);
      for (const word of ['one', 'two', 'three']) {
        stream.write(word);
        const [echo] = await nextPiece(stream);
        expect(String(echo)).toBe(`echo ${word}`);
      }
      stream.end();
      expect(await answer).toMatchObject({ rawTrailers: ['grpc-status', '0', 'grpc-message', 'ok'], hasEnded: true });
    } finally {
      await close();
    }
  });

  test('the first byte of a response comes through while the rest is still to be made', async () => {
    let server: ServerHttp2Stream | undefined;
    const { client, close } = await relay((stream) => {
      server = stream;
      stream.respond({ ':status': 200, 'content-type': 'text/event-stream' });
      stream.write('data: 1\n\n');
    });
    try {
      const stream = client.request([':path', '/']);
      const answer = answerOf(stream);
      expect(String((await nextPiece(stream))[0])).toBe('data: 1\n\n');
      server!.end('data: 2\n\n');
      expect(String((await answer).body)).toBe('data: 1\n\ndata: 2\n\n');
    } finally {
      await close();
    }
  });

  test('16 MiB go up and come down unchanged', async () => {
    const piece = Buffer.alloc(MEBIBYTE, 'httpwhy of some length ');
    const { client, passed, close } = await relay((stream) => {
      stream.respond({ ':status': 200 });
      stream.pipe(stream);
    });
    try {
      const stream = client.request(POST, { endStream: false });
      const answer = answerOf(stream);
      pump(stream, piece, 16 * MEBIBYTE, () => undefined);
      expect(hash((await answer).body)).toBe(hash(Buffer.concat(Array.from({ length: 16 }, () => piece))));
      expect(passed.requestBytes).toBe(16 * MEBIBYTE);
      expect(passed.responseBytes).toBe(16 * MEBIBYTE);
    } finally {
      await close();
    }
  });

  test('a client that does not read holds its server back, and gets everything once it reads', async () => {
    const piece = Buffer.alloc(64 * 1024, 'x');
    let written = 0;
    const { client, passed, close } = await relay((stream) => {
      stream.respond({ ':status': 200 });
      pump(stream, piece, 16 * MEBIBYTE, (bytes) => {
        written += bytes;
      });
    });
    try {
      const stream = client.request([':path', '/']);
      await new Promise((resolve) => stream.once('response', resolve));
      await settled(() => written);
      // One window of the client, one of ours, and the buffers between.
      expect(written).toBeLessThan(3 * MEBIBYTE);
      const taken = passed.responseBytes;
      expect(taken).toBeLessThan(MEBIBYTE);
      const answer = await answerOf(stream);
      expect(answer.body.length).toBe(16 * MEBIBYTE);
    } finally {
      await close();
    }
  });

  test('a stream that is not read does not hold others of its connection back', async () => {
    const { client, close } = await relay((stream, rawHeaders) => {
      stream.respond({ ':status': 200 });
      if (rawHeaders.includes('/endless')) pump(stream, Buffer.alloc(64 * 1024), 64 * MEBIBYTE, () => undefined);
      else stream.end(Buffer.alloc(2 * MEBIBYTE));
    });
    try {
      const stuck = client.request([':path', '/endless']);
      await new Promise((resolve) => stuck.once('response', resolve));
      expect((await answerOf(client.request([':path', '/']))).body.length).toBe(2 * MEBIBYTE);
      expect(stuck.destroyed).toBe(false);
    } finally {
      await close();
    }
  });

  test('a server that does not read holds its client back, and gets everything once it reads', async () => {
    let server: ServerHttp2Stream | undefined;
    const { client, passed, close } = await relay((stream) => {
      server = stream.pause();
    });
    try {
      const stream = client.request(POST, { endStream: false });
      const answer = answerOf(stream);
      let written = 0;
      pump(stream, Buffer.alloc(64 * 1024), 16 * MEBIBYTE, (bytes) => {
        written += bytes;
      });
      await until(() => server !== undefined);
      await settled(() => written);
      expect(passed.requestBytes).toBeLessThan(MEBIBYTE);
      expect(written).toBeLessThan(2 * MEBIBYTE);
      let received = 0;
      server!.on('data', (bytes: Buffer) => {
        received += bytes.length;
      });
      server!.on('end', () => server!.respond({ ':status': 200 }, { endStream: true }));
      server!.resume();
      expect((await answer).status).toBe(200);
      expect(received).toBe(16 * MEBIBYTE);
    } finally {
      await close();
    }
  });
});

describe('a response that is complete before its request is', () => {
  test('reaches the client whole, which is then told to stop without an error', async () => {
    const { client, passed, close } = await relay((stream) => {
      stream.respond({ ':status': 413 }, { waitForTrailers: true });
      stream.on('wantTrailers', () => {
        stream.sendTrailers({ 'grpc-status': '8' });
        setImmediate(() => stream.close(0));
      });
      stream.end('too large');
    });
    try {
      const stream = client.request(POST, { endStream: false });
      const answer = answerOf(stream);
      stream.write(Buffer.alloc(100_000));
      expect(await answer).toMatchObject({
        status: 413,
        body: Buffer.from('too large'),
        rawTrailers: ['grpc-status', '8'],
        resetCode: 0,
      });
      expect([passed.ended, passed.serverFailures.length, passed.clientFailures.length]).toEqual([1, 0, 0]);
    } finally {
      await close();
    }
  });

  test('the stream to a server that would read on is given up', async () => {
    let code: number | undefined;
    const { client, close } = await relay((stream) => {
      stream.on('close', () => {
        code = stream.rstCode;
      });
      stream.respond({ ':status': 403 });
      stream.end('no');
      stream.resume();
    });
    try {
      const stream = client.request(POST, { endStream: false });
      const answer = answerOf(stream);
      stream.write('x');
      expect(await answer).toMatchObject({ status: 403, body: Buffer.from('no'), resetCode: 0 });
      await until(() => code !== undefined);
      expect(code).toBe(8);
    } finally {
      await close();
    }
  });

  test('a request that ends a moment later is not disturbed', async () => {
    let server: ServerHttp2Stream | undefined;
    let body = '';
    const { client, close } = await relay((stream) => {
      server = stream;
      stream.on('data', (bytes: Buffer) => {
        body += bytes;
      });
      stream.on('end', () => {
        stream.respond({ ':status': 200 }, { endStream: true });
      });
    });
    try {
      const stream = client.request(POST, { endStream: false });
      const answer = answerOf(stream);
      stream.write('begin, ');
      await until(() => body !== '');
      stream.end('end');
      expect(await answer).toMatchObject({ status: 200, resetCode: 0, hasEnded: true });
      expect([body, server!.rstCode]).toEqual(['begin, end', 0]);
    } finally {
      await close();
    }
  });
});

function nextPiece(stream: ClientHttp2Stream): Promise<Buffer[]> {
  return new Promise((resolve) => stream.once('data', (bytes: Buffer) => resolve([bytes])));
}

/** Writes as fast as the peer takes it. */
function pump(
  stream: ServerHttp2Stream | ClientHttp2Stream,
  piece: Buffer,
  total: number,
  onWritten: (bytes: number) => void,
): void {
  let left = total;
  const write = () => {
    while (left > 0 && !stream.destroyed) {
      left -= piece.length;
      onWritten(piece.length);
      if (!stream.write(piece)) {
        stream.once('drain', write);
        return;
      }
    }
    if (left <= 0) stream.end();
  };
  write();
}

/** Waits until a count has stopped growing. */
async function settled(count: () => number): Promise<void> {
  for (let last = -1, still = 0; still < 10; ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const now = count();
    still = now === last && now > 0 ? still + 1 : 0;
    last = now;
  }
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
