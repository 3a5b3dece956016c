// Keep-alive connections that ask again as soon as they are answered; in a process of its own.
import { connect } from 'node:net';

/** @returns {Promise<{ milliseconds: number, latencies: number[] }>} latencies in microseconds, sorted */
function load({ proxyPort, originPort, connections, requests }) {
  const target = proxyPort === originPort ? '/v1/orders/87' : `http://127.0.0.1:${originPort}/v1/orders/87`;
  const request = `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${originPort}\r\nAccept: application/json\r\nUser-Agent: bench/1.0\r\nAuthorization: Bearer abc.def.ghi\r\n\r\n`;
  const latencies = [];
  let left = requests;
  const started = performance.now();
  return new Promise((resolve, reject) => {
    let open = connections;
    for (let i = 0; i < connections; i += 1) {
      const socket = connect({ port: proxyPort, host: '127.0.0.1', noDelay: true });
      let sentAt = 0;
      let expected = -1;
      let received = 0;
      const next = () => {
        if (left <= 0) {
          socket.end();
          open -= 1;
          if (open === 0) {
            resolve({ milliseconds: performance.now() - started, latencies: latencies.sort((a, b) => a - b) });
          }
          return;
        }
        left -= 1;
        expected = -1;
        received = 0;
        sentAt = performance.now();
        socket.write(request);
      };
      socket.on('connect', next);
      socket.on('error', reject);
      socket.on('data', (bytes) => {
        if (expected < 0) {
          const text = bytes.toString('latin1');
          const head = text.indexOf('\r\n\r\n');
          if (!text.startsWith('HTTP/1.1 200 ')) return reject(new Error(`unexpected answer: ${text.slice(0, 300)}`));
          expected = head + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1]);
        }
        received += bytes.length;
        if (received < expected) return;
        latencies.push((performance.now() - sentAt) * 1000);
        next();
      });
    }
  });
}

process.on('message', async (job) => process.send(await load(job)));
