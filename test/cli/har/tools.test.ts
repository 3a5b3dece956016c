import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { read } from '../../../src/cli/annotate/har.ts';
import { phasesOf } from '../../../src/exchange/phases.ts';
import { readAll, WRITTEN_AT } from '../annotate/support.ts';

/** A small file in the manner of each tool: what is odd about it is in it. */
async function entriesOf(tool: string) {
  const { all, complaints } = await readAll(
    read,
    readFileSync(join(import.meta.dirname, '../../data/har', `${tool}.har`)),
  );
  const entries = all.map((recorded) => {
    if (recorded.kind !== 'exchange') throw new Error(recorded.message);
    return recorded;
  });
  return { entries, complaints };
}

const textOf = (body: { readonly bytes: Uint8Array } | null | undefined) => Buffer.from(body?.bytes ?? []).toString();

test('Chrome: pseudo-headers, a coded body, errors, times, a WebSocket', async () => {
  const { entries } = await entriesOf('chrome');
  const [call, unresolved, socket] = entries.map(({ exchange }) => exchange);
  expect(call!.request.headers).toEqual([
    ['authorization', 'Bearer t1'],
    ['content-type', 'application/json'],
  ]);
  expect(textOf(call!.request.body)).toBe('{"a":"ü"}');
  expect(call!.response).toMatchObject({
    status: 422,
    httpVersion: '2.0',
    headers: [['content-type', 'application/json']],
  });
  expect(textOf(call!.response!.body)).toBe('{"message":"a must be a number"}');
  expect(phasesOf(call!)).toEqual({ dnsMs: 3, connectMs: 11, tlsMs: 14, sendMs: 1, waitMs: 50, receiveMs: 3 });
  expect(call!.connection).toMatchObject({ server: { server: '203.0.113.7:443' }, isReused: false });
  expect(unresolved).toMatchObject({
    response: null,
    error: { phase: 'dns', code: 'ENOTFOUND' },
    connection: { server: null },
  });
  expect(socket).toMatchObject({
    messageCount: 2,
    connection: { server: { server: '[2001:db8::7]:443' }, isReused: true },
  });
  expect(entries[2]!.messages).toMatchObject([
    { at: 1_793_865_602_500, from: 'client', type: 'text', bytes: Buffer.from('hello') },
    { from: 'server', type: 'binary', bytes: Buffer.from([0, 255]) },
  ]);
});

test('Firefox: text of another charset, parameters beside the text, sizes and times left out', async () => {
  const [form, image] = (await entriesOf('firefox')).entries.map(({ exchange }) => exchange);
  expect(textOf(form!.request.body)).toBe('a=1&b=2');
  expect(textOf(form!.response!.body)).toBe('\ufeffgröße');
  expect(form).toMatchObject({ startedAt: Date.UTC(2026, 10, 5, 8), connection: { isReused: true } });
  expect(image!.response!.body!.bytes).toEqual(Buffer.from('89504e47', 'hex'));
  expect(image).toMatchObject({ durationMs: 0, timing: { connectedMs: null } });
});

test('Safari: cookies apart from the fields, no time, -1 for what is not known', async () => {
  const { entries, complaints } = await entriesOf('safari');
  const { request, response, startedAt, timing } = entries[0]!.exchange;
  expect(request.headers).toEqual([
    ['Accept', '*/*'],
    ['Cookie', 'sid=9; theme=dark'],
  ]);
  expect(response!.headers.at(-1)).toEqual([
    'Set-Cookie',
    'sid=10; Path=/; Expires=Fri, 06 Nov 2026 08:00:00 GMT; HttpOnly; Secure; SameSite=Lax',
  ]);
  expect(textOf(response!.body)).toBe('{}');
  expect(startedAt).toBe(Date.UTC(2026, 10, 5, 8));
  expect(timing).toEqual({ connectedMs: 0, requestSentMs: 0, responseStartMs: 10 });
  expect(complaints).toEqual([]);
});

test('HTTP Toolkit: binary request bodies, bodies left out, trailers, the end of a WebSocket', async () => {
  const { entries } = await entriesOf('http-toolkit');
  expect(entries.length).toBe(2);
  const { request, response } = entries[0]!.exchange;
  expect(request.body!.bytes).toEqual(Buffer.from([0, 1, 255]));
  expect(request.trailers).toEqual([['x-sum', '1']]);
  expect(response).toMatchObject({ body: { totalBytes: 700_000 }, trailers: [['grpc-status', '0']] });
  expect(entries[1]!.exchange).toMatchObject({ durationMs: 0, messageCount: 2 });
  expect(entries[1]!.messages!.at(-1)).toMatchObject({
    type: 'close',
    closeCode: 1011,
    bytes: Buffer.from('out of memory'),
  });
});

test('mitmproxy: null for what there was not, the TLS handshake beside the connection', async () => {
  const [call, broken] = (await entriesOf('mitmproxy')).entries.map(({ exchange }) => exchange);
  expect(call!.startedAt).toBe(Date.UTC(2026, 10, 5, 8, 0, 0, 123));
  expect(phasesOf(call!)).toEqual({ dnsMs: null, connectMs: 10, tlsMs: 30, sendMs: 5, waitMs: 40, receiveMs: 10 });
  expect(broken).toMatchObject({ response: null, request: { body: null } });
});

test('Charles: a byte-order mark, and a form of several parts as parameters', async () => {
  const { request, response } = (await entriesOf('charles')).entries[0]!.exchange;
  expect(textOf(request.body)).toBe(
    '--XX\r\nContent-Disposition: form-data; name="note"\r\n\r\nhi\r\n--XX\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n\r\n--XX--\r\n',
  );
  // The file itself was left out.
  expect(request.body!.totalBytes).toBe(500);
  expect(textOf(response!.body)).toBe('ok');
});

test('Proxyman: one line, parameters without text, a coded body in base64', async () => {
  const { request, response, startedAt } = (await entriesOf('proxyman')).entries[0]!.exchange;
  expect(textOf(request.body)).toBe('a=1+2&b=%C3%BC');
  expect(textOf(response!.body)).toBe('{"error":"oops"}');
  expect(response!.headers).toEqual([['Content-Type', 'application/json']]);
  expect(startedAt).not.toBe(WRITTEN_AT);
});
