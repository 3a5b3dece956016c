import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPlayback, unplayable } from '../../../src/cli/mock/recorded-calls.ts';
import { CaptureWriter } from '../../../src/store/capture-writer.ts';
import { answerOf, request } from '../../mock/build.ts';
import { exchange, QUIET, textBody } from '../../support/exchanges.ts';
import { temporaryFolder } from '../../support/proxy.ts';

const URL = 'https://api.example.com/v1/orders';

test('a capture is played from its file: bodies, fields without those of the connection, the latest from then on', () => {
  const folder = temporaryFolder();
  const capture = join(folder.path, 'capture.db');
  try {
    const writer = new CaptureWriter(capture);
    const answered = (key: number, body: string) => ({
      key,
      exchange: exchange({
        request: { url: URL },
        response: {
          body: textBody(body),
          headers: [
            ['X-A', '1'],
            ['Transfer-Encoding', 'chunked'],
          ],
        },
      }),
      chunks: [{ side: 'response' as const, index: 0, bytes: Buffer.from(body) }],
      messages: [],
    });
    writer.write([answered(1, 'first'), answered(2, 'second')], () => QUIET);
    writer.close();
    const played = openPlayback({ capture, ids: [1, 2], hasDelays: false, ignoresQuery: false, ignoresBody: false });
    const ask = () => played.look(request(`GET ${URL}`)).decide(request(`GET ${URL}`));
    const [first, second, third] = [ask(), ask(), ask()];
    expect([first, second, third].map((verdict) => answerOf(verdict)?.body)).toEqual(['first', 'second', 'second']);
    expect(first?.course.kind === 'answer' && first.course.answer.rawHeaders).toEqual([
      ...['X-A', '1', 'x-httpwhy-rule', 'recorded #1'],
    ]);
  } finally {
    folder.remove();
  }
});

test('what has no whole response cannot be played', () => {
  expect(unplayable(exchange())).toBeUndefined();
  expect(unplayable(exchange({ response: null }))).toBe('it has no whole response');
  expect(unplayable(exchange({ response: { status: 101 } }))).toBe('it is a tunnel or a WebSocket');
  expect(unplayable(exchange({ response: { body: { bytes: new Uint8Array(2), totalBytes: 3 } } }))).toBe(
    'its body was recorded in part only',
  );
});
