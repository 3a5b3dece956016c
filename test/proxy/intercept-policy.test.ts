import { describe, expect, test } from 'vitest';
import { InterceptPolicy } from '../../src/proxy/intercept-policy.ts';

const at = (host: string, port = 443) => ({ host, port });

describe('which tunnels are read', () => {
  test('all, where nothing is said', () => {
    expect(new InterceptPolicy().isRead(at('api.example.com'))).toBe(true);
  });

  test.each([
    ['*.example.com', 'api.example.com', false],
    ['*.example.com', 'example.com', false],
    ['*.example.com', 'a.b.example.com', false],
    ['*.example.com', 'badexample.com', true],
    ['api.example.com', 'API.example.com'.toLowerCase(), false],
    ['api.example.com', 'apiXexample.com', true],
    ['API.Example.com', 'api.example.com', false],
    ['10.0.*', '10.0.0.7', false],
    ['*', 'anything', false],
    ['api.example.com:8443', 'api.example.com', true],
    ['*:443', 'api.example.com', false],
    ['(a+)+', 'aaaaaaaaaaaaaaaaaaaaaaaa!', true],
  ])('--tunnel %s: %s is read: %s', (glob, host, isRead) => {
    expect(new InterceptPolicy([glob]).isRead(at(host))).toBe(isRead);
  });

  test('a host that was added passes unread until it is taken back; what was given at the start stays', () => {
    const policy = new InterceptPolicy(['fixed.example.com']);
    policy.tunnel('api.example.com');
    expect(policy.isRead(at('api.example.com'))).toBe(false);
    policy.untunnel('api.example.com');
    policy.untunnel('fixed.example.com');
    expect([policy.isRead(at('api.example.com')), policy.isRead(at('fixed.example.com'))]).toEqual([true, false]);
  });

  test('--only reads these and no others; --tunnel has the last word', () => {
    const policy = new InterceptPolicy(['auth.example.com'], ['*.example.com', 'localhost']);
    expect(policy.isRead(at('api.example.com'))).toBe(true);
    expect(policy.isRead(at('localhost', 3000))).toBe(true);
    expect(policy.isRead(at('auth.example.com'))).toBe(false);
    expect(policy.isRead(at('other.test'))).toBe(false);
  });

  test('a host can be tunnelled while running', () => {
    const policy = new InterceptPolicy();
    policy.tunnel('pinned.example.com');
    expect(policy.isRead(at('pinned.example.com'))).toBe(false);
    expect(policy.isRead(at('other.example.com'))).toBe(true);
  });
});
