import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { printable } from '../exchange/printable.ts';
import { redactUrl } from '../exchange/redact.ts';
import { dataFolder } from './data-folder.ts';
import { proxyUrl } from './live-log.ts';
import type { Session } from './session.ts';
import type { ProxySettings } from './threads/messages.ts';

/** By a file that a project has, the program that runs its tests, and how. */
const PROJECTS: readonly (readonly [file: RegExp, program: string, command: string])[] = [
  [/^package\.json$/, 'npm', 'npm test'],
  [/^(?:pyproject\.toml|pytest\.ini|tox\.ini)$/, 'pytest', 'pytest'],
  [/^manage\.py$/, 'python3', 'python3 manage.py test'],
  [/^go\.mod$/, 'go', 'go test ./...'],
  [/^Cargo\.toml$/, 'cargo', 'cargo test'],
  [/^Gemfile$/, 'bundle', 'bundle exec rake test'],
  [/^mvnw?$|^pom\.xml$/, 'mvn', 'mvn test'],
  [/^(?:build|settings)\.gradle(?:\.kts)?$/, 'gradle', 'gradle test'],
  [/^composer\.json$/, 'composer', 'composer test'],
  [/^.*\.(?:sln|csproj)$/, 'dotnet', 'dotnet test'],
  [/^mix\.exs$/, 'mix', 'mix test'],
];

/** Where no project lies in the folder: a program of the kind that most people have. */
const PROGRAMS: readonly (readonly [program: string, command: string])[] = [
  ['node', 'node app.js'],
  ['python3', 'python3 app.py'],
  ['ruby', 'ruby app.rb'],
  ['java', 'java -jar app.jar'],
  ['php', 'php app.php'],
];

const MOST_COMMANDS = 3;

/** Commands, three at most, that fill an empty log, for the project in this folder and the clients on this machine. */
export function firstCommands(
  session: Pick<Session, 'host' | 'port' | 'folder' | 'caFile'> & { readonly settings: Pick<ProxySettings, 'reverse'> },
  folder: string,
  env: NodeJS.ProcessEnv,
): readonly string[] {
  // Another terminal knows neither this one's --data nor its HTTPWHY_HOME.
  const data = session.folder === dataFolder(undefined, {}) ? '' : ` --data ${quoted(session.folder)}`;
  const isThere = (program: string) => isOnPath(program, env);
  const program = PROGRAMS.find(([name]) => isThere(name))?.[1] ?? 'COMMAND';
  // Who stands in for a server is called by its own address, and needs neither variables nor the CA.
  const { reverse } = session.settings;
  const standIn = reverse === null ? [] : [`curl ${proxyUrl(session)}/  # goes to ${printable(redactUrl(reverse))}`];
  return [
    ...standIn,
    `httpwhy run${data} -- ${testCommand(filesIn(folder), isThere) ?? program}`,
    isThere('curl')
      ? `curl -x ${proxyUrl(session)} --cacert ${quoted(session.caFile)} https://example.com/`
      : `httpwhy run${data} -- wget -qO- https://example.com/`,
    `eval "$(httpwhy env${data} --port ${session.port})" && ${program}`,
  ].slice(0, MOST_COMMANDS);
}

/** How the tests of the project are run whose files these are. */
export function testCommand(files: readonly string[], isThere: (program: string) => boolean): string | undefined {
  const project = PROJECTS.find(([file, program]) => isThere(program) && files.some((name) => file.test(name)));
  return project?.[2];
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isOnPath(program: string, { PATH = '' }: NodeJS.ProcessEnv): boolean {
  const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.cmd`] : [program];
  return PATH.split(delimiter).some((folder) => folder !== '' && names.some((name) => existsSync(join(folder, name))));
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
