import { describe, expect, test } from 'vitest';
import { readNoProxy } from '../../../src/proxy/upstream-connection/no-proxy.ts';

const TABLE: readonly (readonly [noProxy: string, direct: readonly string[], proxied: readonly string[]])[] = [
  ['', [], ['a.example:80', '10.0.0.1:80']],
  ['*', ['a.example:80', '10.0.0.1:80', '[::1]:80'], []],
  [
    'example.com',
    ['example.com:80', 'EXAMPLE.com:443', 'a.b.example.com:80', 'example.com.:80'],
    ['notexample.com:80', 'example.com.evil.test:80'],
  ],
  ['.example.com', ['example.com:80', 'a.example.com:80'], ['notexample.com:80']],
  ['Example.COM.', ['example.com:80'], ['example.org:80']],
  ['*.example.com', ['a.example.com:80', 'a.b.example.com:80'], ['example.com:80', 'a.example.org:80']],
  ['a*.example.com', ['api.example.com:80'], ['b.example.com:80']],
  ['192.168.*', ['192.168.1.1:80'], ['192.169.1.1:80']],
  ['example.com:8080', ['example.com:8080', 'a.example.com:8080'], ['example.com:80', 'example.com:18080']],
  ['10.1.2.3', ['10.1.2.3:80'], ['10.1.2.30:80', '110.1.2.3:80']],
  ['10.1.2.3:81', ['10.1.2.3:81'], ['10.1.2.3:80']],
  ['1.1', ['a.1.1:80'], ['10.0.1.1:80']],
  ['10.0.0.0/8', ['10.200.0.1:80', '[::ffff:10.0.0.1]:80'], ['11.0.0.1:80', 'ten.example:80']],
  ['192.168.0.0/17', ['192.168.127.255:80'], ['192.168.128.0:80']],
  ['fd00::/8', ['[fd12::1]:80'], ['[fe80::1]:80', '10.0.0.1:80']],
  ['2001:db8::1', ['[2001:db8::1]:80', '[2001:DB8:0::1]:443'], ['[2001:db8::2]:80']],
  ['[2001:db8::1]', ['[2001:db8::1]:80'], ['[2001:db8::2]:80']],
  ['[2001:db8::1]:8080', ['[2001:db8::1]:8080'], ['[2001:db8::1]:80']],
  ['fe80::1', ['[fe80::1%eth0]:80'], []],
  ['<local>', ['intranet:80'], ['intranet.example:80', '[fd00::1]:80', '10.0.0.1:80']],
  ['bücher.example', ['xn--bcher-kva.example:80', 'bücher.example:80'], ['bucher.example:80']],
  ['localhost, a.example b.example,,', ['localhost:80', 'a.example:80', 'b.example:80'], ['c.example:80']],
  ['10.0.0.0/33,1.2.3.4/x,/8,.,:80', [], ['10.0.0.1:80', '1.2.3.4:80', 'a.example:80']],
];

for (const [noProxy, direct, proxied] of TABLE) {
  describe(`NO_PROXY="${noProxy}"`, () => {
    const isDirect = readNoProxy(noProxy);
    const hostAndPort = (text: string) => {
      const [, host = '', port] = /^\[?(.*?)\]?:(\d+)$/.exec(text) ?? [];
      return [host, Number(port)] as const;
    };
    for (const text of direct) {
      test(`${text} is reached directly`, () => expect(isDirect(...hostAndPort(text))).toBe(true));
    }
    for (const text of proxied) {
      test(`${text} is not an exception`, () => expect(isDirect(...hostAndPort(text))).toBe(false));
    }
  });
}
