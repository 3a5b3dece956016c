import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CaptureWriter } from '../../src/store/capture-writer.ts';
import { exchange, QUIET, textBody } from '../support/exchanges.ts';
import { httpwhy } from '../support/program.ts';
import { callThrough, temporaryFolder } from '../support/proxy.ts';

/** A capture of another machine: one order that changed between two calls, and one that was placed. */
function writeCapture(file: string): void {
  const writer = new CaptureWriter(file, { run: { kind: 'run', command: 'app' } });
  const calls = [
    ['GET', '/v1/orders/7?expand=items', '', '{"state":"open"}'],
    ['GET', '/v1/orders/7?expand=items', '', '{"state":"paid"}'],
    ['POST', '/v1/orders', '{"amount":12,"note":"n"}', '{"id":7}'],
  ] as const;
  const changes = calls.map(([method, path, sent, answered], index) => {
    const [request, response] = [textBody(sent), textBody(answered)];
    const sides = [
      ['request', request],
      ['response', response],
    ] as const;
    return {
      key: index + 1,
      exchange: exchange({
        request: { method, url: `https://api.example.com${path}`, ...(sent !== '' && { body: request }) },
        response: { status: method === 'POST' ? 201 : 200, headers: [['X-Recorded', 'yes']], body: response },
      }),
      chunks: sides.flatMap(([side, { bytes }]) => (bytes.length === 0 ? [] : [{ side, index: 0, bytes }])),
      messages: [],
    };
  });
  writer.write(changes, () => QUIET);
  writer.close();
}

test('a capture of another machine is played without the network, in its order, and what it lacks is said', async () => {
  const folder = temporaryFolder();
  const capture = join(folder.path, 'theirs.db');
  writeCapture(capture);
  const options = ['--capture', capture, '--headless', '--port', '0', '--data', join(folder.path, 'data')];
  const program = httpwhy(['serve', 'host:api.example.com', ...options]);
  try {
    const [, port] = await program.until(
      'stderr',
      /plays 3 exchanges of \S+: .* base URL http:\/\/127\.0\.0\.1:(\d+)\n/,
    );
    const base = `http://127.0.0.1:${port}`;
    const call = (path: string, init?: RequestInit) => fetch(`${base}${path}`, init);
    const order = '/v1/orders/7?expand=items';
    const first = await call(order);
    expect([first.status, first.headers.get('x-recorded'), await first.text()]).toEqual([
      200,
      'yes',
      '{"state":"open"}',
    ]);
    expect(await (await call(order)).text()).toBe('{"state":"paid"}');
    expect(await (await call(order)).text()).toBe('{"state":"paid"}');
    // As a proxy, too.
    const proxied = await callThrough(Number(port), 'http://api.example.com/v1/orders/7?expand=items');
    expect([proxied.status, proxied.body.toString()]).toEqual([200, '{"state":"paid"}']);

    const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
    expect((await call('/v1/orders', { ...json, body: '{"note":"n","amount":12}' })).status).toBe(201);
    const other = await call('/v1/orders', { ...json, body: '{"amount":13,"note":"n"}' });
    expect(other.status).toBe(501);
    const { error } = (await other.json()) as { error: { nearest: unknown[] } };
    expect(error.nearest[0]).toMatchObject({ id: 3, differs: ['the body differs in amount'] });
    const nested = `{"amount":${'['.repeat(200_000)}${']'.repeat(200_000)},"note":"n"}`;
    expect((await call('/v1/orders', { ...json, body: nested })).status).toBe(501);
    expect((await call('/v1/nothing')).status).toBe(501);

    program.child.kill('SIGTERM');
    expect((await program.finished).code).toBe(0);
  } finally {
    program.child.kill();
    await program.finished;
    folder.remove();
  }
});
