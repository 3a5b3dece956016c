import { describe, expect, test } from 'vitest';
import { RouteTable, routeOf, siteOf, splitUrl } from '../../src/exchange/routes.ts';

describe('the parts of a URL', () => {
  test('are taken as they stand, without user, fragment and the port of the scheme', () => {
    expect(splitUrl('https://user:pw@API.example.com:443/v1/a%20b?q=1#top')).toEqual({
      origin: 'https://api.example.com',
      host: 'api.example.com',
      path: '/v1/a%20b',
      search: '?q=1',
      address: 'https://api.example.com/v1/a%20b',
    });
    expect(splitUrl('http://localhost:3000')).toMatchObject({ host: 'localhost:3000', path: '/', search: '' });
    expect(splitUrl('https://h.example?x=/y')).toMatchObject({ host: 'h.example', path: '/', search: '?x=/y' });
    expect(splitUrl('https://h.example/a#?b')).toMatchObject({ path: '/a', search: '' });
  });

  test.each(['', '/', '://', 'https://', 'not a url', '?', '#', 'https://h/\u0000?\ud800'])(
    'never throw for %j',
    (url) => {
      expect(splitUrl(url).path.startsWith('/')).toBe(true);
    },
  );

  test('of a very long URL are cut', () => {
    const { path, search } = splitUrl(`https://h.example/${'a'.repeat(9000)}?${'b'.repeat(9000)}`);
    expect(path.length + search.length).toBeLessThan(4096);
  });
});

describe('a route', () => {
  const path = (text: string) => routeOf('GET', `https://api.example.com${text}`).replace('GET api.example.com', '');

  test('names method, host and path', () => {
    expect(routeOf('POST', 'https://api.example.com/v1/users/42/orders?page=2')).toBe(
      'POST api.example.com/v1/users/{id}/orders',
    );
  });

  test.each([
    ['/orders/1', '/orders/{id}'],
    ['/orders/-1', '/orders/{id}'],
    ['/u/3f2504e0-4f89-11d3-9a0c-0305e82c3301', '/u/{id}'],
    ['/u/3f2504e04f8911d39a0c0305e82c3301', '/u/{id}'],
    ['/events/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/events/{id}'],
    ['/commits/9fceb02d0ae598e95dc970b74767f19372d61af8', '/commits/{id}'],
    ['/commits/9fceb02', '/commits/9fceb02'],
    ['/customers/cus_9xK', '/customers/{id}'],
    ['/payments/pi_3Fk9mZ2eZvKYlo2C', '/payments/{id}'],
    ['/orders/ord-2024-0042', '/orders/{id}'],
    ['/issues/PROJ-12', '/issues/{id}'],
    ['/Accounts/AC0123456789abcdef0123456789abcdef', '/Accounts/{id}'],
    ['/files/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms', '/files/{id}'],
    ['/dp/B08N5WRWNW', '/dp/{id}'],
    ['/days/2026-11-05', '/days/{date}'],
    ['/days/2026-11-05T12:00:00Z', '/days/{date}'],
    ['/people/ada@example.com', '/people/{email}'],
    ['/people/ada%40example.com', '/people/{email}'],
    ['/users/42.json', '/users/{id}.json'],
    ["/odata/Orders(42)/Items('A-1')", '/odata/Orders({id})/Items({id})'],
    ['/v1/operations/42:cancel', '/v1/operations/{id}:cancel'],
    ['/orders/42;jsessionid=8FA1', '/orders/{id}'],
  ])('has something variable in %s', (sent, template) => {
    expect(path(sent)).toBe(template);
  });

  test.each([
    '/v1/users',
    '/v2.1/users',
    '/v1beta1/models',
    '/1.1/statuses',
    '/2/tweets',
    '/rest/api/3/issue',
    '/2010-04-01/Accounts',
    '/admin/api/2024-10/products.json',
    '/oauth2/token',
    '/users/@me',
    '/api/chat.postMessage',
    '/getUserById',
    '/order-items',
    '/payment_intents/search',
    '/s3/buckets',
  ])('keeps versions and words in %s', (sent) => {
    expect(path(sent)).toBe(sent);
  });

  test('takes no notice of doubled slashes and one at the end', () => {
    expect(path('//users//42/')).toBe('/users/{id}');
    expect(path('')).toBe('/');
  });
});

