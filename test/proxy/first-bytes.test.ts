import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { onFirstBytes } from '../../src/proxy/first-bytes.ts';

/** What a client is taken for, and the bytes that are left in its socket. */
class Client {
  readonly socket = new PassThrough() as unknown as Socket;
  readonly said: string[] = [];
  lastWords = '';

  constructor(silenceMs: number) {
    onFirstBytes(this.socket, silenceMs, (spoken, lastWords) => {
      this.said.push(spoken);
      this.lastWords = lastWords.toString('latin1');
    });
  }

  async says(text: string): Promise<void> {
    this.socket.write(Buffer.from(text, 'latin1'));
    await vi.advanceTimersByTimeAsync(0);
  }
}

const HALF_A_HELLO = '\x16\x03\x01\x02\x00\x01\x00\x01\xfc';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a client that', () => {
  test('says nothing in time is one that waits for its server', async () => {
    const client = new Client(3000);
    await vi.advanceTimersByTimeAsync(2999);
    expect(client.said).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(client.said).toEqual(['other']);
  });

  test('has begun a ClientHello is waited for longer, and then said to be late', async () => {
    const client = new Client(3000);
    await client.says(HALF_A_HELLO);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(client.said).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(client.said).toEqual(['late-hello']);
  });

  test('leaves within it has said nothing else', async () => {
    const client = new Client(3000);
    await client.says(HALF_A_HELLO);
    client.socket.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(client.said).toEqual(['cut-hello']);
    client.socket.destroy();
    await vi.advanceTimersByTimeAsync(100_000);
    expect(client.said).toEqual(['cut-hello']);
  });

  test('is torn away within it has said nothing else either', async () => {
    const client = new Client(3000);
    await client.says(HALF_A_HELLO);
    client.socket.destroy();
    await vi.advanceTimersByTimeAsync(100_000);
    expect(client.said).toEqual(['cut-hello']);
  });

  test('leaves within something else has spoken that, and its last words are handed over', async () => {
    const client = new Client(3000);
    await client.says('GE');
    client.socket.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(client.said).toEqual(['other']);
    expect(client.lastWords).toBe('GE');
  });

  test('sends a request line is known at once', async () => {
    const client = new Client(3000);
    await client.says('GET / HTTP/1.1\r\n');
    expect(client.said).toEqual(['http1']);
    expect(client.socket.read().toString()).toBe('GET / HTTP/1.1\r\n');
  });
});
