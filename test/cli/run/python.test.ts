import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRoot } from '../../../src/ca/root.ts';
import { writeClientFiles } from '../../../src/cli/run/client-files.ts';
import { originCertificate } from '../../support/origin-certificate.ts';
import { temporaryFolder } from '../../support/proxy.ts';
import { httpServer, httpsServer } from '../../support/servers.ts';
import { startTunnelProxy } from './tunnel-proxy.ts';

interface Try {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program of Python with our start-up module, for a proxy that says what it was asked for. */
async function withPython(code: (folder: string) => string, { args = [], env = {} }: Try = {}) {
  const folder = temporaryFolder();
  const proxy = await startTunnelProxy();
  try {
    const { pythonFolder } = writeClientFiles(folder.path, '/bundle.pem');
    const child = spawn('python3', [...args, '-c', code(folder.path)], {
      env: {
        PATH: process.env.PATH,
        HTTPWHY_ACTIVE: '1',
        http_proxy: proxy.url,
        https_proxy: proxy.url,
        PYTHONPATH: pythonFolder,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const [status] = await once(child, 'close');
    return { status, stdout, stderr, asked: proxy.asked, folder: folder.path };
  } finally {
    proxy.close();
    folder.remove();
  }
}

const get = (url: string) => `
import http.client, urllib.parse
u = urllib.parse.urlsplit(${JSON.stringify(url)})
c = http.client.HTTPConnection(u.hostname, u.port, timeout=20)
c.request('GET', u.path)
print(c.getresponse().read().decode())
`;

describe('with the start-up module', () => {
  test('http.client goes through the proxy', async () => {
    const server = await httpServer((request, response) => response.end(`answer to ${request.url}`));
    try {
      const { stdout, stderr, asked } = await withPython(() => get(`http://127.0.0.1:${server.port}/a`));
      expect({ stdout, stderr }).toEqual({ stdout: 'answer to /a\n', stderr: '' });
      expect(asked).toEqual([`CONNECT 127.0.0.1:${server.port}`]);
    } finally {
      await server.close();
    }
  });

  test.each([
    ['a host in NO_PROXY', { env: { NO_PROXY: 'example.com, 127.0.0.1' } }],
    ['a program that was not started by httpwhy', { env: { HTTPWHY_ACTIVE: '' } }],
    ['Python in isolated mode, which does not read PYTHONPATH', { args: ['-I'] }],
    ['Python that ignores the environment', { args: ['-E'] }],
    ['a proxy that is none of ours', { env: { http_proxy: 'socks5://127.0.0.1:1' } }],
  ] as const)('%s reaches the server directly, as without us', async (_what, conditions) => {
    const server = await httpServer((_request, response) => response.end('direct'));
    try {
      const { stdout, stderr, asked } = await withPython(() => get(`http://127.0.0.1:${server.port}/`), conditions);
      expect({ stdout, stderr, asked }).toEqual({ stdout: 'direct\n', stderr: '', asked: [] });
    } finally {
      await server.close();
    }
  });

  test('urllib, which speaks to the proxy by itself, is left alone', async () => {
    const { stdout, asked } = await withPython(
      () => `import urllib.request as u; print(u.urlopen('http://api.test/x').read().decode())`,
    );
    expect(stdout).toBe('answered by the proxy\n');
    expect(asked).toEqual(['GET http://api.test/x']);
  });

  test('finders that a program puts around all others, as Mercurial does, find modules, and those are changed', async () => {
    const server = await httpServer((request, response) => response.end(`answer to ${request.url}`));
    const wrap = `
import sys
class Around(object):
    def __init__(self, finder): self.finder = finder
    def find_spec(self, *args): return self.finder.find_spec(*args)
sys.meta_path[:] = [Around(finder) for finder in sys.meta_path]
`;
    try {
      const code = wrap + get(`http://127.0.0.1:${server.port}/wrapped`);
      const { stdout, stderr, asked } = await withPython(() => code);
      expect({ stdout, stderr }).toEqual({ stdout: 'answer to /wrapped\n', stderr: '' });
      expect(asked).toEqual([`CONNECT 127.0.0.1:${server.port}`]);
    } finally {
      await server.close();
    }
  });

  test('a tunnel that the proxy refuses is an error of the call', async () => {
    const { stdout, stderr } = await withPython(
      () => `
import http.client
try:
    http.client.HTTPConnection('127.0.0.1', 1, timeout=20).request('GET', '/')
except OSError as error:
    print(error)
`,
    );
    expect(stderr).toBe('');
    expect(stdout).toBe('The proxy refused the tunnel to 127.0.0.1:1: \n');
  });

  test('the module that would have been found without us is run, and its errors are its own', async () => {
    const other = temporaryFolder();
    try {
      writeFileSync(join(other.path, 'sitecustomize.py'), 'import builtins; builtins.chained = "chained"\n');
      const pythonPath = (folder: string) => `${join(folder, 'clients', 'python')}:${other.path}`;
      const own = temporaryFolder();
      try {
        writeClientFiles(own.path, '/bundle.pem');
        const { stdout, stderr } = spawnSync(
          'python3',
          ['-c', 'import sys; print(chained, sys.modules["sitecustomize"].__file__)'],
          { encoding: 'utf8', env: { PATH: process.env.PATH, HTTPWHY_ACTIVE: '1', PYTHONPATH: pythonPath(own.path) } },
        );
        expect({ stdout, stderr }).toEqual({ stdout: `chained ${join(other.path, 'sitecustomize.py')}\n`, stderr: '' });
      } finally {
        own.remove();
      }
    } finally {
      other.remove();
    }
  });
});

describe('trust', () => {
  const context = (caFile: string, kind: string) => `
import ssl
c = ssl.SSLContext(ssl.PROTOCOL_TLS_${kind})
c.load_verify_locations(cafile=${JSON.stringify(caFile)})
print(len(c.get_ca_certs()))
`;

  test.each([
    ['a client that names roots of its own trusts our CA as well', 'CLIENT', '2\n'],
    ['a server takes nobody for its client because of us', 'SERVER', '1\n'],
  ])('%s', (_name, kind, expected) => {
    const folder = temporaryFolder();
    try {
      const ours = openRoot(folder.path, new Date());
      mkdirSync(join(folder.path, 'theirs'));
      const theirs = openRoot(join(folder.path, 'theirs'), new Date());
      const { pythonFolder } = writeClientFiles(folder.path, '/bundle.pem');
      const { stdout, stderr } = spawnSync('python3', ['-c', context(theirs.certFile, kind)], {
        encoding: 'utf8',
        env: {
          PATH: process.env.PATH,
          HTTPWHY_ACTIVE: '1',
          HTTPWHY_CA_FILE: ours.certFile,
          PYTHONPATH: pythonFolder,
        },
      });
      expect({ stdout, stderr }).toEqual({ stdout: expected, stderr: '' });
    } finally {
      folder.remove();
    }
  });

  test('http.client over TLS names the server to it, not the proxy', async () => {
    const certificate = originCertificate('localhost');
    const server = await httpsServer(certificate, (_request, response) => response.end('secret'));
    const folder = temporaryFolder();
    try {
      const caFile = join(folder.path, 'ca.pem');
      writeFileSync(caFile, certificate.ca);
      const { stdout, stderr, asked } = await withPython(
        () => `
import http.client, ssl
c = http.client.HTTPSConnection('localhost', ${server.port}, context=ssl.create_default_context(cafile=${JSON.stringify(caFile)}))
c.request('GET', '/')
print(c.getresponse().read().decode())
`,
      );
      expect({ stdout, stderr }).toEqual({ stdout: 'secret\n', stderr: '' });
      expect(asked).toEqual([`CONNECT localhost:${server.port}`]);
    } finally {
      await server.close();
      folder.remove();
    }
  });
});
