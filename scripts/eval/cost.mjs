import { createClassifier } from '../../src/classifier/classify.ts';
import { loadRules } from '../../src/classifier/load-rules.ts';
import { MemoryHistory } from '../../src/classifier/memory-history.ts';

const WARM_UP_ROUNDS = 6;
const ROUNDS = 4;
const MIB = 1024 * 1024;

/** What a classification costs after warm-up: median and 99th percentile over the cases, and on long and hostile bodies. */
export async function measureCost(cases) {
  const classify = createClassifier(await loadRules(), (rule, error) => {
    throw new Error(`the rule ${rule} failed`, { cause: error });
  });
  const past = new MemoryHistory();
  const once = (exchange) => {
    const start = performance.now();
    classify(exchange, past);
    return performance.now() - start;
  };
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) for (const { exchange } of cases) once(exchange);
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) for (const { exchange } of cases) times.push(once(exchange));
  const failures = cases
    .filter(({ exchange }) => (exchange.response?.status ?? 0) >= 400)
    .map(({ exchange }) => once(exchange));
  const successes = cases.filter(({ expect }) => expect.cause === null).map(({ exchange }) => once(exchange));
  return [
    `all        median ${micro(quantile(times, 0.5))}, p99 ${micro(quantile(times, 0.99))}`,
    `failures   median ${micro(quantile(failures, 0.5))}, p99 ${micro(quantile(failures, 0.99))}`,
    `healthy    median ${micro(quantile(successes, 0.5))}, p99 ${micro(quantile(successes, 0.99))}`,
    ...Object.entries(longBodies()).map(([name, exchange]) => {
      const runs = Array.from({ length: 7 }, () => once(exchange));
      return `${name.padEnd(42)} median ${micro(quantile(runs, 0.5))}, worst ${micro(Math.max(...runs))}`;
    }),
  ].join('\n');
}

function quantile(times, share) {
  const ordered = [...times].sort((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? 0;
}

function micro(milliseconds) {
  return milliseconds >= 10 ? `${milliseconds.toFixed(0)} ms` : `${(1000 * milliseconds).toFixed(0)} µs`;
}

/** Bodies that are long, and such as somebody would write who wanted the classifier to take long. */
function longBodies() {
  const record = '{"id":4711,"name":"Lamp","tags":["a","b"],"price":12.5},';
  const list = (bytes) => `{"data":[${record.repeat(Math.ceil(bytes / record.length)).slice(0, -1)}]}`;
  const repeated = (text, bytes) => text.repeat(Math.ceil(bytes / text.length));
  return {
    'success, JSON of 1 MiB': answer(200, list(MIB)),
    'failure, JSON of 1 MiB': answer(500, list(MIB)),
    'success, 10 MiB of "error": {': answer(200, repeated('{"error":', 10 * MIB)),
    'failure, 10 MiB of opening brackets': answer(400, repeated('[{"errors":', 10 * MIB)),
    'failure, 10 MiB of "too many requests per"': answer(429, repeated('too many requests per ', 10 * MIB)),
    'failure, 10 MiB of frames': answer(500, repeated('    at a (/app/a.js:1:1)\n', 10 * MIB)),
    'failure, 10 MiB of tags': answer(502, repeated('<h1>Error <div class="', 10 * MIB)),
    'failure, 10 MiB of one letter': answer(503, repeated('a', 10 * MIB), 'text/plain'),
    'success, 10 MiB of tags where JSON was asked for': answer(
      200,
      repeated('<html><title><input ', 10 * MIB),
      'text/html',
    ),
    'request, 10 MiB of broken JSON': answer(
      400,
      '{"message":"Malformed JSON"}',
      'application/json',
      repeated('{"a":[', 10 * MIB),
    ),
  };
}

function answer(status, text, type = 'application/json', sent = undefined) {
  const bytes = Buffer.from(text);
  const body = (content) => ({ bytes: content, totalBytes: content.length });
  return {
    id: 1,
    startedAt: Date.UTC(2026, 10, 5, 12),
    durationMs: 100,
    request: {
      method: sent === undefined ? 'GET' : 'POST',
      url: 'https://api.example.com/v1/orders',
      httpVersion: '1.1',
      headers: [['Accept', 'application/json'], ...(sent === undefined ? [] : [['Content-Type', 'application/json']])],
      trailers: [],
      body: sent === undefined ? null : body(Buffer.from(sent)),
    },
    response: {
      status,
      reason: '',
      httpVersion: '1.1',
      headers: [['Content-Type', type]],
      trailers: [],
      body: body(bytes),
    },
    error: null,
    proxyStatus: null,
    connection: { client: null, clientTls: null, server: null, isReused: false },
    timing: { connectedMs: null, requestSentMs: null, responseStartMs: null },
    messageCount: 0,
  };
}
