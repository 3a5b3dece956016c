import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/exchange/user-error.ts';
import { readProxyPolicy } from '../../../src/proxy/upstream-connection/proxy-policy.ts';

const SELF = { host: '127.0.0.1', port: 8080 };
const API = { scheme: 'https', host: 'api.example.com', port: 443 } as const;
const PLAIN = { scheme: 'http', host: 'api.example.com', port: 80 } as const;
const LOOPBACK = ['localhost', 'app.localhost', '127.0.0.1', '127.9.9.9', '::1', '0.0.0.0', '::ffff:127.0.0.1'];

type Environment = Record<string, string>;

function urlFor(destination: typeof API | typeof PLAIN, environment: Environment, option?: string): string | null {
  return readProxyPolicy({ environment, option }, SELF).proxyFor(destination)?.url ?? null;
}

const optionOf = (option: string) => readProxyPolicy({ option, environment: {} }, SELF).proxyFor(API);

function errorOf(read: () => unknown): UserError {
  try {
    read();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('the URL of a proxy', () => {
  for (const [text, protocol, host, port, url] of [
    ['http://proxy.example:3128', 'http', 'proxy.example', 3128, 'http://proxy.example:3128'],
    ['proxy.example:3128', 'http', 'proxy.example', 3128, 'http://proxy.example:3128'],
    ['http://proxy.example', 'http', 'proxy.example', 80, 'http://proxy.example:80'],
    ['https://proxy.example/', 'https', 'proxy.example', 443, 'https://proxy.example:443'],
    ['socks5://10.0.0.1', 'socks5', '10.0.0.1', 1080, 'socks5://10.0.0.1:1080'],
    ['socks5://10.0.0.1:80', 'socks5', '10.0.0.1', 80, 'socks5://10.0.0.1:80'],
    ['socks5h://10.0.0.1', 'socks5', '10.0.0.1', 1080, 'socks5://10.0.0.1:1080'],
    ['SOCKS://[2001:db8::1]:1081', 'socks5', '2001:db8::1', 1081, 'socks5://[2001:db8::1]:1081'],
    ['http://bücher.example:3128', 'http', 'xn--bcher-kva.example', 3128, 'http://xn--bcher-kva.example:3128'],
  ] as const) {
    test(text, () => expect(optionOf(text)).toEqual({ protocol, host, port, credentials: null, url }));
  }

  for (const [text, username, password] of [
    ['http://ann:s3cret@proxy.example', 'ann', 's3cret'],
    ['http://ann:p%40ss%3A@proxy.example', 'ann', 'p@ss:'],
    ['http://ann:p@ss@proxy.example', 'ann', 'p@ss'],
    ['ann:s3cret@proxy.example:80', 'ann', 's3cret'],
    ['http://ann@proxy.example', 'ann', ''],
    ['http://ann:100%@proxy.example', 'ann', '100%'],
  ] as const) {
    test(`the login of ${text}, which the URL for the record leaves out`, () => {
      expect(optionOf(text)).toMatchObject({ credentials: { username, password }, url: 'http://proxy.example:80' });
    });
  }
});

describe('a URL that cannot be used', () => {
  const FORMS =
    'Write http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT, with USER:PASSWORD@ before the host for a login.';
  for (const [text, shown, problem] of [
    ['ftp://proxy.example', 'ftp://proxy.example', 'proxies of the kind ftp are not supported'],
    ['socks4://proxy.example', 'socks4://proxy.example', 'proxies of the kind socks4 are not supported'],
    ['http://', 'http://', 'it is not a URL'],
    ['', '', 'it is not a URL'],
    ['http://proxy.example:99999', 'http://proxy.example:99999', 'it is not a URL'],
    ['http://proxy.example:0', 'http://proxy.example:0', 'its port is 0'],
    ['http://proxy.example/wpad.dat', 'http://proxy.example/wpad.dat', 'a proxy’s URL ends after the port'],
    ['http://ann:s3cret@proxy example', 'http://…@proxy example', 'it is not a URL'],
    ['ann:s3cret@\u001b[31m', '…@\\x1b[31m', 'it is not a URL'],
    [
      'socks5://ann@proxy.example',
      'socks5://…@proxy.example',
      'SOCKS5 takes user name and password of 1 to 255 bytes each',
    ],
  ] as const) {
    test(`--upstream-proxy ${JSON.stringify(text)}`, () => {
      const error = errorOf(() => optionOf(text));
      expect(error).toMatchObject({ code: 'upstream-proxy-invalid', exitCode: 2, nextStep: FORMS });
      expect(error.message).toBe(`--upstream-proxy names no usable proxy, "${shown}": ${problem}.`);
    });
  }

  test('in the environment it is named by its variable, with the way around it', () => {
    const error = errorOf(() => urlFor(API, { HTTPS_PROXY: 'gopher://x' }));
    expect(error).toMatchObject({
      message: 'HTTPS_PROXY names no usable proxy, "gopher://x": proxies of the kind gopher are not supported.',
      nextStep: 'Correct or unset the environment variable HTTPS_PROXY, or ignore it with --upstream-proxy none.',
      exitCode: 1,
    });
  });
});

describe('the environment', () => {
  for (const [name, environment, http, https] of [
    ['nothing', {}, null, null],
    ['HTTP_PROXY is for http only', { HTTP_PROXY: 'a:1' }, 'http://a:1', null],
    ['HTTPS_PROXY is for https only', { HTTPS_PROXY: 'a:1' }, null, 'http://a:1'],
    ['ALL_PROXY is for both', { ALL_PROXY: 'socks5://a:1' }, 'socks5://a:1', 'socks5://a:1'],
    ['ALL_PROXY comes last', { ALL_PROXY: 'a:1', https_proxy: 'b:1' }, 'http://a:1', 'http://b:1'],
    ['lower case comes first', { HTTPS_PROXY: 'a:1', https_proxy: 'b:1' }, null, 'http://b:1'],
    ['an empty one counts like none', { https_proxy: '', HTTPS_PROXY: 'a:1', HTTP_PROXY: ' ' }, null, 'http://a:1'],
    ['HTTP_PROXY of a CGI program is a header', { HTTP_PROXY: 'a:1', REQUEST_METHOD: 'GET' }, null, null],
    ['http_proxy of a CGI program is none', { http_proxy: 'a:1', REQUEST_METHOD: 'GET' }, 'http://a:1', null],
    ['NO_PROXY makes exceptions', { ALL_PROXY: 'a:1', NO_PROXY: 'example.com:443' }, 'http://a:1', null],
    [
      'no_proxy comes before NO_PROXY',
      { ALL_PROXY: 'a:1', no_proxy: 'x.test', NO_PROXY: '*' },
      'http://a:1',
      'http://a:1',
    ],
  ] as const) {
    test(name, () => {
      expect(urlFor(PLAIN, environment)).toBe(http);
      expect(urlFor(API, environment)).toBe(https);
    });
  }

  test('never sends a loopback destination to a proxy', () => {
    const policy = readProxyPolicy({ environment: { ALL_PROXY: 'a:1' } }, SELF);
    for (const host of LOOPBACK) expect(policy.proxyFor({ ...API, host }), host).toBeNull();
    for (const host of ['localhost.example', '128.0.0.1', '::2']) {
      expect(policy.proxyFor({ ...API, host }), host).not.toBeNull();
    }
  });

  test('that names httpwhy itself is ignored; another port of this machine is not', () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      expect(urlFor(API, { HTTPS_PROXY: `http://${host}:8080` })).toBeNull();
      expect(urlFor(API, { HTTPS_PROXY: `http://${host}:8081` })).toBe(`http://${host}:8081`);
    }
    expect(urlFor(API, { HTTPS_PROXY: 'http://proxy.example:8080' })).toBe('http://proxy.example:8080');
  });
});

