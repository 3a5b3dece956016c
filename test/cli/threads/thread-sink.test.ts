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

const piece = (key: number): ProxyEvent => ({ kind: 'response-chunk', key, bytes: new Uint8Array(1024 * 1024) });

test('bodies that fill it leave room for calls, and calls wait when that is full, too', async () => {
  const { port1, port2 } = new MessageChannel();
  try {
    const sink = new ThreadSink(port1);
    const called: string[] = [];
    const ask = (wanted: 'bytes' | 'call') => sink.onceReady(() => called.push(wanted), wanted);
    for (let i = 0; i < 11; i += 1) sink.emit(piece(1));
    expect(sink.isFull).toBe(false);
    ask('bytes');
    expect(called.splice(0)).toEqual(['bytes']);
    for (let i = 0; i < 3; i += 1) sink.emit(piece(1));
    expect(sink.isFull).toBe(true);
    ask('bytes');
    ask('call');
    expect(called.splice(0)).toEqual(['call']);
    for (let i = 0; i < 3; i += 1) sink.emit(piece(1));
    ask('call');
    expect(called).toEqual([]);
    const recorded = async (mebibytes: number) => {
      const heard = new Promise((resolve) => port1.once('message', resolve));
      port2.postMessage({ kind: 'recorded', cost: mebibytes * 1024 * 1024 });
      await heard;
    };
    await recorded(6);
    expect(called.splice(0)).toEqual(['call']);
    await recorded(6);
    expect(called).toEqual(['bytes']);
  } finally {
    port1.close();
    port2.close();
  }
});

test('many messages without a payload fill it as well: they are objects at the other end', () => {
  const { port1, port2 } = new MessageChannel();
  try {
    const sink = new ThreadSink(port1);
    const message = {
      at: 1,
      from: 'server',
      type: 'ping',
      bytes: new Uint8Array(),
      totalBytes: 0,
      closeCode: null,
    } as const;
    for (let i = 0; i < 20_000; i += 1) sink.emit({ kind: 'message', key: 1, message });
    expect(sink.isFull).toBe(true);
  } finally {
    port1.close();
    port2.close();
  }
});
