import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, has, q } from './client.ts';

/** The Python of the system has the packages of the system; another may come first on the PATH. */
const SYSTEM_PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

const python = (name: string, modules: string, code: (url: string) => string): Client => ({
  name: `Python ${name}`,
  isFast: true,
  isThere: () => has(SYSTEM_PYTHON, '-c', `import ${modules}`),
  command: (url) => [SYSTEM_PYTHON, '-c', code(q(url))],
});

export const PYTHON_CLIENTS: readonly Client[] = [
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
  python('pycurl', 'pycurl', (url) => `import pycurl; c = pycurl.Curl(); c.setopt(c.URL, ${url}); c.perform()`),
  {
    ...python(
      'websockets',
      'websockets',
      (url) => `import asyncio, websockets
async def main():
    async with websockets.connect(${url}.replace('http', 'ws')) as s: print(await s.recv())
asyncio.run(main())`,
    ),
    isFast: false,
  },
];
