// The server behind, over HTTP and HTTPS: 1 KiB of JSON as cheaply as Node.js can; `/down` sends 256 MiB, and a body that
// is sent to `/up` is read and counted. Usage: origin.mjs FOLDER (with cert.pem and key.pem).
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';

export const TRANSFER_BYTES = 256 * 2 ** 20;
const body = JSON.stringify({ id: 87, items: 'x'.repeat(1000) });
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: ${new Date().toUTCString()}\r\nETag: "a1"\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
);
const block = Buffer.alloc(2 ** 20, 'httpwhy ');

function serve(socket) {
  socket.on('error', () => socket.destroy());
  let seen = '';
  let upload = 0;
  socket.on('data', (bytes) => {
    if (upload > 0) {
      upload -= bytes.length;
      if (upload <= 0) socket.write(answer);
      return;
    }
    seen += bytes.toString('latin1');
    for (let end = seen.indexOf('\r\n\r\n'); end >= 0; end = seen.indexOf('\r\n\r\n')) {
      const head = seen.slice(0, end);
      seen = seen.slice(end + 4);
      if (head.startsWith('GET /down')) download(socket);
      else if (head.startsWith('POST /up')) {
        upload = Number(/content-length: (\d+)/i.exec(head)[1]) - seen.length;
        seen = '';
        return;
      } else socket.write(answer);
    }
  });
}

function download(socket) {
  socket.write(
    `HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: ${TRANSFER_BYTES}\r\n\r\n`,
  );
  let left = TRANSFER_BYTES;
  const push = () => {
    while (left > 0) {
      left -= block.length;
      if (!socket.write(block)) return void socket.once('drain', push);
    }
  };
  push();
}

const [folder] = process.argv.slice(2);
const tls = { cert: readFileSync(join(folder, 'cert.pem')), key: readFileSync(join(folder, 'key.pem')) };
const http = createServer({ noDelay: true }, serve).listen(0, '127.0.0.1', () => {
  const https = createTlsServer({ ...tls, noDelay: true, ALPNProtocols: ['http/1.1'] }, serve);
  https.on('tlsClientError', () => undefined);
  https.listen(0, '127.0.0.1', () =>
    process.send({ http: http.address().port, https: https.address().port, pid: process.pid }),
  );
});
