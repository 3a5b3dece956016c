import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { NOON } from '../support.ts';
import { bodyTexts, folded, textsOfTab, token, withBody } from './support.ts';

const PLAIN = { folds: new Set<string>(), isPlain: true, mark: null };

describe('JSON', () => {
  const text = '{"id":9007199254740993,"items":[{"sku":"A","n":1},{}],"id":null,"empty":[]}';

  test('is a tree that keeps digits, order and duplicate names', () => {
    expect(bodyTexts(text, 'application/problem+json')).toEqual([
      '▾ {',
      '    "id": 9007199254740993,',
      '  ▾ "items": [',
      '    ▾ {',
      '        "sku": "A",',
      '        "n": 1',
      '      },',
      '      {}',
      '    ],',
      '    "id": null,',
      '    "empty": []',
      '  }',
    ]);
  });

  test('what is folded tells how much it holds', () => {
    expect(bodyTexts(text, 'application/json', { shape: folded('response:2') })).toEqual([
      '▾ {',
      '    "id": 9007199254740993,',
      '  ▸ "items": [ 2 items ],',
      '    "id": null,',
      '    "empty": []',
      '  }',
    ]);
    expect(bodyTexts(text, 'application/json', { shape: folded('response:0') })).toEqual(['▸ { 4 members }']);
  });

  test('is recognised where the type does not say so, and is text where it is broken', () => {
    expect(bodyTexts('[1]', '')).toEqual(['▾ [', '    1', '  ]']);
    expect(bodyTexts('{"a":1,\n\t}', 'application/json')).toEqual(['{"a":1,', '    }']);
  });

  test('whose end is missing is laid out as far as it came, and says so', () => {
    const rows = textsOfTab('Response', withBody('{"a":1,"b":["x","y', 'application/json', [], 9_000_000));
    expect(rows.slice(-6)).toEqual(
      [
        'The recording was cut: it holds the first 18 B of 9.0 MB.',
        '▾ {',
        '    "a": 1,',
        '  ▾ "b": [',
        '      "x"',
        '    …',
        '  …',
      ].slice(-6),
    );
  });

  test('a token among the values tells its lifetime, and opens', () => {
    const jwt = token({ sub: 'u1', exp: NOON / 1000 + 3600 });
    const [, closed] = bodyTexts(`{"t":"${jwt}"}`, 'application/json');
    expect(closed).toBe(`  ▸ "t": "${jwt}"  jwt, valid for 59 min 42 s more at this call`);
    expect(bodyTexts(`{"t":"${jwt}"}`, 'application/json', { shape: folded('response:1') }).slice(2, 5)).toEqual([
      '        jwt HS256 · valid for 59 min 42 s more at this call',
      '        sub   u1',
      '        exp   1795698180  2026-11-26T13:03:00Z',
    ]);
    expect(bodyTexts('{"t":"eyJhbGciOi.not.a.token"}', 'application/json')[1]).toBe(
      '    "t": "eyJhbGciOi.not.a.token"',
    );
  });

  test('values of a stream stand one under another', () => {
    expect(bodyTexts('{"a":1}\n[2]\n', 'application/x-ndjson')).toEqual([
      '▾ {',
      '    "a": 1',
      '  }',
      '▾ [',
      '    2',
      '  ]',
    ]);
    expect(bodyTexts('{"a":1}\nno\n', 'application/x-ndjson')).toEqual(['{"a":1}', 'no']);
  });
});

describe('GraphQL', () => {
  test('the document keeps its lines; what only is called query is JSON', () => {
    const body = JSON.stringify({
      query: 'query Cart($id: ID!) {\n  cart(id: $id) { total }\n}',
      variables: { id: 7 },
    });
    expect(bodyTexts(body, 'application/json').slice(0, 8)).toEqual([
      'graphql  query Cart',
      '',
      'query Cart($id: ID!) {',
      '  cart(id: $id) { total }',
      '}',
      '',
      'as JSON',
      '▾ {',
    ]);
    expect(bodyTexts('{"query":"shoes"}', 'application/json')).toEqual(['▾ {', '    "query": "shoes"', '  }']);
  });
});