describe('what a table of routes learns', () => {
  const learnt = (paths: readonly string[]) => {
    const table = new RouteTable();
    const changes = paths.flatMap((path) => table.learn('GET', { host: 'h', path }).changed ?? []);
    return { changes, of: (path: string) => table.routeOf('GET', { host: 'h', path }) };
  };

  test('is that names with hyphens behind a plural vary after the third', () => {
    const two = learnt(['/v1/posts/why-it-failed', '/v1/posts/how-to-retry']);
    expect(two.of('/v1/posts/what-is-new')).toBe('GET h/v1/posts/what-is-new');
    const three = learnt(['/v1/posts/why-it-failed', '/v1/posts/how-to-retry', '/v1/posts/a-b/comments']);
    expect(three.of('/v1/posts/what-is-new/comments')).toBe('GET h/v1/posts/{slug}/comments');
    expect(three.changes).toEqual(['h/v1/posts/']);
  });

  test('is that plain words behind a plural vary after the fifth, but not the word for an action', () => {
    const names = ['ada', 'grace', 'alan', 'edsger', 'barbara'].map((name) => `/users/${name}`);
    expect(learnt(names.slice(1)).of('/users/donald')).toBe('GET h/users/donald');
    const { of } = learnt(names);
    expect(of('/users/donald')).toBe('GET h/users/{slug}');
    expect(of('/users/search')).toBe('GET h/users/search');
    expect(of('/users/me')).toBe('GET h/users/me');
  });

  test('is owner and name of a repository', () => {
    const { of } = learnt(
      ['ab', 'cd', 'ef', 'gh', 'ij', 'kl', 'mn', 'op', 'qr', 'st', 'uv', 'wx'].flatMap((name) => [
        `/repos/acme-${name}/r-${name}`,
        `/repos/acme/${name}`,
      ]),
    );
    expect(of('/repos/other-one/some-thing/pulls')).toBe('GET h/repos/{slug}/{slug}/pulls');
  });

  test('is never that the collections of an API are one', () => {
    const words =
      'users orders items carts posts tags files jobs teams keys plans prices refunds payouts charges coupons'.split(
        ' ',
      );
    const { of, changes } = learnt(words.flatMap((word) => [`/v1/${word}`, `/v1/${word}-archive`, `/${word}`]));
    expect(changes).toEqual([]);
    expect(of('/v1/users')).toBe('GET h/v1/users');
  });

  test('stays with its host', () => {
    const table = new RouteTable();
    for (const slug of ['a-a', 'b-b', 'c-c']) table.learn('GET', { host: 'one', path: `/posts/${slug}` });
    expect(table.routeOf('GET', { host: 'two', path: '/posts/d-d' })).toBe('GET two/posts/d-d');
  });

  test('is bounded: what was met longest ago is forgotten', () => {
    const table = new RouteTable();
    for (const slug of ['a-a', 'b-b', 'c-c']) table.learn('GET', { host: 'h', path: `/posts/${slug}` });
    for (let n = 0; n < 2048; n += 1) table.learn('GET', { host: `h${n}`, path: '/posts/x-x' });
    expect(table.routeOf('GET', { host: 'h', path: '/posts/d-d' })).toBe('GET h/posts/d-d');
  });
});

test('the site of a host is what one owner registers', () => {
  expect(['api.dev.example.com', 'example.com', 'api.shop.co.uk', 'localhost:3000', '10.0.0.7:80'].map(siteOf)).toEqual(
    ['example.com', 'example.com', 'shop.co.uk', 'localhost', '10.0.0.7'],
  );
});
