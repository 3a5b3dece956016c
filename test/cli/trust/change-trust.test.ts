import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rotateRoot } from '../../../src/ca/change-root.ts';
import { openRoot } from '../../../src/ca/root.ts';
import { sha1Of, storeName } from '../../../src/cli/trust/certificate-file.ts';
import { isTrusted, type TrustSurroundings, trustIn, untrust } from '../../../src/cli/trust/change-trust.ts';
import { TrustJournal } from '../../../src/cli/trust/journal.ts';
import { thisMachine } from '../../../src/cli/trust/machine.ts';
import type { Store } from '../../../src/cli/trust/place.ts';
import { findPlaces } from '../../../src/cli/trust/places.ts';
import { runCommand } from '../../../src/cli/trust/runner.ts';
import { temporaryFolder } from '../../support/proxy.ts';

const has = (program: string, ...args: string[]) => spawnSync(program, args).error === undefined;
const ENV = { PATH: `${process.env.PATH}:/usr/sbin` };

/** A CA and a machine of its own: everything of the system lies below one folder, and so does the home. */
async function withMachine(
  use: (trial: {
    readonly root: string;
    readonly data: string;
    readonly said: string[];
    readonly surroundings: TrustSurroundings;
    readonly trust: (store: Store, changes?: Partial<TrustSurroundings>) => Promise<boolean>;
  }) => Promise<void>,
): Promise<void> {
  const folder = temporaryFolder();
  try {
    const root = realpathSync(folder.path);
    const data = join(root, 'data');
    openRoot(data, new Date());
    const home = join(root, 'home');
    mkdirSync(home);
    const said: string[] = [];
    const surroundings: TrustSurroundings = {
      machine: { ...thisMachine({ ...ENV, HOME: home }, root), isAdministrator: true },
      journal: new TrustJournal(data),
      run: runCommand,
      say: (line) => said.push(line),
      mayChangeMachine: async () => true,
      now: () => 1,
      isTrial: false,
    };
    await use({
      root,
      data,
      said,
      surroundings,
      trust(store, changes = {}) {
        const { certPem: pem, certFile: path } = openRoot(data, new Date());
        const { places } = findPlaces(surroundings.machine, [store], storeName(pem));
        return trustIn(places, { pem, file: { path, sha1: sha1Of(pem) } }, { ...surroundings, ...changes });
      },
    });
  } finally {
    folder.remove();
  }
}

function makeDebian(root: string): string {
  for (const path of ['usr/local/share/ca-certificates', 'etc/ssl/certs', 'etc/ca-certificates/update.d']) {
    mkdirSync(join(root, path), { recursive: true });
  }
  return join(root, 'etc/ssl/certs/ca-certificates.crt');
}

describe.runIf(process.platform === 'linux' && existsSync('/usr/sbin/update-ca-certificates'))('Debian’s store', () => {
  test('gets the CA and loses it, also after the CA has been rotated', () =>
    withMachine(async ({ root, data, trust, surroundings }) => {
      const bundle = makeDebian(root);
      const { certPem } = openRoot(data, new Date());
      expect(await trust('system')).toBe(true);
      expect(readFileSync(bundle, 'utf8')).toContain(certPem.trim());
      rotateRoot(data, new Date());
      const entries = surroundings.journal.entries();
      expect(entries).toHaveLength(1);
      expect(await untrust(entries, surroundings)).toBe(true);
      expect(readFileSync(bundle, 'utf8')).not.toContain(certPem.trim());
      expect(surroundings.journal.entries()).toEqual([]);
    }));

  test('is not touched where the person says no, or only wants to see the commands', () =>
    withMachine(async ({ root, trust, said, surroundings }) => {
      const bundle = makeDebian(root);
      expect(await trust('system', { mayChangeMachine: async () => false })).toBe(false);
      expect(said.at(-1)).toBe('Nothing was changed.');
      expect(await trust('system', { isTrial: true })).toBe(true);
      expect(existsSync(bundle)).toBe(false);
      expect(surroundings.journal.entries()).toEqual([]);
    }));
});