describe('forms', () => {
  test('a field a row, decoded; what cannot be decoded stays', () => {
    expect(bodyTexts('amount=1+200&note=%C3%BC%26&flag&bad=%zz', 'application/x-www-form-urlencoded')).toEqual([
      'amount = 1 200',
      'note = ü&',
      'flag =',
      'bad = %zz',
    ]);
  });

  const parts = [
    '--b1\r\nContent-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n{"a":1}\r\n',
    '--b1\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n\x00\x01\r\n',
  ];

  test('each part of a multipart body is laid out by its own type', () => {
    expect(bodyTexts(`${parts.join('')}--b1--\r\n`, 'multipart/form-data; boundary=b1')).toEqual([
      'part 1  meta  7 B',
      'Content-Disposition: form-data; name="meta"',
      'Content-Type: application/json',
      '▾ {',
      '    "a": 1',
      '  }',
      '',
      'part 2  file  2 B',
      'Content-Disposition: form-data; name="file"; filename="a.bin"',
      '0000  00 01                                             ..',
    ]);
  });

  test('a part that does not end says so; a body without the boundary is text', () => {
    expect(bodyTexts(parts[0]!, 'multipart/form-data; boundary=b1')).toContain('The end of this part is not here.');
    expect(bodyTexts('no parts', 'multipart/form-data; boundary=b1')).toEqual(['no parts']);
    expect(bodyTexts('no parts', 'multipart/form-data')).toEqual(['no parts']);
  });
});

test('bodies in bodies end at some depth, as text', () => {
  const nested = Array.from(
    { length: 3000 },
    (_, level) => `--b${level}\r\nContent-Type: multipart/mixed; boundary=b${level + 1}\r\n\r\n`,
  );
  const rows = bodyTexts(nested.join(''), 'multipart/mixed; boundary=b0');
  expect(rows.filter((row) => row.startsWith('part ')).length).toBe(5);
});

describe('markup', () => {
  test('XML stands an element a line', () => {
    const xml =
      '<?xml version="1.0"?><Error a="x>y"><Code>NoSuchKey</Code><Empty/><Box><a>1</a></Box><None></None></Error>';
    expect(bodyTexts(xml, 'application/xml')).toEqual([
      '<?xml version="1.0"?>',
      '<Error a="x>y">',
      '  <Code>NoSuchKey</Code>',
      '  <Empty/>',
      '  <Box>',
      '    <a>1</a>',
      '  </Box>',
      '  <None></None>',
      '</Error>',
    ]);
  });

  test('HTML knows elements that do not end, and leaves scripts alone', () => {
    const html = '<!doctype html><p>Hi<br>there<script>if (a<b) {\n go() }</script></p>';
    expect(bodyTexts(html, 'text/html')).toEqual([
      '<!doctype html>',
      '<p>',
      '  Hi',
      '  <br>',
      '  there',
      '  <script>',
      '    if (a<b) {',
      '    go() }',
      '  </script>',
      '</p>',
    ]);
  });

  test('what never closes is no reason to fail', () => {
    expect(bodyTexts('<a><b><!-- <c', 'application/xml')).toEqual(['<a>', '  <b>', '    <!-- <c']);
    expect(bodyTexts('</a></b>< 5 > 3', 'application/xml')).toEqual(['</a>', '</b>', '< 5 >', '3']);
  });
});

describe('protobuf', () => {
  // 1: "Ada", 2: 150, 3: { 1: 1, 2: 1.5 as fixed32 }, 4: bytes ff
  const message = Uint8Array.from([10, 3, 65, 100, 97, 16, 0x96, 1, 26, 7, 8, 1, 21, 0, 0, 0xc0, 0x3f, 34, 1, 0xff]);
  const walked = [
    '  1: "Ada"',
    '  2: 150  varint, zigzag 75',
    '▾ 3: {',
    '    1: 1  varint',
    '    2: 1.5  fixed32, integer 1069547520',
    '  }',
    '  4: ff  1 bytes',
  ];

  test('is walked without its schema', () => {
    expect(bodyTexts(message, 'application/x-protobuf')).toEqual(walked);
    expect(bodyTexts(message, 'application/x-protobuf', { shape: folded('response:2') })[2]).toBe('▸ 3: { 2 fields }');
  });

  test('bytes that are none are bytes', () => {
    expect(bodyTexts(Uint8Array.from([255, 255, 255]), 'application/x-protobuf')[0]).toMatch(/^0000 {2}ff ff ff/);
  });

  const frame = (bytes: Uint8Array, flags = 0) => {
    const head = Buffer.alloc(5);
    head[0] = flags;
    head.writeUInt32BE(bytes.length, 1);
    return Buffer.concat([head, bytes]);
  };

  test('gRPC messages are told apart, unpacked, and the trailers of gRPC-Web read', () => {
    const body = Buffer.concat([frame(message), frame(Buffer.from('grpc-status: 5\r\n'), 0x80)]);
    expect(bodyTexts(body, 'application/grpc-web+proto')).toEqual([
      'message 1 · 20 B',
      ...walked,
      'trailers',
      'grpc-status: 5',
    ]);
    const packed = frame(gzipSync(message), 1);
    const rows = textsOfTab('Response', withBody(packed, 'application/grpc', [['grpc-encoding', 'gzip']]));
    expect(rows.slice(-walked.length)).toEqual(walked);
    expect(bodyTexts(packed, 'application/grpc').at(-1)).toBe('Its compression could not be undone.');
  });

  test('a message that was cut, an empty one, and what is none', () => {
    expect(bodyTexts(frame(message).subarray(0, 10), 'application/grpc')[1]).toBe('Only the first 5 B are here.');
    expect(bodyTexts(frame(new Uint8Array()), 'application/grpc')).toEqual([
      'message 1 · 0 B',
      'empty: every field has its default',
    ]);
    expect(bodyTexts('no', 'application/grpc')[0]).toBe('These bytes are no gRPC message.');
  });
});

