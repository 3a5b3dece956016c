import { describe, expect, test } from 'vitest';
import { annotateLast, type Call } from '../capture.ts';

const read = (etag: string, difference: Call = {}): Call => ({ headers: [['ETag', etag]], ...difference });
const write = (etag: string, difference: Call = {}): Call => ({
  method: 'PUT',
  requestHeaders: [['If-Match', etag]],
  status: 412,
  ...difference,
});

describe('version-conflict, by the history', () => {
  test('names the later version that was read', async () => {
    expect(await annotateLast(read('"a1"'), read('"b7"'), write('"a1"'))).toMatchObject({
      cause: 'version-conflict',
      confidence: 'certain',
      summary: 'If-Match sent "a1", but #2 read "b7" 900 ms before: PUT /v1/orders on api.example.com',
    });
  });

  test('explains a bare 409, and is not certain of it', async () => {
    const changed = write('"a1"', { status: 200, headers: [['ETag', '"b7"']] });
    const annotation = await annotateLast(read('"a1"'), changed, write('"a1"', { status: 409 }));
    expect(annotation).toMatchObject({ cause: 'version-conflict', confidence: 'likely' });
    expect(annotation.summary).toContain('#2 changed it to "b7"');
  });

  test.each<[string, readonly Call[]]>([
    ['the version sent is the latest', [read('"a1"'), write('"a1"')]],
    ['it differs only in being weak', [read('W/"a1"'), write('"a1"')]],
    [
      'the versions are those of two forms of it',
      [read('"a1"'), read('"b7"', { url: 'https://api.example.com/v1/orders?full=1' }), write('"a1"')],
    ],
  ])('names no other version where %s', async (_name, list) => {
    expect((await annotateLast(...list)).summary).not.toMatch(/but #\d/);
  });

  test('leaves a 409 that says something else', async () => {
    const duplicate = write('"a1"', { status: 409, body: '{"error":"A page with this title already exists"}' });
    expect((await annotateLast(read('"b7"'), duplicate)).cause).toBe('already-exists');
  });
});
