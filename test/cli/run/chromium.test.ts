import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openRoot } from '../../../src/ca/root.ts';
import { chromiumArguments, isChromium } from '../../../src/cli/run/chromium.ts';
import { temporaryFolder } from '../../support/proxy.ts';

test.each([
  'chromium',
  '/usr/bin/google-chrome-stable',
  'chromium-browser',
  'Google Chrome',
  'msedge.exe',
  'brave-browser',
])('%s is a browser of the family', (program) => expect(isChromium(program)).toBe(true));

test.each(['firefox', 'chromium-driver', 'chromedriver', 'chrome-tool.sh', 'node', ''])('%s is none', (program) =>
  expect(isChromium(program)).toBe(false),
);

describe('a browser', () => {
  const folder = temporaryFolder();
  const { certPem } = openRoot(folder.path, new Date());
  folder.remove();
  const start = (...args: string[]) => chromiumArguments(args, 'http://127.0.0.1:4000', certPem, ['db.internal']);

  test('gets a profile that lasts as long as it does, the proxy for all addresses, and our key to trust', () => {
    const { args, end } = start('https://example.com/');
    const profile = args[0]!.replace('--user-data-dir=', '');
    expect(existsSync(profile)).toBe(true);
    expect(args).toEqual([
      `--user-data-dir=${profile}`,
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--proxy-server=127.0.0.1:4000',
      '--proxy-bypass-list=<-loopback>;db.internal',
      expect.stringMatching(/^--ignore-certificate-errors-spki-list=[\w+/]{43}=$/),
      'https://example.com/',
    ]);
    end();
    expect(existsSync(profile)).toBe(false);
  });

  test('keeps the profile that the person names', () => {
    const { args, end } = start(`--user-data-dir=${process.cwd()}`);
    expect(args.filter((arg) => arg.startsWith('--user-data-dir'))).toEqual([`--user-data-dir=${process.cwd()}`]);
    end();
    expect(existsSync(process.cwd())).toBe(true);
  });
});