test.each([
  [0, ['-list', '-delete']],
  [1, ['-list']],
])(
  'what Debian’s tool has put into Java’s store (%i: it is there) goes, too, after the store of the system',
  (code, expected) =>
    withMachine(async ({ root, surroundings, data }) => {
      makeDebian(root);
      mkdirSync(join(root, 'etc/ssl/certs/java'));
      writeFileSync(join(root, 'etc/ssl/certs/java/cacerts'), '');
      const { certPem: pem } = openRoot(data, new Date());
      const name = storeName(pem);
      const ran: string[] = [];
      const run: TrustSurroundings['run'] = async ([program, ...args]) => {
        ran.push(`${program} ${args.join(' ')}`);
        return { code: program === '/jdk/keytool' && args.includes('-list') ? code : 0, output: '' };
      };
      const machine = {
        ...surroundings.machine,
        which: (tool: string) => `/jdk/${tool}`,
        real: (path: string) => path,
      };
      const [place] = findPlaces(machine, ['system'], name).places;
      surroundings.journal.add({ place: place!, pem, at: 1 });
      expect(await untrust(surroundings.journal.entries(), { ...surroundings, machine, run })).toBe(true);
      const keytool = ran.filter((command) => command.startsWith('/jdk/keytool'));
      expect([...new Set(keytool.map((command) => command.split(' ')[1]))]).toEqual(expected);
      for (const command of keytool) expect(command).toContain(` -alias debian:${name}.pem `);
      expect(ran.at(-1)).toMatch(code === 0 ? /keytool -delete/ : /--fresh/);
      expect(surroundings.journal.entries()).toEqual([]);
    }),
);

test('a command that fails is said, and the place stays in the journal, to be undone', () =>
  withMachine(async ({ root, trust, said, surroundings }) => {
    makeDebian(root);
    const run: TrustSurroundings['run'] = async () => ({ code: 3, output: 'no space left\n' });
    const machine = { ...surroundings.machine, which: () => '/bin/x' };
    const { certPem: pem, certFile: path } = openRoot(join(root, 'data'), new Date());
    const { places } = findPlaces(machine, ['system'], storeName(pem));
    expect(await trustIn(places, { pem, file: { path, sha1: '' } }, { ...surroundings, run })).toBe(false);
    expect(said.at(-1)).toMatch(/^✗ the system \(Debian, Ubuntu\): .*`install -m 644 .*` ended with 3: no space left$/);
    expect(surroundings.journal.entries()).toHaveLength(1);
    void trust;
  }));

test.runIf(has('certutil', '-H') && process.platform === 'linux')('a store of NSS gets the CA and loses it', () =>
  withMachine(async ({ root, trust, surroundings }) => {
    const database = join(root, 'home/.pki/nssdb');
    mkdirSync(database, { recursive: true });
    spawnSync('certutil', ['-d', `sql:${database}`, '-N', '--empty-password']);
    const mayChangeMachine = async () => {
      throw new Error('asked for what is this user’s own');
    };
    expect(await trust('nss', { mayChangeMachine })).toBe(true);
    expect(await trust('nss', { mayChangeMachine })).toBe(true); // it is there already
    const [entry] = surroundings.journal.entries();
    const listed = () => spawnSync('certutil', ['-d', `sql:${database}`, '-L'], { encoding: 'utf8' }).stdout;
    expect(listed()).toMatch(/httpwhy-[0-9a-f]{8}\s+C,,/);
    expect(await untrust([entry!], surroundings)).toBe(true);
    expect(listed()).not.toContain('httpwhy');
  }),
);

const java = spawnSync('sh', ['-c', 'readlink -f "$(command -v keytool)"'], { encoding: 'utf8' }).stdout.trim();
const cacerts = java === '' ? '' : join(dirname(dirname(java)), 'lib/security/cacerts');

test.runIf(existsSync(cacerts))(
  'the trust store of a JDK gets the CA and loses it, and one that somebody emptied is no failure',
  () =>
    withMachine(async ({ root, trust, surroundings }) => {
      const home = join(root, 'usr/lib/jvm/some-jdk');
      mkdirSync(join(home, 'bin'), { recursive: true });
      mkdirSync(join(home, 'lib/security'), { recursive: true });
      symlinkSync(java, join(home, 'bin/keytool'));
      copyFileSync(cacerts, join(home, 'lib/security/cacerts'));
      expect(await trust('java')).toBe(true);
      const [entry] = surroundings.journal.entries();
      const file = { path: '', sha1: '' };
      expect(await isTrusted(entry!.place, entry!.pem, file, surroundings)).toBe(true);
      expect(await untrust([entry!], surroundings)).toBe(true);
      expect(await isTrusted(entry!.place, entry!.pem, file, surroundings)).toBe(false);
      surroundings.journal.add(entry!);
      expect(await untrust([entry!], surroundings)).toBe(true);
      expect(surroundings.journal.entries()).toEqual([]);
    }),
);

test('a journal that somebody has changed is not followed', () =>
  withMachine(async ({ data, surroundings }) => {
    const place = { kind: 'anchor', family: 'debian', file: '/etc/passwd' };
    writeFileSync(join(data, 'trust.json'), JSON.stringify([{ place, pem: 'x', at: 1 }]));
    expect(() => surroundings.journal.entries()).toThrow(
      `The list of places that trust the CA, ${data}/trust.json, is damaged.`,
    );
  }));
