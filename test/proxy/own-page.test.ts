import { X509Certificate } from 'node:crypto';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { readUntil, startProxy } from '../support/proxy.ts';

async function get(port: number, target: string, host: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  try {
    socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    return await readUntil(socket, null);
  } finally {
    socket.destroy();
  }
}

test('a browser that opens the address of the proxy learns what it is, and can fetch the CA', async () => {
  const proxy = await startProxy();
  try {
    const page = await get(proxy.port, '/', `127.0.0.1:${proxy.port}`);
    expect(page).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(page).toContain('This is httpwhy');
    expect(page).toContain(`http://127.0.0.1:${proxy.port}/ca.pem`);
    const pem = await get(proxy.port, '/ca.pem', `localhost:${proxy.port}`);
    expect(new X509Certificate(pem.split('\r\n\r\n')[1]!).ca).toBe(true);
    expect(proxy.sink.finishedCount).toBe(0);
  } finally {
    await proxy.close();
  }
});

test('under another name, as DNS rebinding does it, there is no page', async () => {
  const proxy = await startProxy();
  try {
    for (const host of [`evil.example:${proxy.port}`, 'evil.example', `127.0.0.1:${proxy.port + 1}`, '']) {
      const answer = await get(proxy.port, '/ca.pem', host);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).not.toContain('CERTIFICATE');
    }
  } finally {
    await proxy.close();
  }
});

test('any other path is a call that went astray, and is recorded as one', async () => {
  const proxy = await startProxy();
  try {
    expect(await get(proxy.port, '/v1/orders', `127.0.0.1:${proxy.port}`)).toMatch(/^HTTP\/1\.1 400 /);
    expect((await proxy.sink.finished()).error?.code).toBe('ERR_PROXY_BAD_REQUEST');
  } finally {
    await proxy.close();
  }
});
