// The least that a forward proxy in Node.js can be: node:http in front, undici behind, nothing recorded. For HTTPS it
// ends the TLS of its clients with one certificate. Usage: bare-forwarder.mjs FOLDER (with cert.pem and key.pem).
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createSecureContext, TLSSocket } from 'node:tls';
import { Agent } from 'undici';

const [folder] = process.argv.slice(2);
const secureContext = createSecureContext({
  cert: readFileSync(join(folder, 'cert.pem')),
  key: readFileSync(join(folder, 'key.pem')),
});
const agent = new Agent({ connections: 64, pipelining: 1, allowH2: false, connect: { rejectUnauthorized: false } });
const authorities = new WeakMap();

const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
  const authority = authorities.get(request.socket);
  const url = new URL(request.url, authority && `https://${authority}`);
  const headers = [];
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    if (!/^(connection|proxy-connection|keep-alive)$/i.test(request.rawHeaders[i])) {
      headers.push(request.rawHeaders[i], request.rawHeaders[i + 1]);
    }
  }
  const body = request.method === 'GET' ? null : request;
  agent.dispatch(
    { origin: url.origin, path: url.pathname + url.search, method: request.method, headers, body },
    {
      onRequestStart: () => undefined,
      onResponseStart: (controller, status, _headers, reason) =>
        response.writeHead(status, reason, controller.rawHeaders.map(String)),
      onResponseData: (controller, bytes) => {
        if (response.write(bytes)) return;
        controller.pause();
        response.once('drain', () => controller.resume());
      },
      onResponseEnd: () => response.end(),
      onResponseError: () => response.destroy(),
    },
  );
});
server.on('connect', (request, socket) => {
  socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  const secure = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] });
  secure.on('error', () => secure.destroy());
  authorities.set(secure, request.url);
  server.emit('connection', secure);
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
