import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatOf } from '../../../src/cli/annotate/format.ts';
import { jsonLines } from '../../support/program.ts';
import { temporaryFolder } from '../../support/proxy.ts';
import { run } from './support.ts';

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = temporaryFolder();
  try {
    await use(folder.path);
  } finally {
    folder.remove();
  }
}

test.each([
  ['{"log":{"entries":[]}}', 'har'],
  ['{\n  "log" : {', 'har'],
  ['{"id":"a","request":{"log":1}}', 'json-lines'],
  ['{"login":{}}', 'json-lines'],
  ['', 'json-lines'],
  ['HTTP/1.1 200 OK', 'curl'],
  ['* Trying 127.0.0.1:80...', 'curl'],
  ['> GET / HTTP/1.1', 'curl'],
  ['% Total    % Received', 'curl'],
  ['curl: (6) Could not resolve host: a', 'curl'],
  ['*bold*', 'json-lines'],
])('%j begins %s', (head, format) => {
  expect(formatOf(head)).toBe(format);
});

describe('annotate', () => {
  test('takes the entries of a HAR file as each other’s past', () =>
    inFolder(async (folder) => {
      const entry = (method: string, status: number, headers: object[] = []) => ({
        startedDateTime: '2026-11-05T12:00:00Z',
        time: 5,
        request: {
          method,
          url: 'https://api.example.com/v1/orders/7',
          headers: [{ name: 'Authorization', value: 'Bearer 0123456789abcdef' }],
        },
        response: { status, headers, content: {} },
      });
      const file = join(folder, 'a.har');
      writeFileSync(file, JSON.stringify({ log: { entries: [entry('DELETE', 204), entry('GET', 404)] } }));
      const { code, stdout, stderr } = await run(['annotate', file], '', folder);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const [, second] = jsonLines<{ id: number; evidence: { where: string }[] }>(stdout);
      expect(second?.id).toBe(2);
      expect(second?.evidence.map(({ where }) => where)).toContain('history:1');
    }));

  test('takes curl -i from standard input, for the request that is named', () =>
    inFolder(async (folder) => {
      const text = 'HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\n\r\n';
      const { code, stdout, stderr } = await run(
        ['annotate', '-', '--request', 'post https://api.example.com/v1/orders'],
        text,
        folder,
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(jsonLines(stdout)).toMatchObject([{ id: 1, cause: 'method-not-allowed' }]);
      expect(stdout).toContain('POST');
    }));

  test('is not sure of what the request lacks where it was not seen', () =>
    inFolder(async (folder) => {
      const { stdout } = await run(
        ['annotate', '-'],
        'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\n\r\n',
        folder,
      );
      expect(jsonLines(stdout)).toMatchObject([{ confidence: 'guess' }]);
    }));

  test('refuses a request that is none', () =>
    inFolder(async (folder) => {
      const { code, stderr } = await run(['annotate', '-', '--request', 'orders'], '', folder);
      expect(code).toBe(2);
      expect(stderr).toContain("Give method and URL, for example 'POST https://api.example.com/v1/orders'.");
    }));

  const call = 'HTTP/1.1 422 Unprocessable Entity\r\nContent-Type: application/json\r\n\r\n{"error":{"code":"E77"}}';
  const rule = (summary: string) =>
    `rules:\n  - {when: {response.body#/error/code: E77}, cause: payment-required, summary: "${summary}"}\n`;

  test('asks the rules of the data folder, and before them those of the option', () =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'rules.yaml'), rule('of the folder'));
      const first = await run(['annotate', '-'], call, folder);
      expect(jsonLines(first.stdout)).toMatchObject([{ cause: 'payment-required', summary: 'of the folder' }]);
      const file = join(folder, 'mine.yaml');
      writeFileSync(file, rule('of the option'));
      const second = await run(['annotate', '-', '--classifier-rules', file], call, folder);
      expect(jsonLines(second.stdout)).toMatchObject([{ summary: 'of the option' }]);
    }));

  test('goes on when a rule is wrong, and says which', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'rules.yaml');
      writeFileSync(file, `${rule('of the folder')}  - {when: {statsu: 1}, cause: gone, summary: x}\n`);
      const { code, stdout, stderr } = await run(['annotate', '-', '--request', 'https://h.test/'], call, folder);
      expect(code).toBe(0);
      expect(jsonLines(stdout)).toMatchObject([{ summary: 'of the folder' }]);
      expect(stderr).toBe(`httpwhy: ${file}:3:13: "statsu" is nothing to match on; did you mean status?\n`);
    }));

  test('does not go on without the rules file that was asked for', () =>
    inFolder(async (folder) => {
      const { code, stdout, stderr } = await run(['annotate', '-', '--classifier-rules', '/none.yaml'], call, folder);
      expect({ code, stdout, stderr }).toEqual({
        code: 1,
        stdout: '',
        stderr: 'httpwhy: There is no rules file /none.yaml. Check its path.\n',
      });
    }));

  test('says that a folder is no file', () =>
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd'));
      const { code, stderr } = await run(['annotate', join(folder, 'd')], '', folder);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: `httpwhy: ${join(folder, 'd')} cannot be read (EISDIR). Give a file of JSON lines, a HAR file, or the output of curl -i or curl -v.\n`,
      });
    }));

  test('reads nothing from nothing', () =>
    inFolder(async (folder) => {
      expect(await run(['annotate', '-'], '', folder)).toEqual({ code: 0, stdout: '', stderr: '' });
    }));
});
