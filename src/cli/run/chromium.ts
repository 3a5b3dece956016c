import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const BROWSERS =
  /^(?:chromium|chrome|google[ -]chrome|microsoft[ -]edge|msedge|brave|vivaldi)(?:[ -](?:browser|stable|beta|dev|unstable|canary|nightly))*(?:\.exe)?$/i;

/** A profile that lasts an hour needs no welcome, and its calls to the browser's maker would only fill the log. */
const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Browser {
  readonly args: readonly string[];
  /** Removes the profile. */
  readonly end: () => void;
}

/** A browser of the Chromium family, which reads neither our variables nor a bundle. */
export function isChromium(program: string): boolean {
  return BROWSERS.test(basename(program));
}

/**
 * The arguments for a browser with a throw-away profile that goes through the proxy, this machine's own addresses
 * included, and accepts our CA. A profile that the person names stays, and is theirs.
 */
export function chromiumArguments(
  args: readonly string[],
  proxyUrl: string,
  caPem: string,
  bypass: readonly string[],
): Browser {
  const own = args.some((arg) => arg.startsWith('--user-data-dir'))
    ? null
    : mkdtempSync(join(tmpdir(), 'httpwhy-browser-'));
  const publicKey = new X509Certificate(caPem).publicKey.export({ type: 'spki', format: 'der' });
  return {
    args: [
      ...(own === null ? [] : [`--user-data-dir=${own}`, ...QUIET]),
      `--proxy-server=${new URL(proxyUrl).host}`,
      // Takes back the rule that addresses of this machine are reached directly.
      `--proxy-bypass-list=${['<-loopback>', ...bypass].join(';')}`,
      `--ignore-certificate-errors-spki-list=${createHash('sha256').update(publicKey).digest('base64')}`,
      ...args,
    ],
    end() {
      // Its last processes may still write into it for a moment.
      if (own !== null) rmSync(own, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
