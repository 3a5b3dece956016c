import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/network-authentication.ts';
import { annotate, find } from '../build.ts';

const URL_HTTP = 'http://api.example.com/v1/ping';
const sentTo = (location: string, url = URL_HTTP) =>
  find(rule, { status: 302, url, headers: [['Location', location]] });

describe('network-authentication', () => {
  test('names the page of the portal behind a 511', () => {
    const body =
      '<html><body><p>You need to <a href="https://login.example.net/">authenticate with the local network</a>.</p></body></html>';
    expect(
      annotate(rule, { status: 511, url: URL_HTTP, headers: [['Content-Type', 'text/html']], body }),
    ).toMatchObject({
      class: 'server_error',
      cause: 'network-authentication',
      fault: 'network',
      confidence: 'certain',
      summary:
        'sign in to the local network at https://login.example.net/: You need to authenticate with the local network. (511, GET /v1/ping on api.example.com)',
    });
  });

  test('knows a portal by what it hands over about the device, or by its name and the way back', () => {
    const expected = { cause: 'network-authentication', confidence: 'likely', fault: 'network' };
    expect(sentTo('http://wifi.hotel.example/login?mac=aa-bb-cc&url=http%3A%2F%2Fapi.example.com')).toMatchObject(
      expected,
    );
    expect(sentTo('http://hotspot.example.net/?orig=http%3A%2F%2Fapi.example.com%2Fv1')).toMatchObject(expected);
    expect(sentTo('http://192.168.1.1/guest?to=http://api.example.com/v1')).toMatchObject(expected);
  });

  test('is silent about other redirects', () => {
    expect(sentTo('https://api.example.com/v1/ping')).toBeUndefined();
    expect(sentTo('https://login.example.com/?mac=1')).toBeUndefined();
    expect(sentTo('https://cdn.example.net/file?mac=1', 'https://api.example.com/file')).toBeUndefined();
    expect(sentTo('http://other.example.net/login?next=/')).toBeUndefined();
  });
});
