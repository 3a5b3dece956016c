import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, has, type Place } from './client.ts';

function repository({ folder }: Place): string {
  const own = join(folder, 'repository');
  mkdirSync(own, { recursive: true });
  spawnSync('git', ['init', '-q'], { cwd: own });
  return own;
}

export const TOOL_CLIENTS: readonly Client[] = [
  { name: 'curl', isFast: true, isThere: () => has('curl', '--version'), command: (url) => ['curl', '-sS', url] },
  { name: 'wget', isFast: true, isThere: () => has('wget', '--version'), command: (url) => ['wget', '-qO-', url] },
  { name: 'HTTPie', isThere: () => has('http', '--version'), command: (url) => ['http', '-b', '--ignore-stdin', url] },
  {
    name: 'aria2',
    limit: 'it reads the roots of the system, or those of --ca-certificate: httpwhy ca trust --system',
    isThere: () => has('aria2c', '--version'),
    command: (url, { folder }) => {
      const options = `-q --allow-overwrite=true -d '${folder}' -o aria2.txt`;
      return [
        'sh',
        '-c',
        `rm -f '${join(folder, 'aria2.txt')}'; aria2c ${options} '${url}'; cat '${join(folder, 'aria2.txt')}'`,
      ];
    },
  },
  { name: 'lynx', isThere: () => has('lynx', '-version'), command: (url) => ['lynx', '-source', url] },
  { name: 'w3m', isThere: () => has('w3m', '-version'), command: (url) => ['w3m', '-dump_source', url] },
  {
    name: 'rclone',
    isThere: () => has('rclone', 'version'),
    skipsLocalhost: true,
    command: (url) => ['rclone', '--config', '/dev/null', 'copyurl', '--stdout', url],
  },
  {
    name: 'git',
    isThere: () => has('git', '--version'),
    command: (url) => ['git', 'ls-remote', url],
  },
  {
    name: 'git-lfs',
    isThere: () => has('git', 'lfs', 'version'),
    skipsLocalhost: true,
    command: (url, place) => ['git', '-C', repository(place), '-c', `lfs.url=${url}`, 'lfs', 'locks', '--json'],
  },
  {
    name: 'Mercurial',
    isThere: () => has('hg', '--version'),
    skipsLocalhost: true,
    command: (url) => ['hg', 'identify', '--id', url],
  },
  {
    name: 'gh',
    isThere: () => has('gh', '--version'),
    skipsLocalhost: true,
    command: (url) => ['env', 'GH_TOKEN=x', 'GH_PROMPT_DISABLED=1', 'gh', 'api', url],
  },
  {
    name: 'kubectl',
    isThere: () => has('kubectl', 'version', '--client'),
    skipsLocalhost: true,
    command: (url) => {
      const { origin, pathname } = new URL(url);
      return ['kubectl', '--kubeconfig', '/dev/null', '--token', 'x', '--server', origin, 'get', '--raw', pathname];
    },
  },
  {
    name: 'aws',
    isThere: () => has('aws', '--version'),
    command: (url) => [
      ...['env', 'AWS_ACCESS_KEY_ID=x', 'AWS_SECRET_ACCESS_KEY=x', 'AWS_DEFAULT_REGION=eu-west-1', 'AWS_PAGER='],
      ...['aws', '--endpoint-url', url, 'dynamodb', 'list-tables', '--output', 'text'],
    ],
  },
  {
    name: 'docker, a remote engine',
    isThere: () => has('docker', '--version'),
    skipsLocalhost: true,
    command: (url) => {
      const { host, protocol } = new URL(url);
      // An engine with TLS has a CA of its own, which must be named.
      const secure = protocol === 'https:' ? '--tlsverify --tlscacert "$HTTPWHY_CA_FILE"' : '';
      return ['sh', '-c', `docker -H tcp://${host} ${secure} ps --format '{{.Image}} {{.Names}}'`];
    },
  },
  {
    name: 'Subversion',
    limit: 'it reads its proxy from ~/.subversion/servers only',
    isThere: () => has('svn', '--version'),
    command: (url) => ['svn', '--non-interactive', 'info', url],
  },
  {
    name: 'Chromium',
    isThere: () => has('chromium', '--version'),
    command: (url) => ['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--dump-dom', url],
  },
];
