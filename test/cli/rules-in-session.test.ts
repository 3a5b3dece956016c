import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Session, startSession } from '../../src/cli/session.ts';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { callThrough, temporaryFolder } from '../support/proxy.ts';
import { httpServer } from '../support/servers.ts';

function settings(folder: string) {
  return {
    folder,
    host: '127.0.0.1',
    port: 0,
    maxBodyBytes: 1_000_000,
    upstreamCaFile: null,
    verifiesServers: true,
    tunnel: [],
    only: [],
    reverse: null,
    upstreamProxy: null,
    clientCertificates: [],
  };
}

const rule = (summary: string) => `rules:\n  - {when: {status: 422}, cause: payment-required, summary: ${summary}}\n`;

test('rules take effect while the proxy runs; a broken file is said and changes nothing', async () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'rules.yaml');
  writeFileSync(file, `${rule('first')}  - {when: {status: 1}, cause: gone, summary: x}\n`);
  const origin = await httpServer((_request, response) => response.writeHead(422).end());
  let session: Session | undefined;
  let reader: CaptureReader | undefined;
  try {
    session = await startSession(settings(folder.path));
    const notices: string[] = [];
    const heard = new EventTarget();
    session.onNotice((line) => {
      notices.push(line);
      heard.dispatchEvent(new Event('notice'));
    });
    const { port } = session;
    reader = new CaptureReader(session.capture);
    const capture = reader;
    let id = 0;
    const nextSummary = async () => {
      await callThrough(port, `http://127.0.0.1:${origin.port}/`);
      id += 1;
      for (;;) {
        const annotation = capture.exchange(id)?.annotation;
        if (annotation) return annotation.summary;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const until = async (summary: string) => {
      while ((await nextSummary()) !== summary) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    const notice = async (count: number) => {
      while (notices.length < count)
        await new Promise((resolve) => heard.addEventListener('notice', resolve, { once: true }));
      return notices[count - 1];
    };

    // Said at the start, before anybody could listen.
    expect(await notice(1)).toBe(
      `${file}:3:21: status is a code such as 422, a class such as 4xx, a range such as 400-499, or a list of them`,
    );
    expect(await nextSummary()).toBe('first');
    writeFileSync(file, rule('"the second"'));
    await until('the second');
    writeFileSync(file, 'rules: {');
    expect(await notice(2)).toBe(
      `${file}:1:9: this is not YAML: Flow map in block collection must be sufficiently indented and end with a }; the rule read before stays in force`,
    );
    expect(await nextSummary()).toBe('the second');
    expect(notices).toHaveLength(2);
  } finally {
    reader?.close();
    await session?.close();
    await origin.close();
    folder.remove();
  }
});
