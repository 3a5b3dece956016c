// The server behind: 1 KiB of JSON on a keep-alive connection, as cheaply as Node.js can.
import { createServer } from 'node:net';

const body = JSON.stringify({ id: 87, items: 'x'.repeat(1000) });
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: ${new Date().toUTCString()}\r\nETag: "a1"\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
);
const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  let seen = '';
  socket.on('data', (bytes) => {
    seen += bytes.toString('latin1');
    const requests = seen.split('\r\n\r\n');
    seen = requests.pop();
    for (let i = 0; i < requests.length; i += 1) socket.write(answer);
  });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
