// The least that a forward proxy in Node.js can be: node:http in front, undici behind, nothing recorded.
import { createServer } from 'node:http';
import { Agent } from 'undici';

const agent = new Agent({ connections: 64, pipelining: 1, allowH2: false });

const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
  const url = new URL(request.url);
  const headers = [];
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    if (!/^(connection|proxy-connection|keep-alive)$/i.test(request.rawHeaders[i])) {
      headers.push(request.rawHeaders[i], request.rawHeaders[i + 1]);
    }
  }
  agent.dispatch(
    { origin: url.origin, path: url.pathname + url.search, method: request.method, headers, body: null },
    {
      onRequestStart: () => undefined,
      onResponseStart: (controller, status, _headers, reason) =>
        response.writeHead(status, reason, controller.rawHeaders.map(String)),
      onResponseData: (_controller, bytes) => response.write(bytes),
      onResponseEnd: () => response.end(),
      onResponseError: () => response.destroy(),
    },
  );
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
