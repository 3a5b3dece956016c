import { join } from 'node:path';
import type { Machine } from './machine.ts';
import type { Place } from './place.ts';

/** Folders with a profile of Firefox or Thunderbird in each of their folders. */
const PROFILES: readonly (readonly [owner: string, folder: string])[] = [
  ['Firefox', '.mozilla/firefox'],
  ['Firefox', '.config/mozilla/firefox'],
  ['Firefox (snap)', 'snap/firefox/common/.mozilla/firefox'],
  ['Firefox (Flatpak)', '.var/app/org.mozilla.firefox/.mozilla/firefox'],
  ['Firefox', 'Library/Application Support/Firefox/Profiles'],
  ['LibreWolf', '.librewolf'],
  ['Thunderbird', '.thunderbird'],
];

/** Stores that Chromium and its relatives share on Linux. */
const SHARED: readonly (readonly [owner: string, folder: string])[] = [
  ['Chromium, Chrome, Edge', '.pki/nssdb'],
  ['Chromium (snap)', 'snap/chromium/current/.pki/nssdb'],
];

/** Browsers that make the first of them when they need it. */
const BROWSERS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'brave-browser',
];

/** What is to be seen of NSS: its stores, whether or not its tool is there. */
export function nssPlaces(machine: Machine, nickname: string): readonly Place[] {
  const { home } = machine;
  const profiles = PROFILES.flatMap(([owner, folder]) =>
    machine.list(join(home, folder)).map((profile) => [owner, join(home, folder, profile)] as const),
  );
  const shared = SHARED.map(([owner, folder]) => [owner, join(home, folder)] as const);
  const found = [...shared, ...profiles].filter(([, database]) => machine.exists(join(database, 'cert9.db')));
  const places = found.map(([owner, database]): Place => ({ kind: 'nss', owner, database, nickname }));
  const [[owner, folder]] = SHARED as readonly [(typeof SHARED)[number]];
  const database = join(home, folder);
  const isExpected = machine.platform === 'linux' && BROWSERS.some((browser) => machine.which(browser) !== undefined);
  if (!isExpected || machine.exists(join(database, 'cert9.db'))) return places;
  return [{ kind: 'nss', owner, database, nickname, isMissing: true }, ...places];
}
