import { describe, expect, test } from 'vitest';
import { parseServerName } from '../../src/ca/server-name.ts';

const host = (text: string) => ({ kind: 'host', text });
const hexOf = (name: string): string | undefined => {
  const parsed = parseServerName(name);
  return parsed?.kind === 'address' ? Buffer.from(parsed.bytes).toString('hex') : undefined;
};

describe('host names', () => {
  test.each([
    ['api.example.com', 'api.example.com'],
    ['API.Example.COM', 'api.example.com'],
    ['api.example.com.', 'api.example.com'],
    ['localhost', 'localhost'],
    ['my_service', 'my_service'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    // Not addresses to the client that sends them as a name.
    ['1.2.3', '1.2.3'],
    ['0x7f.1', '0x7f.1'],
    [`${'a.'.repeat(126)}a`, `${'a.'.repeat(126)}a`],
  ])('%s is the host %s', (name, text) => {
    expect(parseServerName(name)).toEqual(host(text));
  });

  test.each([
    '',
    '.',
    'a..b',
    '.example.com',
    '*.example.com',
    'a b',
    'a\nb',
    'a\0b',
    'example.com:443',
    'user@example.com',
    'a/b',
    '\u202eexample.com\ud800',
    `${'a.'.repeat(127)}a`,
    'a'.repeat(100_000),
    '[example.com]',
  ])('%j is no name for a certificate', (name) => {
    expect(parseServerName(name)).toBeUndefined();
  });
});

describe('addresses', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1', 'c0000201'],
    ['::1', '::1', '00000000000000000000000000000001'],
    ['::', '::', '00000000000000000000000000000000'],
    ['[2001:DB8::A]', '2001:db8::a', '20010db800000000000000000000000a'],
    ['2001:db8:0:0:1:2:3:4', '2001:db8::1:2:3:4', '20010db8000000000001000200030004'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['2001:db8::', '2001:db8::', '20010db8000000000000000000000000'],
    ['::ffff:192.0.2.1', '::ffff:c000:201', '00000000000000000000ffffc0000201'],
    ['fe80::1%eth0', 'fe80::1', 'fe800000000000000000000000000001'],
  ])('%s is the address %s', (name, text, hex) => {
    expect(parseServerName(name)).toMatchObject({ kind: 'address', text });
    expect(hexOf(name)).toBe(hex);
  });

  test.each(['[::1', '::1]', ':::', '2001:db8:::1', '256.1.1.1:80', '[192.0.2.1'])('%j is no address', (name) => {
    expect(parseServerName(name)).toBeUndefined();
  });
});
