import { isIP } from 'node:net';
import { startChild } from './child.ts';
import { containerOptions } from './containers.ts';
import { dockerRun } from './docker-command.ts';
import { DOCKER_VARIABLE, type DockerSettings } from './docker-wrapper.ts';

// What stands for `docker` on the PATH of a command under `httpwhy run`: docker itself, with options for the containers.
const { program, proxy, listensOn } = JSON.parse(process.env[DOCKER_VARIABLE] ?? '{}') as DockerSettings;
const ending = await startChild(program, argumentsFor(process.argv.slice(2)), {
  stdio: 'inherit',
  hasTerminal: process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY,
}).ending;
if (ending.kind === 'not-started') process.stderr.write(`httpwhy: ${ending.message} ${ending.nextStep}\n`);
process.exitCode = ending.exitCode;

function argumentsFor(args: readonly string[]): readonly string[] {
  const run = dockerRun(args);
  if (run === undefined) return args;
  if (run.network === 'bridge' && !isReachable(listensOn)) {
    process.stderr.write(
      `httpwhy: a container cannot reach a proxy on ${listensOn}, so this one goes past it. Give it --network host, or start with \`httpwhy run --host 172.17.0.1 -- …\` (the address of docker0).\n`,
    );
    return args;
  }
  return [...args.slice(0, run.place), ...containerOptions(proxy, run.network), ...args.slice(run.place)];
}

/** Docker Desktop connects containers to the loopback interface, docker on Linux does not. */
function isReachable(host: string): boolean {
  if (process.platform !== 'linux') return true;
  return !(host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.')));
}