describe('--upstream-proxy', () => {
  test('is for everything, whatever the environment names', () => {
    const environment = { HTTPS_PROXY: 'a:1', HTTP_PROXY: 'not a URL' };
    expect(urlFor(API, environment, 'http://b:2')).toBe('http://b:2');
    expect(urlFor(PLAIN, environment, 'http://b:2')).toBe('http://b:2');
  });

  test('is for loopback destinations, too, unless NO_PROXY says otherwise', () => {
    const proxied = readProxyPolicy({ option: 'socks5://b:2', environment: {} }, SELF);
    const excepted = readProxyPolicy({ option: 'socks5://b:2', environment: { NO_PROXY: 'localhost' } }, SELF);
    expect(proxied.proxyFor({ ...API, host: 'localhost' })?.url).toBe('socks5://b:2');
    expect(excepted.proxyFor({ ...API, host: 'localhost' })).toBeNull();
    expect(excepted.proxyFor(API)?.url).toBe('socks5://b:2');
  });

  test('none ignores the environment', () => {
    expect(urlFor(API, { HTTPS_PROXY: 'http://a:1' }, 'none')).toBeNull();
    expect(urlFor(PLAIN, { HTTP_PROXY: 'ftp://a:1' }, 'none')).toBeNull();
  });

  test('that names httpwhy itself is a mistake; before the port is known it cannot be seen', () => {
    const error = errorOf(() => optionOf('http://localhost:8080'));
    expect(error).toMatchObject({
      code: 'upstream-proxy-is-self',
      message: '--upstream-proxy names the address on which httpwhy itself listens.',
      nextStep: 'Name the proxy that comes after httpwhy, or leave the option out.',
      exitCode: 2,
    });
    expect(readProxyPolicy({ option: 'localhost:8080', environment: {} }, null).proxyFor(API)).not.toBeNull();
  });
});
