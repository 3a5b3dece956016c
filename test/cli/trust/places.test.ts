import { describe, expect, test } from 'vitest';
import { type CertificateFile, commandText, trustCommands, untrustCommands } from '../../../src/cli/trust/commands.ts';
import type { Machine } from '../../../src/cli/trust/machine.ts';
import type { Place, Store } from '../../../src/cli/trust/place.ts';
import { findPlaces } from '../../../src/cli/trust/places.ts';

const NAME = 'httpwhy-1a2b3c4d';
const FILE: CertificateFile = { path: '/data/my ca.pem', sha1: 'AB12' };

interface FakeMachine {
  readonly platform?: NodeJS.Platform;
  /** Files and folders that are there. */
  readonly paths?: readonly string[];
  readonly programs?: readonly string[];
}

function machine({ platform = 'linux', paths = [], programs = [] }: FakeMachine): Machine {
  const there = (path: string) => paths.some((known) => known === path || known.startsWith(`${path}/`));
  return {
    platform,
    root: '',
    home: '/home/ann',
    isAdministrator: false,
    env: {},
    which: (program) => (programs.includes(program) ? `/usr/bin/${program}` : undefined),
    exists: there,
    isWritable: () => false,
    list: (folder) => [
      ...new Set(
        paths
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => path.slice(folder.length + 1).split('/')[0]!),
      ),
    ],
    real: (path) => path,
  };
}

const find = (fake: FakeMachine, ...stores: Store[]) => findPlaces(machine(fake), stores, NAME);
const texts = (place: Place | undefined) => [
  trustCommands(place!, FILE).map(commandText),
  untrustCommands(place!, FILE).map(commandText),
];

const DEBIAN = { paths: ['/usr/local/share/ca-certificates'], programs: ['update-ca-certificates', 'certutil'] };

describe('the store of the system', () => {
  test.each([
    [
      'Debian',
      DEBIAN,
      [
        "install -m 644 '/data/my ca.pem' /usr/local/share/ca-certificates/httpwhy-1a2b3c4d.crt",
        'update-ca-certificates',
      ],
      ['rm -f /usr/local/share/ca-certificates/httpwhy-1a2b3c4d.crt', 'update-ca-certificates --fresh'],
    ],
    [
      'Fedora',
      { paths: ['/etc/pki/ca-trust/source/anchors'], programs: ['update-ca-trust'] },
      ["install -m 644 '/data/my ca.pem' /etc/pki/ca-trust/source/anchors/httpwhy-1a2b3c4d.pem", 'update-ca-trust'],
      ['rm -f /etc/pki/ca-trust/source/anchors/httpwhy-1a2b3c4d.pem', 'update-ca-trust'],
    ],
    [
      'Arch',
      { paths: ['/etc/ca-certificates/trust-source/anchors'], programs: ['update-ca-trust'] },
      [
        "install -m 644 '/data/my ca.pem' /etc/ca-certificates/trust-source/anchors/httpwhy-1a2b3c4d.crt",
        'update-ca-trust',
      ],
      ['rm -f /etc/ca-certificates/trust-source/anchors/httpwhy-1a2b3c4d.crt', 'update-ca-trust'],
    ],
    [
      'macOS',
      { platform: 'darwin' as const },
      ["security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain '/data/my ca.pem'"],
      [
        "security remove-trusted-cert -d '/data/my ca.pem'",
        'security delete-certificate -Z AB12 /Library/Keychains/System.keychain',
      ],
    ],
    [
      'Windows',
      { platform: 'win32' as const },
      ["certutil -addstore Root '/data/my ca.pem'"],
      ['certutil -delstore Root AB12'],
    ],
  ])('%s', (_name, fake, trust, untrust) => {
    expect(texts(find(fake, 'system').places[0])).toEqual([trust, untrust]);
  });

  test('Alpine is told from Debian, whose folders it has', () => {
    const alpine = { ...DEBIAN, paths: [...DEBIAN.paths, '/etc/alpine-release'] };
    expect(find(alpine, 'system').places).toMatchObject([{ family: 'alpine' }]);
    expect(find(DEBIAN, 'system').places).toMatchObject([{ family: 'debian' }]);
  });

  test('macOS and Windows change the store of this user unless that of the system is asked for', () => {
    expect(find({ platform: 'darwin' }).places).toMatchObject([{ kind: 'keychain', scope: 'user' }]);
    expect(find({ platform: 'win32' }).places).toEqual([{ kind: 'windows', scope: 'user' }]);
  });

  test('one that is not known, or lacks its tool, is said to be', () => {
    expect(find({}, 'system')).toEqual({
      places: [],
      remarks: ['The store of this system is not known: see `httpwhy ca guide`.'],
    });
    expect(find({ paths: DEBIAN.paths, programs: ['apt-get'] }, 'system').remarks).toEqual([
      'The system has no tool for its store yet: install the package ca-certificates (apt-get install ca-certificates).',
    ]);
  });
});

describe('NSS', () => {
  const profile = '/home/ann/.mozilla/firefox/x.default';

  test('every profile with a store is found, and that of Chromium', () => {
    const { places } = find(
      { paths: [`${profile}/cert9.db`, '/home/ann/.pki/nssdb/cert9.db'], programs: ['certutil'] },
      'nss',
    );
    expect(places).toMatchObject([
      { owner: 'Chromium, Chrome, Edge', database: '/home/ann/.pki/nssdb' },
      { owner: 'Firefox', database: profile },
    ]);
    expect(texts(places[1])).toEqual([
      [`certutil -d sql:${profile} -A -n ${NAME} -t C,, -i '/data/my ca.pem'`],
      [`certutil -d sql:${profile} -D -n ${NAME}`],
    ]);
  });

  test('the store of Chromium is made where the browser is there and the store is not', () => {
    const [place] = find({ programs: ['certutil', 'chromium'] }, 'nss').places;
    expect(texts(place)[0]).toHaveLength(3);
    expect(find({ programs: ['certutil'] }, 'nss').places).toEqual([]);
  });

  test('without certutil the package is named', () => {
    expect(find({ paths: [`${profile}/cert9.db`], programs: ['apt-get'] }, 'nss').remarks).toEqual([
      'Firefox and Chromium need certutil of NSS: apt-get install libnss3-tools. Or import by hand: httpwhy ca guide firefox.',
    ]);
  });
});

test('each JDK has its store; without keytool it is passed over', () => {
  const paths = [
    '/usr/lib/jvm/a/bin/keytool',
    '/usr/lib/jvm/a/lib/security/cacerts',
    '/usr/lib/jvm/b/lib/security/cacerts',
  ];
  expect(find({ paths }, 'java').places).toMatchObject([
    { kind: 'java', keystore: '/usr/lib/jvm/a/lib/security/cacerts' },
  ]);
  expect(find({}, 'java').remarks).toEqual(['No JDK was found: set JAVA_HOME to one that has bin/keytool.']);
});
