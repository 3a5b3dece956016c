import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { importRoot, rotateRoot } from '../../ca/change-root.ts';
import { reasonOf } from '../../ca/file-error.ts';
import { openRoot, type Root } from '../../ca/root.ts';
import { trustStore } from '../../ca/trust-store.ts';
import { UserError } from '../../exchange/user-error.ts';
import { type CommandModule, type Finish, print, type Terminal } from '../command.ts';
import { dataFolder, makeDataFolder } from '../data-folder.ts';
import { addDataOption, type DataOptions } from '../options.ts';
import { consents } from '../question.ts';
import { runningProxy } from '../running.ts';
import { sha1Of, storeName } from '../trust/certificate-file.ts';
import { type TrustSurroundings, trustIn, untrust } from '../trust/change-trust.ts';
import { guide, guideNames } from '../trust/guides.ts';
import { TrustJournal } from '../trust/journal.ts';
import { thisMachine } from '../trust/machine.ts';
import { describePlace, type Store, storeOf } from '../trust/place.ts';
import { findPlaces } from '../trust/places.ts';
import { runCommand } from '../trust/runner.ts';

interface TrustOptions extends DataOptions {
  readonly system?: boolean;
  readonly nss?: boolean;
  readonly java?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

interface ExportOptions extends DataOptions {
  readonly format: 'pem' | 'der' | 'p12';
  readonly output?: string;
  readonly password: string;
}

export const command: CommandModule = {
  register(program, terminal, finish) {
    const ca = program.command('ca').description('the certificate authority that clients must trust');
    addDataOption(ca.command('path').description('where its certificate lies; made where it is missing')).action(
      finish((options: DataOptions) => {
        print(terminal.stdout, rootOf(options, terminal).certFile);
        return 0;
      }),
    );
    addDataOption(ca.command('show').description('name, dates, fingerprint, and where it is trusted')).action(
      finish((options: DataOptions) => show(options, terminal)),
    );
    registerTrust(ca, terminal, finish);
    ca.command('guide')
      .description('how to make a platform or client trust it by hand; without a name, which there are')
      .argument('[name]', 'ios, android, firefox, docker, …')
      .action(
        finish((name: string | undefined) => {
          print(terminal.stdout, name === undefined ? guideNames().join('\n') : guide(name));
          return 0;
        }),
      );
    registerChanges(ca, terminal, finish);
    addDataOption(ca.command('export'))
      .description('the certificate, never the key')
      .addOption(
        new Option('--format <format>', 'p12 is a trust store for Java').choices(['pem', 'der', 'p12']).default('pem'),
      )
      .option('-o, --output <file>', 'write it there')
      .option('--password <text>', 'of the trust store; it protects nothing', 'changeit')
      .action(finish((options: ExportOptions) => exportCertificate(options, terminal)));
  },
};

function registerTrust(ca: Command, terminal: Terminal, finish: Finish): void {
  const withStores = (command: Command) =>
    addDataOption(command)
      .option('--system', 'the store of the system (macOS, Windows: for all users)')
      .option('--nss', 'Firefox, Chromium and others that use NSS')
      .option('--java', 'the trust stores of the JDKs')
      .option('--yes', 'do not ask before changing what all users of the machine share')
      .option('--dry-run', 'only show the commands');
  withStores(ca.command('trust'))
    .description('make this machine trust it: every store that is found, or those named')
    .action(finish((options: TrustOptions) => trust(options, terminal)));
  withStores(ca.command('untrust'))
    .description('undo every `ca trust` of this data folder')
    .action(finish((options: TrustOptions) => undo(options, terminal)));
}

function registerChanges(ca: Command, terminal: Terminal, finish: Finish): void {
  addDataOption(ca.command('rotate'))
    .description('make a new one; the old key is removed')
    .action(
      finish((options: DataOptions) => {
        const folder = folderOf(options, terminal);
        sayReplaced(rotateRoot(folder, new Date()), folder, terminal);
        return 0;
      }),
    );
  addDataOption(ca.command('import'))
    .description('use one of your own in its place, for example that of mkcert')
    .argument('<certificate>', 'PEM or DER')
    .argument('<key>', 'its private key, EC or RSA, unencrypted')
    .action(
      finish((certificate: string, key: string, options: DataOptions) => {
        const folder = folderOf(options, terminal);
        sayReplaced(importRoot(folder, certificate, key, new Date()), folder, terminal);
        return 0;
      }),
    );
}

async function trust(options: TrustOptions, terminal: Terminal): Promise<number> {
  const { certPem, certFile } = rootOf(options, terminal);
  const surroundings = surroundingsOf(options, terminal);
  const { places, remarks } = findPlaces(surroundings.machine, storesOf(options), storeName(certPem));
  const isWhole =
    places.length === 0 ||
    (await trustIn(places, { pem: certPem, file: { path: certFile, sha1: sha1Of(certPem) } }, surroundings));
  for (const remark of remarks) print(terminal.stderr, remark);
  if (isWhole && places.length > 0 && options.dryRun !== true) {
    print(
      terminal.stdout,
      'Programs that run already see it when they are started anew. `httpwhy ca untrust` undoes it all.',
    );
  }
  return isWhole && places.length > 0 ? 0 : 1;
}

async function undo(options: TrustOptions, terminal: Terminal): Promise<number> {
  const surroundings = surroundingsOf(options, terminal);
  const stores = storesOf(options);
  const entries = surroundings.journal
    .entries()
    .filter(({ place }) => stores.length === 0 || stores.includes(storeOf(place)));
  if (entries.length === 0) {
    print(terminal.stdout, 'Nothing to undo: `httpwhy ca trust` has put the CA of this data folder nowhere.');
    return 0;
  }
  return (await untrust(entries, surroundings)) ? 0 : 1;
}

function surroundingsOf(options: TrustOptions, terminal: Terminal): TrustSurroundings {
  return {
    machine: thisMachine(terminal.env),
    journal: new TrustJournal(folderOf(options, terminal)),
    run: runCommand,
    say: (line) => print(terminal.stdout, line),
    mayChangeMachine: () =>
      consents(terminal, 'These commands change the machine for all its users.', {
        yes: options.yes === true,
        question: 'Run them?',
      }),
    now: Date.now,
    isTrial: options.dryRun === true,
  };
}

function storesOf({ system, nss, java }: TrustOptions): readonly Store[] {
  const chosen: readonly (readonly [Store, boolean | undefined])[] = [
    ['system', system],
    ['nss', nss],
    ['java', java],
  ];
  return chosen.flatMap(([store, isChosen]) => (isChosen === true ? [store] : []));
}

function show(options: DataOptions, terminal: Terminal): number {
  const root = rootOf(options, terminal);
  const certificate = new X509Certificate(root.certPem);
  const entries = new TrustJournal(folderOf(options, terminal)).entries();
  const facts: (readonly [string, string])[] = [
    ['Subject', certificate.subject.replaceAll('\n', ', ')],
    ['Valid from', new Date(certificate.validFrom).toISOString()],
    ['Valid until', new Date(certificate.validTo).toISOString()],
    ['SHA-256', certificate.fingerprint256],
    ['File', root.certFile],
    ...entries.map(({ place, pem }) => {
      const what = pem === root.certPem ? '' : ' (an earlier CA of this folder)';
      return ['Trusted in', `${describePlace(place)}${what}`] as const;
    }),
  ];
  print(terminal.stdout, facts.map(([name, value]) => `${name.padEnd(12)}${value}`).join('\n'));
  return 0;
}

/** What a change of the CA leaves to do. */
function sayReplaced(root: Root, folder: string, { stdout }: Terminal): void {
  print(stdout, `The CA is now ${new X509Certificate(root.certPem).subject.replaceAll('\n', ', ')}: ${root.certFile}`);
  const running = runningProxy(folder);
  if (running !== undefined) {
    print(stdout, `The proxy on port ${running.port} goes on with the old one: start it anew.`);
  }
  if (new TrustJournal(folder).entries().some(({ pem }) => pem !== root.certPem)) {
    print(stdout, 'The old one is still trusted on this machine: `httpwhy ca untrust`, then `httpwhy ca trust`.');
  } else
    print(stdout, 'Clients that were told to trust the old one must be told anew; `httpwhy run` does so by itself.');
}

function exportCertificate(options: ExportOptions, terminal: Terminal): number {
  const { certPem } = rootOf(options, terminal);
  const bytes = {
    pem: () => Buffer.from(certPem),
    der: () => new X509Certificate(certPem).raw,
    p12: () => trustStore([{ pem: certPem, alias: storeName(certPem) }], options.password),
  }[options.format]();
  if (options.output !== undefined) {
    writeCertificate(options.output, bytes);
    return 0;
  }
  if (options.format !== 'pem' && terminal.stdout.isTTY) {
    throw new UserError('binary-on-terminal', `${options.format} is binary.`, 'Name a file with -o FILE.', 2);
  }
  terminal.stdout.write(bytes);
  return 0;
}

function writeCertificate(file: string, bytes: Buffer): void {
  try {
    // It is public: whoever has to trust it may read it.
    writeFileSync(file, bytes, { mode: 0o644 });
  } catch (error) {
    throw new UserError('unwritable-file', `${file} cannot be written: ${reasonOf(error)}.`, 'Choose another with -o.');
  }
}

const folderOf = ({ data }: DataOptions, { env }: Terminal): string => makeDataFolder(dataFolder(data, env));

const rootOf = (options: DataOptions, terminal: Terminal): Root => openRoot(folderOf(options, terminal), new Date());
