import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, has, type Place } from './client.ts';

const binary = (name: string, { packages }: Place): string => join(packages, 'node_modules', '.bin', name);
const mount = (url: string): string => new URL(url).pathname.slice(1);

/** A project of its own for each run: what one has fetched the next must not find. */
function project({ folder }: Place, url: string, name: string, text: string): string {
  const own = join(folder, `project-${url.replace(/\W+/g, '-')}`);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, name), text);
  return own;
}

const sh = (script: string, ...words: readonly string[]): string[] => ['sh', '-c', script, 'sh', ...words];

/** What fetches packages: each is asked of one called `answer`, and prints what the origin says of it. */
export const PACKAGE_CLIENTS: readonly Client[] = [
  {
    name: 'npm',
    isThere: () => has('npm', '--version'),
    command: (url, { folder }) => {
      const options = [`--registry=${new URL(url).origin}`, '--cache', join(folder, 'npm')];
      return ['npm', 'view', ...options, mount(url), 'name'];
    },
  },
  {
    name: 'yarn 1',
    isThere: (place) => existsSync(binary('yarn', place)),
    command: (url, place) => [
      ...[binary('yarn', place), 'info', mount(url), 'name', '--json', '--registry', new URL(url).origin],
      ...['--cache-folder', join(place.folder, 'yarn')],
    ],
  },
  {
    name: 'pnpm',
    isThere: (place) => existsSync(binary('pnpm', place)),
    command: (url, place) => [binary('pnpm', place), 'view', mount(url), 'name', `--registry=${new URL(url).origin}`],
  },
  {
    name: 'bun fetch',
    isThere: (place) => has(binary('bun', place), '--version'),
    command: (url, place) => [binary('bun', place), '-e', `console.log(await (await fetch('${url}')).text())`],
  },
  {
    name: 'bun pm view',
    isThere: (place) => has(binary('bun', place), '--version'),
    command: (url, place) => [
      ...['env', `npm_config_registry=${new URL(url).origin}/`],
      ...[binary('bun', place), 'pm', 'view', mount(url), 'name'],
    ],
  },
  {
    name: 'deno fetch',
    isThere: (place) => has(binary('deno', place), '--version'),
    command: (url, place) => [...[binary('deno', place), 'eval', `console.log(await (await fetch('${url}')).text())`]],
  },
  {
    name: 'pip',
    isThere: () => has('pip', 'index', '--help'),
    command: (url) => [
      ...['pip', '--disable-pip-version-check', '--no-cache-dir', 'index', 'versions', 'answer'],
      ...['--index-url', `${url}/simple/`],
    ],
  },
  {
    name: 'cargo',
    isThere: () => has('cargo', 'search', '--help'),
    command: (url, { folder }) => [
      // In clear text it would speak HTTP/2 from the first byte on.
      ...['env', 'CARGO_HTTP_MULTIPLEXING=false', `CARGO_HOME=${join(folder, 'cargo')}`],
      ...['cargo', 'search', '--index', `sparse+${url}/`, 'answer'],
    ],
  },
  {
    name: 'Maven',
    isThere: () => has('mvn', '--version'),
    command: (url, place) => {
      const coordinates = '<groupId>test</groupId><version>1.0.0</version>';
      const text = `<project><modelVersion>4.0.0</modelVersion><parent>${coordinates}<artifactId>answer</artifactId>
        <relativePath/></parent><artifactId>child</artifactId><packaging>pom</packaging><repositories><repository>
        <id>origin</id><url>${url}</url></repository></repositories></project>`;
      const own = project(place, url, 'pom.xml', text);
      return sh('cd "$1" && mvn -B -q -Dstyle.color=never -Dmaven.repo.local="$1/m2" validate && echo found', own);
    },
  },
  {
    name: 'Gradle',
    isThere: () => has('gradle', '--version'),
    command: (url, place) => {
      const text = `repositories { maven { url '${url}' } }
        configurations { c }
        dependencies { c 'test:answer:1.0.0@pom' }
        task show { doLast { println configurations.c.singleFile.text } }`;
      const own = project(place, url, 'build.gradle', text);
      return sh('cd "$1" && gradle --no-daemon -q -g "$1/home" show', own);
    },
  },
  {
    name: 'Composer',
    isThere: () => has('composer', '--version'),
    command: (url, place) => {
      const repositories = [{ type: 'composer', url }, { 'packagist.org': false }];
      const text = JSON.stringify({ repositories, config: { 'secure-http': false } });
      const own = project(place, url, 'composer.json', text);
      const options = '--no-interaction --no-plugins --no-cache';
      return sh(
        `cd "$1" && COMPOSER_ALLOW_SUPERUSER=1 composer show -a ${options} test/answer 2>/dev/null | grep versions`,
        own,
      );
    },
  },
];
