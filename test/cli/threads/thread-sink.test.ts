import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { ThreadSink } from '../../../src/cli/threads/thread-sink.ts';
import type { ProxyEvent } from '../../../src/exchange/events.ts';

const request = (key: number): ProxyEvent => ({
  kind: 'request',
  key,
  at: 0,
  client: null,
  clientTls: null,
  method: 'GET',
  url: 'https://api.example.com/',
  httpVersion: '1.1',
  rawHeaders: [],
});
const ended = (key: number): ProxyEvent => ({ kind: 'ended', key, at: 1, error: null, proxyStatus: null });

test('while recording is paused, what begins is left out to its end, and what had begun is not', () => {
  const { port1, port2 } = new MessageChannel();
  try {
    const sink = new ThreadSink(port1);
    const sent = (...events: readonly ProxyEvent[]) => {
      for (const event of events) sink.emit(event);
      sink.flush();
      return receiveMessageOnPort(port2) !== undefined;
    };
    expect(sent(request(1))).toBe(true);
    sink.isPaused = true;
    expect(sent(request(2))).toBe(false);
    expect(sent(ended(1))).toBe(true);
    sink.isPaused = false;
    expect(sent(ended(2))).toBe(false);
    expect(sent(request(3), ended(3))).toBe(true);
  } finally {
    port1.close();
    port2.close();
  }
});
