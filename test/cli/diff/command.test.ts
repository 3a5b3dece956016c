import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../annotate/support.ts';

const call = (second: number, token: string, status: number, body: object) => ({
  startedDateTime: `2026-11-05T08:00:0${second}.000Z`,
  time: 5,
  request: {
    method: 'GET',
    url: 'https://a.example/v1/orders',
    httpVersion: 'HTTP/1.1',
    headers: [{ name: 'Authorization', value: `Bearer ${token}` }],
  },
  response: {
    status,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    headers: [{ name: 'Date', value: `Thu, 05 Nov 2026 08:00:0${second} GMT` }],
    content: { mimeType: 'application/json', text: JSON.stringify(body) },
  },
});

const TOKENS = ['kX82mPq71LzR0aVbN5t3', 'QwE93rTy56UiOp0aSdFg'] as const;

test('httpwhy diff says in what two exchanges differ, and ends as diff does', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'httpwhy-diff-'));
  try {
    const entries = [
      call(1, TOKENS[0], 200, { total: 12 }),
      call(2, TOKENS[0], 200, { total: 12 }),
      call(3, TOKENS[1], 200, { total: '12' }),
      call(4, TOKENS[1], 401, { error: 'invalid token' }),
    ];
    await run(['import', '-'], JSON.stringify({ log: { entries } }), folder);
    const diff = (...args: string[]) => run(['diff', ...args], '', folder);

    const equal = await diff('1', '#2');
    expect(equal.code).toBe(0);
    expect(equal.stdout).toContain('No difference that counts.\n\nfolded, times of the call: response header Date\n');
    expect((await diff('1', '2', '--all')).code).toBe(1);
    expect((await diff('1', '1', '--all')).code).toBe(0);

    const different = await diff('1', '3');
    expect(different.code).toBe(1);
    expect(different.stdout).toContain('  ≠ body /total: number 12 → string "12"\n');
    // Another token is told as another one, and not told itself.
    expect(different.stdout).toMatch(/ ~ header Authorization: Bearer <[^>]+-1[^>]*> → Bearer <[^>]+-2[^>]*>\n/);
    expect(different.stdout).not.toContain(TOKENS[0]);
    expect((await diff('1', '3', '--no-redact')).stdout).toContain(`Bearer ${TOKENS[0]} → Bearer ${TOKENS[1]}`);

    const { equal: isEqual, after, changes } = JSON.parse((await diff('1', '4', '--json')).stdout);
    expect({ isEqual, after }).toMatchObject({ isEqual: false, after: { id: 4, status: 401 } });
    expect(changes).toContainEqual({
      side: 'response',
      part: 'status',
      name: '',
      how: 'changed',
      before: '200',
      after: '401',
      noise: null,
    });

    // Alone, against the last success.
    expect((await diff('4')).stdout).toMatch(/^- #3 {2}GET /);
    expect(await diff('1')).toMatchObject({
      code: 2,
      stderr:
        'httpwhy: No call like #1 has succeeded before it. Name the exchange to compare it with: httpwhy diff A B.\n',
    });
    expect(await diff('1', '99')).toMatchObject({
      code: 2,
      stderr: 'httpwhy: There is no exchange 99 in this capture. See `httpwhy log`.\n',
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
