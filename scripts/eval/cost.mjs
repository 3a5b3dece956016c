import { MemoryHistory } from '../../src/classifier/memory-history.ts';
import { loadClassifier } from '../../src/cli/classifier.ts';

const WARM_UP_ROUNDS = 6;
const ROUNDS = 4;
const MIB = 1024 * 1024;
/** What an API answers, as a rule, is far shorter. */
const ORDINARY_BYTES = 64 * 1024;

/** What a classification costs after warm-up: median and 99th percentile over the cases, and on long and hostile bodies. */
export async function measureCost(cases) {
  const load = await loadClassifier((rule, error) => {
    throw new Error(`the rule ${rule} failed`, { cause: error });
  });
  const classify = load([]);
  const past = new MemoryHistory();
  const once = (exchange) => {
    const start = performance.now();
    classify(exchange, past);
    return performance.now() - start;
  };
  const ordinary = cases.filter(({ exchange }) => bytesOf(exchange) <= ORDINARY_BYTES);
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) for (const { exchange } of ordinary) once(exchange);
  const timed = ordinary.map((each) => ({ each, times: [] }));
  for (let round = 0; round < ROUNDS; round += 1) for (const { each, times } of timed) times.push(once(each.exchange));
  const timesOf = (isWanted) => timed.filter(({ each }) => isWanted(each)).map(({ times }) => Math.min(...times));
  const summary = (name, isWanted) => {
    const times = timesOf(isWanted);
    return `${name.padEnd(10)} median ${micro(quantile(times, 0.5))}, p99 ${micro(quantile(times, 0.99))}`;
  };
  return [
    `this machine needs ${stepNanoseconds().toFixed(1)} ns for a step of a fixed loop of whole numbers; figures scale with it`,
    `best of ${ROUNDS} rounds after ${WARM_UP_ROUNDS}, bodies of at most ${ORDINARY_BYTES / 1024} KiB`,
    summary('all', () => true),
    summary('failures', ({ exchange }) => (exchange.response?.status ?? 0) >= 400),
    summary('healthy', ({ expect }) => expect.cause === null),
    ...Object.entries(longBodies()).map(([name, exchange]) => {
      const runs = Array.from({ length: 7 }, () => once(exchange));
      return `${name.padEnd(42)} median ${micro(quantile(runs, 0.5))}, worst ${micro(Math.max(...runs))}`;
    }),
  ].join('\n');
}

function bytesOf({ request, response }) {
  return (request.body?.bytes.length ?? 0) + (response?.body?.bytes.length ?? 0);
}

/** By this the figures of two machines, or of two hours on a busy one, can be compared. */
function stepNanoseconds() {
  const steps = 20_000_000;
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    let sum = 0;
    for (let step = 0; step < steps; step += 1) sum = (Math.imul(sum, 31) + step) | 0;
    // What nobody uses would not be computed.
    best = Math.min(best, (1e6 * (performance.now() - start)) / steps + (sum === 1 ? 1e-9 : 0));
  }
  return best;
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
