// http-mitm-proxy, which records nothing. Usage: http-mitm-proxy.mjs URL-OF-PACKAGE FOLDER
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { join } from 'node:path';

const [packageUrl, folder] = process.argv.slice(2);
const { Proxy: MitmProxy } = await import(packageUrl);
const proxy = new MitmProxy();
proxy.onError(() => undefined);
proxy.listen(
  {
    host: '127.0.0.1',
    port: 0,
    keepAlive: true,
    sslCaDir: join(folder, 'http-mitm-proxy'),
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true, rejectUnauthorized: false }),
  },
  () => process.send({ port: proxy.httpPort }),
);
