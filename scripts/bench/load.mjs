// Clients, in a process of their own. A job is { kind, proxyPort | null, originPort, tls, … }; the answer says how long
// it took.
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

/**
 * From an address of their own: on loopback the port of a client and that of a connection to the origin may be the same, and
 * mockttp then takes the client for itself. Only on Linux all of 127.0.0.0/8 is there.
 */
const SOURCE = process.platform === 'linux' ? { localAddress: '127.0.0.3' } : {};

const HEAD_END = '\r\n\r\n';
const PATIENCE_MS = 120_000;

/** A connection on which the origin, or the proxy in front of it, takes requests. */
async function open({ proxyPort, originPort, tls }) {
  const tcp = connect({ port: proxyPort ?? originPort, host: '127.0.0.1', noDelay: true, ...SOURCE });
  await once(tcp, 'connect');
  if (!tls) return tcp;
  if (proxyPort !== null) {
    tcp.write(`CONNECT localhost:${originPort} HTTP/1.1\r\nHost: localhost:${originPort}\r\n\r\n`);
    let head = '';
    while (!head.includes(HEAD_END)) head += await once(tcp, 'data');
  }
  const secure = connectTls({
    socket: tcp,
    servername: 'localhost',
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
  });
  await once(secure, 'secureConnect');
  return secure;
}

function once(emitter, event) {
  return new Promise((resolve, reject) => {
    const settle = (callback) => (value) => {
      emitter.off(event, onEvent);
      emitter.off('error', onError);
      callback(value);
    };
    const onEvent = settle(resolve);
    const onError = settle(reject);
    emitter.on(event, onEvent);
    emitter.on('error', onError);
  });
}

function target({ proxyPort, originPort, tls }, path) {
  return tls || proxyPort === null ? path : `http://127.0.0.1:${originPort}${path}`;
}

function requestOf(job) {
  return `GET ${target(job, '/v1/orders/87')} HTTP/1.1\r\nHost: localhost:${job.originPort}\r\nAccept: application/json\r\nUser-Agent: bench/1.0\r\nAuthorization: Bearer abc.def.ghi\r\n\r\n`;
}

/** Resolves when a whole answer has come. */
function ask(socket, request) {
  return new Promise((resolve, reject) => {
    let expected = -1;
    let received = 0;
    const onData = (bytes) => {
      if (expected < 0) {
        const text = bytes.toString('latin1');
        if (!text.startsWith('HTTP/1.1 200 ')) return reject(new Error(`unexpected answer: ${text.slice(0, 300)}`));
        expected = text.indexOf(HEAD_END) + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1]);
      }
      received += bytes.length;
      if (received < expected) return;
      socket.off('data', onData);
      resolve();
    };
    socket.on('data', onData);
    socket.write(request);
  });
}

/** Keep-alive connections that ask again as soon as they are answered; latencies in microseconds, sorted. */
async function exchanges(job) {
  const request = requestOf(job);
  const sockets = await Promise.all(Array.from({ length: job.connections }, () => open(job)));
  const latencies = [];
  let left = job.requests;
  const started = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      while (left > 0) {
        left -= 1;
        const sentAt = performance.now();
        await ask(socket, request);
        latencies.push((performance.now() - sentAt) * 1000);
      }
      socket.end();
    }),
  );
  return { milliseconds: performance.now() - started, latencies: latencies.sort((a, b) => a - b) };
}

/** A new connection for each exchange, one after the other. */
async function connections(job) {
  const request = requestOf(job);
  const latencies = [];
  for (let i = 0; i < job.requests; i += 1) {
    const startedAt = performance.now();
    const socket = await open(job);
    await ask(socket, request);
    latencies.push((performance.now() - startedAt) * 1000);
    socket.destroy();
  }
  return { latencies: latencies.sort((a, b) => a - b) };
}

async function download(job) {
  const socket = await open(job);
  const started = performance.now();
  await ask(socket, `GET ${target(job, '/down')} HTTP/1.1\r\nHost: localhost:${job.originPort}\r\n\r\n`);
  socket.destroy();
  return { milliseconds: performance.now() - started };
}

async function upload(job) {
  const socket = await open(job);
  const block = Buffer.alloc(2 ** 20, 'httpwhy ');
  const started = performance.now();
  const answered = ask(
    socket,
    `POST ${target(job, '/up')} HTTP/1.1\r\nHost: localhost:${job.originPort}\r\nContent-Length: ${job.bytes}\r\n\r\n`,
  );
  for (let sent = 0; sent < job.bytes; sent += block.length) {
    if (!socket.write(block)) await once(socket, 'drain');
  }
  await answered;
  socket.destroy();
  return { milliseconds: performance.now() - started };
}

const kinds = { exchanges, connections, download, upload };
process.on('message', async (job) => {
  const deadline = setTimeout(() => process.send({ failure: 'no answer' }), PATIENCE_MS);
  try {
    process.send(await kinds[job.kind](job));
  } catch (error) {
    process.send({ failure: error.message });
  } finally {
    clearTimeout(deadline);
  }
});
