import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startSession } from '../../../src/cli/session.ts';
import { CaptureReader } from '../../../src/store/capture-reader.ts';
import { callThrough, temporaryFolder } from '../../support/proxy.ts';

test('rules act while the proxy runs, are recorded with what they did, and a broken file changes nothing', async () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'mocks.yaml');
  writeFileSync(file, 'rules: [{name: teapot, match: shop.test/a, answer: {status: 418}, fault: {latency: 5ms}}]\n');
  const session = await startSession({
    folder: folder.path,
    host: '127.0.0.1',
    port: 0,
    maxBodyBytes: 1_000_000,
    upstreamCaFile: null,
    verifiesServers: true,
    tunnel: [],
    only: [],
    reverse: null,
    upstreamProxy: 'none',
    clientCertificates: [],
    mocks: { file, isWanted: true },
  });
  let reader: CaptureReader | undefined;
  try {
    const notices: string[] = [];
    const heard = new EventTarget();
    session.onNotice((line) => {
      notices.push(line);
      heard.dispatchEvent(new Event('notice'));
    });
    const notice = async (pattern: RegExp) => {
      while (!notices.some((line) => pattern.test(line)))
        await new Promise((resolve) => heard.addEventListener('notice', resolve, { once: true }));
    };
    const status = async () => (await callThrough(session.port, 'http://shop.test/a')).status;
    await notice(/^1 rule of .*mocks\.yaml is in force\.$/);
    expect(await status()).toBe(418);
    writeFileSync(
      file,
      'rules: [{name: teapot, match: shop.test/a, answer: {status: 499}}, {name: second, match: shop.test}]\n',
    );
    await notice(/mocks\.yaml:1:\d+: a rule has one of/);
    expect(await status()).toBe(418);
    writeFileSync(file, 'rules: [{name: other, match: shop.test/a, answer: {status: 499}}]\n');
    await notice(/^1 rule of .*mocks\.yaml is in force\.$/);
    while ((await status()) !== 499) await new Promise((resolve) => setTimeout(resolve, 20));
    await session.close();

    reader = new CaptureReader(session.capture);
    const [first] = reader.page({ kind: 'from', id: 1 }, 1, 'is:mocked');
    expect(first).toMatchObject({ id: 1, status: 418, mockedBy: 'teapot' });
    expect(reader.page({ kind: 'last' }, 10, 'mock:other').length).toBeGreaterThan(0);
    expect(reader.exchange(1)?.exchange.rule).toEqual({
      name: 'teapot',
      effect: 'answered',
      changes: [{ where: 'timing', before: null, after: '5 ms later' }],
    });
  } finally {
    reader?.close();
    await session.close();
    folder.remove();
  }
});
