import { X509Certificate } from 'node:crypto';
import { openRoot } from '../../ca/root.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { dataFolder, makeDataFolder } from '../data-folder.ts';
import { addDataOption, type DataOptions } from '../options.ts';

export const command: CommandModule = {
  register(program, terminal, finish) {
    const ca = program.command('ca').description('the certificate authority that clients must trust');
    addDataOption(ca.command('path').description('where its certificate lies; made where it is missing')).action(
      finish((options: DataOptions) => {
        print(terminal.stdout, openRoot(makeDataFolder(dataFolder(options.data, terminal.env)), new Date()).certFile);
        return 0;
      }),
    );
    addDataOption(ca.command('show').description('name, dates and fingerprint')).action(
      finish((options: DataOptions) => show(options, terminal)),
    );
  },
};

function show(options: DataOptions, terminal: Terminal): number {
  const root = openRoot(makeDataFolder(dataFolder(options.data, terminal.env)), new Date());
  const certificate = new X509Certificate(root.certPem);
  const facts: [string, string][] = [
    ['Subject', certificate.subject.replaceAll('\n', ', ')],
    ['Valid from', new Date(certificate.validFrom).toISOString()],
    ['Valid until', new Date(certificate.validTo).toISOString()],
    ['SHA-256', certificate.fingerprint256],
    ['File', root.certFile],
  ];
  print(terminal.stdout, facts.map(([name, value]) => `${name.padEnd(12)}${value}`).join('\n'));
  return 0;
}
