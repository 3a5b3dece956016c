import { UserError } from '../../exchange/user-error.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import type { Check } from '../doctor/check.ts';
import { checkClients } from '../doctor/client-checks.ts';
import { CLIENTS, type FoundClient, findClients, slowClients } from '../doctor/clients.ts';
import { doctorSummary, doctorText } from '../doctor/doctor-text.ts';
import { checkEnvironment } from '../doctor/environment-checks.ts';
import { checkCa, checkDataFolder, checkPort } from '../doctor/place-checks.ts';
import { checkSystemTrust, checkTrustedPlaces } from '../doctor/trust-checks.ts';
import { addDataOption, type DataOptions, DEFAULT_PORT, parsePort } from '../options.ts';
import { hasColour } from '../plain-line.ts';
import { isListening } from '../running.ts';
import { TrustJournal } from '../trust/journal.ts';
import { type Machine, thisMachine } from '../trust/machine.ts';
import { runCommand } from '../trust/runner.ts';

interface DoctorOptions extends DataOptions {
  readonly json?: boolean;
  readonly port: number;
}

export const command: CommandModule = {
  register(program, terminal, finish) {
    const doctor = program
      .command('doctor')
      .description('does everything work: port, data folder, CA, other proxies, and each client, tried for real')
      .argument('[command]', 'try this client only, for example node, python3, java or /path/to/python')
      .option('--port <n>', 'port that the proxy will want', parsePort, DEFAULT_PORT)
      .option('--json', 'one JSON object');
    addDataOption(doctor).action(
      finish((name: string | undefined, options: DoctorOptions) => examine(name, options, terminal)),
    );
  },
};

async function examine(name: string | undefined, options: DoctorOptions, terminal: Terminal): Promise<number> {
  const { env, stdout, stderr } = terminal;
  const machine = thisMachine(env);
  const clients = clientsFor(machine, name);
  const folder = dataFolder(options.data, env);
  const folderCheck = checkDataFolder(folder);
  const checks: Check[] = [folderCheck];
  if (folderCheck.state !== 'failure') {
    const { check, root } = checkCa(folder, new Date());
    checks.push(check);
    checks.push(await checkPort(options.port, folder));
    checks.push(...(await checkEnvironment(env, { isListening })));
    if (root !== undefined) {
      checks.push(checkSystemTrust(root.certPem));
      checks.push(...(await checkTrustedPlaces(new TrustJournal(folder), root.certPem, runCommand)));
      const progress = progressOn(stderr);
      checks.push(...(await checkClients(clients, { folder, data: options.data, env, onTrial: progress.show })));
      progress.end();
    }
  }
  const isWell = checks.every(({ state }) => state !== 'failure');
  if (options.json === true) print(stdout, JSON.stringify({ ok: isWell, checks }, null, 2));
  else {
    print(stdout, doctorText(checks, hasColour(stdout, env)));
    const slow = name === undefined ? slowClients(machine) : [];
    const more = slow.length === 0 ? '' : ` Not tried, because it takes long: httpwhy doctor ${slow.join(' | ')}.`;
    print(stdout, `\n${doctorSummary(checks)}${more}`);
  }
  return isWell ? 0 : 1;
}

function clientsFor(machine: Machine, name: string | undefined): readonly FoundClient[] {
  const clients = findClients(machine, name);
  if (name === undefined || clients.length > 0) return clients;
  const known = [...new Set(CLIENTS.flatMap(({ programs }) => programs[0] ?? []))].join(', ');
  throw new UserError(
    'no-such-client',
    `${name} is not installed, or not a client that the doctor can make call a server.`,
    `It knows ${known}; any other program: httpwhy run -- ${name} …`,
    2,
  );
}

/** A line for each trial; on a terminal each in the place of the one before. */
function progressOn(stream: NodeJS.WriteStream) {
  const isTerminal = stream.isTTY === true;
  return {
    show(name: string, number: number, total: number): void {
      const line = `trying ${name} (${number} of ${total}) …`;
      stream.write(isTerminal ? `\r\x1b[K${line}` : `httpwhy: ${line}\n`);
    },
    end(): void {
      if (isTerminal) stream.write('\r\x1b[K');
    },
  };
}
