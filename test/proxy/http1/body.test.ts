import { describe, expect, test } from 'vitest';
import type { Framing } from '../../../src/proxy/call.ts';
import { type BodyReader, type BodyStep, createBodyReader } from '../../../src/proxy/http1/body.ts';
import { chunk, lastChunk } from '../../../src/proxy/http1/write.ts';
import { mutated, randomBelow } from './mutate.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const LIMITS = { maxTrailerBytes: 200 };
const CHUNKED: Framing = { kind: 'chunked' };
const reader = (framing: Framing): BodyReader => createBodyReader(framing, LIMITS);

interface Result {
  readonly pieces: readonly string[];
  readonly step: BodyStep;
  /** What came behind the end, later pieces included. */
  readonly rest: string;
}

/** The pieces of a body that comes in these pieces. */
function read(framing: Framing, ...pushed: readonly string[]): Result {
  const body = reader(framing);
  const pieces: string[] = [];
  let step: BodyStep = { kind: 'more' };
  for (const [index, piece] of pushed.entries()) {
    step = body.push(bytes(piece), (data) => pieces.push(data.toString('latin1')));
    if (step.kind === 'more') continue;
    if (step.kind === 'bad') break;
    return { pieces, step, rest: step.rest.toString('latin1') + pushed.slice(index + 1).join('') };
  }
  return { pieces, step, rest: '' };
}

function refusal({ step }: Result): [code: string, message: string] {
  if (step.kind !== 'bad') throw new Error(`${step.kind} instead of a refusal`);
  return [step.code, step.message];
}

describe('a body of a known length', () => {
  test('ends with its last byte, and gives back what follows', () => {
    const { pieces, step, rest } = read({ kind: 'length', bytes: 5 }, 'hel', 'loGET');
    expect(pieces).toEqual(['hel', 'lo']);
    expect(step.kind).toBe('end');
    expect(rest).toBe('GET');
  });

  test('wherever it is cut', () => {
    for (let at = 0; at <= 8; at += 1) {
      const { pieces, rest } = read({ kind: 'length', bytes: 5 }, 'helloGET'.slice(0, at), 'helloGET'.slice(at));
      expect([pieces.join(''), rest]).toEqual(['hello', 'GET']);
    }
  });

  test.each([{ kind: 'length', bytes: 0 }, { kind: 'none' }] as const)(
    'of $kind without bytes ends at once',
    (framing) => {
      expect(read(framing, '')).toMatchObject({ pieces: [], step: { kind: 'end', rawTrailers: [] }, rest: '' });
      expect(read(framing, 'GET')).toMatchObject({ pieces: [], step: { kind: 'end' }, rest: 'GET' });
      expect(reader(framing).finish().kind).toBe('end');
    },
  );

  test('is not copied', () => {
    const pushed = bytes('helloGET');
    const seen: Buffer[] = [];
    const step = reader({ kind: 'length', bytes: 5 }).push(pushed, (piece) => seen.push(piece));
    expect([seen[0]?.buffer, seen[0]?.byteOffset]).toEqual([pushed.buffer, pushed.byteOffset]);
    expect(step.kind === 'end' && step.rest.byteOffset).toBe(pushed.byteOffset + 5);
  });

  test('that the connection cuts short is told with its counts', () => {
    const body = reader({ kind: 'length', bytes: 10 });
    body.push(bytes('hel'), () => undefined);
    expect(body.finish()).toEqual({
      kind: 'bad',
      code: 'HPE_INVALID_EOF_STATE',
      message: 'the connection ended after 3 of 10 bytes of the body',
    });
  });

  test('that is whole ends with the connection as well', () => {
    const body = reader({ kind: 'length', bytes: 3 });
    body.push(bytes('hel'), () => undefined);
    expect(body.finish().kind).toBe('end');
    expect(body.push(bytes('x'), () => expect.unreachable())).toMatchObject({ kind: 'end', rest: bytes('x') });
  });
});

describe('a body until the connection closes', () => {
  test('takes everything, and ends with the connection only', () => {
    const body = reader({ kind: 'until-close' });
    const pieces: string[] = [];
    const steps = ['a', '', '0\r\n\r\n'].map((text) => body.push(bytes(text), (piece) => pieces.push(String(piece))));
    expect(steps.map(({ kind }) => kind)).toEqual(['more', 'more', 'more']);
    expect(pieces).toEqual(['a', '0\r\n\r\n']);
    expect(body.finish()).toMatchObject({ kind: 'end', rawTrailers: [] });
  });
});

