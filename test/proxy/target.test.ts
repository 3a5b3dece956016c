import { describe, expect, test } from 'vitest';
import { formatAuthority, parseAuthority, type Tunnel, targetOf } from '../../src/proxy/target.ts';

test.each([
  ['api.example.com:443', { host: 'api.example.com', port: 443 }],
  ['API.Example.com:8443', { host: 'api.example.com', port: 8443 }],
  ['[::1]:443', { host: '::1', port: 443 }],
  ['api.example.com', undefined],
  ['api.example.com:0', undefined],
  ['api.example.com:99999', undefined],
  ['user@api.example.com:443', undefined],
  ['http://api.example.com:80', undefined],
  ['', undefined],
])('the authority %s', (text, authority) => {
  expect(parseAuthority(text)).toEqual(authority);
});

test('an authority leaves out the scheme’s own port, and puts IPv6 in brackets', () => {
  expect(formatAuthority({ host: '::1', port: 443 }, 'https')).toBe('[::1]');
  expect(formatAuthority({ host: 'a.test', port: 443 }, 'http')).toBe('a.test:443');
  expect(formatAuthority({ host: 'a.test', port: 443 })).toBe('a.test:443');
});

const TUNNEL: Tunnel = { scheme: 'https', authority: { host: '127.0.0.1', port: 8443 }, serverName: 'shop.test' };

describe('the target of a request', () => {
  test('absolute-form: path and query as they were sent', () => {
    expect(targetOf('http://a.test:8080/a/../b?q=%20&r=[]#part', 'ignored', undefined)).toEqual({
      kind: 'target',
      target: {
        scheme: 'http',
        host: 'a.test',
        port: 8080,
        serverName: 'a.test',
        path: '/a/../b?q=%20&r=[]',
        url: 'http://a.test:8080/a/../b?q=%20&r=[]',
        hostField: 'a.test:8080',
      },
    });
  });

  test('absolute-form without a path, of https, in capitals', () => {
    expect(targetOf('HTTPS://a.test?x=1', undefined, undefined)).toMatchObject({
      target: { scheme: 'https', port: 443, path: '/?x=1' },
    });
    expect(targetOf('http://a.test', undefined, undefined)).toMatchObject({ target: { path: '/' } });
  });

  test('in a tunnel: the connection goes to the authority, the name to the certificate, the URL follows Host', () => {
    expect(targetOf('/cart', 'shop.test:8443', TUNNEL)).toEqual({
      kind: 'target',
      target: {
        scheme: 'https',
        host: '127.0.0.1',
        port: 8443,
        serverName: 'shop.test',
        path: '/cart',
        url: 'https://shop.test:8443/cart',
        hostField: null,
      },
    });
  });

  test.each([
    ['/cart', 'shop.test', 'https://shop.test:8443/cart'],
    ['/cart', 'shop.test:9', 'https://shop.test:8443/cart'],
    ['/cart', '[::1]', 'https://[::1]:8443/cart'],
    ['*', 'shop.test', 'https://shop.test:8443/*'],
    ['http://other.test/a?b#c', 'shop.test', 'https://other.test:8443/a?b'],
    ['http://other.test:9?b', 'shop.test', 'https://other.test:8443/?b'],
  ])('in a tunnel: %s with Host %s goes to the port of the tunnel, and the URL says so', (path, host, url) => {
    expect(targetOf(path, host, TUNNEL)).toMatchObject({ target: { host: '127.0.0.1', port: 8443, path, url } });
  });

  test('in a tunnel to the scheme’s own port the URL names none', () => {
    const tunnel: Tunnel = { ...TUNNEL, authority: { host: '127.0.0.1', port: 443 } };
    expect(targetOf('/cart', 'shop.test:443', tunnel)).toMatchObject({ target: { url: 'https://shop.test/cart' } });
  });

  test('a Host that is none does not get into the URL', () => {
    expect(targetOf('/', 'evil/../x y', TUNNEL)).toMatchObject({ target: { url: 'https://127.0.0.1:8443/' } });
  });

  test.each([
    ['origin-form outside a tunnel', '/x', undefined],
    ['no host', 'http:///x', undefined],
    ['a host that ends where the reader likes', 'http://a.test\\@evil.test/', undefined],
    ['a path that is none, in a tunnel', 'x', TUNNEL],
  ])('%s has no target', (_name, requestTarget, tunnel) => {
    expect(targetOf(requestTarget, 'a.test', tunnel).kind).toBe('bad');
  });
});