describe('other bytes', () => {
  test('of an image its format and dimensions', () => {
    const png = Buffer.alloc(33);
    png.write('\x89PNG\r\n\x1a\n', 'latin1');
    png.writeUInt32BE(640, 16);
    png.writeUInt32BE(480, 20);
    expect(bodyTexts(png, 'application/octet-stream').slice(0, 3)).toEqual([
      'PNG image · 640 × 480 pixels · 33 B',
      '',
      '0000  89 50 4e 47 0d 0a 1a 0a  00 00 00 00 00 00 00 00  .PNG............',
    ]);
    const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 1, 2, 3, 4, 3, 1, 1]);
    expect(bodyTexts(jpeg, 'image/jpeg')[0]).toBe('JPEG image · 772 × 258 pixels · 20 B');
    expect(bodyTexts('GIF89a', 'image/gif')[0]).toBe('GIF image · dimensions unknown · 6 B');
    expect(bodyTexts('GIF is text', 'text/plain')).toEqual(['GIF is text']);
  });

  test('text keeps its lines, and control sequences are shown', () => {
    expect(bodyTexts('a\x1b[2Jb\x9b1m\u202e\rc\r\n\tHi\n', 'text/plain')).toEqual([
      'a\\x1b[2Jb\\x9b1m\\u202e\\rc',
      '    Hi',
    ]);
  });

  test('as it came, everything is text or bytes', () => {
    expect(bodyTexts('{"a":\n1}', 'application/json', { shape: PLAIN })).toEqual(['{"a":', '1}']);
    expect(bodyTexts('a=b', 'application/x-www-form-urlencoded', { shape: PLAIN })).toEqual(['a=b']);
  });

  test('what is known of a body stands above it', () => {
    const head = (...parts: Parameters<typeof withBody>) =>
      textsOfTab('Response', withBody(...parts)).filter((row) => /^(?:body|Only|The|Nothing)/.test(row));
    const packed = gzipSync('hello'.repeat(1000));
    expect(head(packed, 'text/plain', [['Content-Encoding', 'gzip']])).toEqual([
      `body  text/plain · ${packed.length} B · gzip, 5.0 kB decoded`,
    ]);
    expect(head('plain', 'text/plain', [['Content-Encoding', 'gzip']])).toEqual([
      'body  text/plain · 5 B · announced as gzip, but is not',
    ]);
    expect(head('', 'text/plain', [], 5000)).toEqual([
      'body  text/plain · 5.0 kB',
      'Nothing of it was recorded: 5.0 kB passed.',
    ]);
    expect(head('', 'text/plain')).toEqual(['body  none']);
  });

  test('a body that unpacks to more than is laid out says so', () => {
    const bomb = gzipSync(Buffer.alloc(8_000_000, 'x'));
    const rows = textsOfTab('Response', withBody(bomb, 'text/plain', [['Content-Encoding', 'gzip']]));
    expect(rows.find((row) => row.startsWith('Only'))).toMatch(
      /^Only the first [12]\.\d MB are laid out; the tab Raw has every byte that was recorded\.$/,
    );
  });
});