describe('a chunked body', () => {
  const WHOLE =
    '5\r\nhello\r\n1;name="a b"\r\n\n\r\n00a\r\n0\r\n\r\n\r\n0\r\n\r\n0;last\r\nX-Sum: 7\r\nx-Sum:\t8 \r\n\r\n';
  const PIECES = ['hello', '\n', '0\r\n\r\n\r\n0\r\n'];
  const TRAILERS = ['X-Sum', '7', 'x-Sum', '8'];

  test('is read chunk by chunk, with its trailers and what follows', () => {
    const { pieces, step, rest } = read(CHUNKED, `${WHOLE}GET / HTTP`);
    expect(pieces).toEqual(PIECES);
    expect(step).toMatchObject({ kind: 'end', rawTrailers: TRAILERS });
    expect(rest).toBe('GET / HTTP');
  });

  test('is the same wherever it is cut', () => {
    const whole = `${WHOLE}GET`;
    for (let at = 0; at <= whole.length; at += 1) {
      const { pieces, step, rest } = read(CHUNKED, whole.slice(0, at), whole.slice(at));
      expect(pieces.join('')).toBe(PIECES.join(''));
      expect(step).toMatchObject({ kind: 'end', rawTrailers: TRAILERS });
      expect(rest).toBe('GET');
    }
  });

  test('is the same byte by byte', () => {
    const { pieces, step, rest } = read(CHUNKED, ...WHOLE, ...'GET');
    expect(pieces).toEqual([...PIECES.join('')]);
    expect(step).toMatchObject({ kind: 'end', rawTrailers: TRAILERS });
    expect(rest).toBe('GET');
  });

  test('is not copied', () => {
    const pushed = bytes('5\r\nhello\r\n0\r\n\r\n');
    const seen: Buffer[] = [];
    reader(CHUNKED).push(pushed, (piece) => seen.push(piece));
    expect([seen[0]?.buffer, seen[0]?.byteOffset]).toEqual([pushed.buffer, pushed.byteOffset + 3]);
  });

  test('hands a piece over whole that lies within one chunk', () => {
    const body = reader(CHUNKED);
    body.push(bytes('10\r\n'), () => expect.unreachable());
    const pushed = bytes('hello');
    body.push(pushed, (piece) => expect(piece).toBe(pushed));
    expect.assertions(1);
  });

  test('without trailers has none', () => {
    expect(read(CHUNKED, '0\r\n\r\n')).toMatchObject({ pieces: [], step: { kind: 'end', rawTrailers: [] }, rest: '' });
    expect(read(CHUNKED, ...'000\r\n\r\n').step).toMatchObject({ kind: 'end', rawTrailers: [] });
  });

  test('gives all back that comes after its end', () => {
    const body = reader(CHUNKED);
    body.push(bytes('0\r\n\r\n'), () => expect.unreachable());
    expect(body.push(bytes('5\r\nhello'), () => expect.unreachable())).toMatchObject({ rest: bytes('5\r\nhello') });
    expect(body.finish().kind).toBe('end');
  });

  test.each([
    ['capital digits', 'A\r\n0123456789\r\n0\r\n\r\n'],
    ['leading zeros', '0000000000000001\r\na\r\n0\r\n\r\n'],
    ['an extension without a value', '1;a\r\nx\r\n0;b\r\n\r\n'],
    ['an extension with a tab and bytes beyond ASCII', '1;\ta="\xe9"\r\nx\r\n0\r\n\r\n'],
    ['the longest extension', `1;${'a'.repeat(4095)}\r\nx\r\n0\r\n\r\n`],
    ['many extensions that are long together', `${`1;${'a'.repeat(4000)}\r\nx\r\n`.repeat(5)}0\r\n\r\n`],
    ['data that looks like an end', '5\r\n0\r\n\r\n\r\n0\r\n\r\n'],
    ['harmless trailers', '0\r\nExpires: never\r\nContent-MD5: x\r\nETag: y\r\nServer-Timing: z\r\n\r\n'],
    ['the largest trailers', `0\r\nX: ${'y'.repeat(200 - 9)}\r\n\r\n`],
  ])('is accepted with %s', (_what, text) => {
    expect(read(CHUNKED, text).step.kind).toBe('end');
    expect(read(CHUNKED, ...text).step.kind).toBe('end');
  });

  const REFUSED: readonly (readonly [text: string, code: string, message: string])[] = [
    // Sizes.
    ['x\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk begins with "x" instead of its size in hexadecimal digits'],
    ['\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk begins with "\\r" instead of its size in hexadecimal digits'],
    [';a\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk begins with ";" instead of its size in hexadecimal digits'],
    ['-1\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk begins with "-" instead of its size in hexadecimal digits'],
    [' 5\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk begins with " " instead of its size in hexadecimal digits'],
    ['0x5\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk size is followed by "x"'],
    ['5 \r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk size is followed by " "'],
    ['5 ;a\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk size is followed by " "'],
    ['5,\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk size is followed by ","'],
    ['5g\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk size is followed by "g"'],
    ['5_0\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk size is followed by "_"'],
    ['5\0\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk size is followed by "\\u0000"'],
    ['20000000000000\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk size is too large'],
    ['ffffffffffffffff\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk size is too large'],
    ['10000000000000001\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk size is too large'],
    ['00000000000000001\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk size is too large'],
    // Line ends.
    ['5\nhello', 'HPE_CR_EXPECTED', 'the line of a chunk size ends in LF without CR'],
    ['5;a\nhello', 'HPE_CR_EXPECTED', 'the line of a chunk size ends in LF without CR'],
    ['5\rhello', 'HPE_LF_EXPECTED', 'the line of a chunk size contains CR without LF'],
    ['5;a\rb\r\n', 'HPE_LF_EXPECTED', 'the line of a chunk size contains CR without LF'],
    ['1\r\nab\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk is longer than its size'],
    ['1\r\na0\r\n\r\n', 'HPE_INVALID_CHUNK_SIZE', 'a chunk is longer than its size'],
    ['1\r\na\n', 'HPE_CR_EXPECTED', 'a chunk ends in LF without CR'],
    ['1\r\na\r0', 'HPE_LF_EXPECTED', 'a chunk ends in CR without LF'],
    // Extensions.
    ['5;a\0\r\n', 'HPE_STRICT', 'an extension of a chunk contains a NUL character'],
    ['5;a\x7f\r\n', 'HPE_STRICT', 'an extension of a chunk contains the control character 0x7f'],
    // Trailers.
    ['0\n\n', 'HPE_CR_EXPECTED', 'the line of a chunk size ends in LF without CR'],
    ['0\r\n\n', 'HPE_CR_EXPECTED', 'a line of the trailers ends in LF without CR'],
    ['0\r\nX: y\nZ', 'HPE_CR_EXPECTED', 'a line of the trailers ends in LF without CR'],
    ['0\r\nX: y\rZ', 'HPE_LF_EXPECTED', 'a line of the trailers contains CR without LF'],
    ['0\r\n X: y\r\n\r\n', 'HPE_INVALID_HEADER_TOKEN', 'the first line of the trailers begins with white space'],
    [
      '0\r\nX: y\r\n z\r\n\r\n',
      'HPE_INVALID_HEADER_TOKEN',
      'a line of the trailers is folded: it begins with white space',
    ],
    ['0\r\nX : y\r\n\r\n', 'HPE_INVALID_HEADER_TOKEN', 'white space between the name "X" and its colon'],
    ['0\r\nGET / HTTP/1.1\r\n\r\n', 'HPE_INVALID_HEADER_TOKEN', 'a line of the trailers has no colon'],
    ...['Content-Length', 'transfer-encoding', 'HOST', 'Connection', 'Trailer', 'TE', 'Upgrade'].map(
      (name) =>
        [
          `0\r\nX: y\r\n${name}: 5\r\n\r\n`,
          'HPE_INVALID_HEADER_TOKEN',
          `"${name}" must not be sent as a trailer`,
        ] as const,
    ),
  ];

  test.each(REFUSED)('%j is refused, in one piece and byte by byte', (text, code, message) => {
    expect(refusal(read(CHUNKED, text))).toEqual([code, message]);
    expect(refusal(read(CHUNKED, ...text))).toEqual([code, message]);
  });

  test.each([
    [
      'extensions of a byte too many',
      `1;${'a'.repeat(4096)}\r\n`,
      'HPE_CHUNK_EXTENSIONS_OVERFLOW',
      'the extensions of a chunk are larger than 4096 bytes',
    ],
    [
      'trailers of a byte too many',
      `0\r\nX: ${'y'.repeat(200 - 8)}\r\n\r\n`,
      'HPE_HEADER_OVERFLOW',
      'the trailers are larger than 200 bytes',
    ],
  ])('with %s is refused', (_what, text, code, message) => {
    expect(refusal(read(CHUNKED, text))).toEqual([code, message]);
    expect(refusal(read(CHUNKED, ...text))).toEqual([code, message]);
  });

  test('stops endless trailers at the limit, whatever the pieces', () => {
    const body = reader(CHUNKED);
    let step = body.push(bytes('0\r\n'), () => undefined);
    let sent = 0;
    while (step.kind === 'more') {
      step = body.push(bytes('X: y\r\n'), () => undefined);
      sent += 6;
    }
    expect(step).toMatchObject({ code: 'HPE_HEADER_OVERFLOW', message: 'the trailers are larger than 200 bytes' });
    expect(sent).toBeLessThan(212);
  });

  test('that has more trailers than there may be fields is refused', () => {
    const body = createBodyReader(CHUNKED, { maxTrailerBytes: 100_000 });
    expect(body.push(bytes(`0\r\n${'a: b\r\n'.repeat(2001)}\r\n`), () => undefined)).toEqual({
      kind: 'bad',
      code: 'HPE_HEADER_OVERFLOW',
      message: 'there are more than 2000 trailers',
    });
  });

  test('hands over what stood before the fault, and stays refused', () => {
    const body = reader(CHUNKED);
    const pieces: string[] = [];
    const step = body.push(bytes('2\r\nok\r\nzz'), (piece) => pieces.push(String(piece)));
    expect(pieces).toEqual(['ok']);
    expect(step.kind).toBe('bad');
    expect(body.push(bytes('0\r\n\r\n'), () => expect.unreachable())).toBe(step);
    expect(body.finish()).toBe(step);
  });

  test.each([
    ['', 'the connection ended before the last chunk'],
    ['5', 'the connection ended before the last chunk'],
    ['5\r\nhel', 'the connection ended with 2 bytes of a chunk missing'],
    ['5\r\nhell', 'the connection ended with 1 byte of a chunk missing'],
    ['5\r\nhello', 'the connection ended before the last chunk'],
    ['5\r\nhello\r\n', 'the connection ended before the last chunk'],
    ['0', 'the connection ended before the last chunk'],
    ['0\r\n', 'the connection ended before the end of the trailers'],
    ['0\r\nX: y\r\n', 'the connection ended before the end of the trailers'],
  ])('that the connection cuts short after %j is told', (text, message) => {
    const body = reader(CHUNKED);
    expect(body.push(bytes(text), () => undefined).kind).toBe('more');
    expect(body.finish()).toEqual({ kind: 'bad', code: 'HPE_INVALID_EOF_STATE', message });
  });

  test('that was written is read as it was, chunk by chunk', () => {
    const chunks = ['a', 'bc', '\r\n0\r\n\r\n', 'x'.repeat(300)];
    const written = chunks.map((text) => chunk(bytes(text)).toString('latin1')).join('') + lastChunk(['A', 'b']);
    const { pieces, step, rest } = read(CHUNKED, written);
    expect(pieces).toEqual(chunks);
    expect(step).toMatchObject({ kind: 'end', rawTrailers: ['A', 'b'] });
    expect(rest).toBe('');
  });

  test('however damaged is read the same in one piece and in any two, and what is accepted can be written', () => {
    const random = randomBelow(3);
    let accepted = 0;
    for (let round = 0; round < 3000; round += 1) {
      const text = mutated(WHOLE, random);
      const whole = read(CHUNKED, text);
      const at = random(text.length);
      const cut = read(CHUNKED, text.slice(0, at), text.slice(at));
      expect(cut.step.kind).toBe(whole.step.kind);
      expect(cut.pieces.join('')).toBe(whole.pieces.join(''));
      expect(cut.rest).toBe(whole.rest);
      if (whole.step.kind !== 'end') continue;
      accepted += 1;
      const chunks = whole.pieces.map((piece) => chunk(bytes(piece)).toString('latin1'));
      const again = read(CHUNKED, chunks.join('') + lastChunk(whole.step.rawTrailers) + whole.rest);
      expect(again).toEqual(whole);
    }
    expect(accepted).toBeGreaterThan(150);
    expect(accepted).toBeLessThan(2850);
  });
});
