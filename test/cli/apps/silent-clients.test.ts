import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AppFinder } from '../../../src/cli/apps/app-finder.ts';
import { isGoBinary } from '../../../src/cli/apps/go-binary.ts';
import { Processes } from '../../../src/cli/apps/processes.ts';
import { SilentClients } from '../../../src/cli/apps/silent-clients.ts';
import { survivorsLine } from '../../../src/cli/run/silent-line.ts';
import { temporaryFolder } from '../../support/proxy.ts';
import { tcpServer } from '../../support/servers.ts';

interface FakeProcess {
  readonly pid: number;
  readonly parent: number;
  readonly sockets?: readonly number[];
  readonly env?: string;
  readonly state?: string;
}

const REST = '00000000:00000000 00:00000000 00000000  1000        0';
/** To 203.44.113.5:443, to the proxy on 40000, to a database, and the server's end of a call from outside. */
const TABLE = `head
   0: 0200A8C0:9C40 05712CCB:01BB 01 ${REST} 21 1 ff
   1: 0100007F:9C41 0100007F:9C40 01 ${REST} 22 1 ff
   2: 0200A8C0:9C42 05712CCB:1538 01 ${REST} 23 1 ff
   3: 0200A8C0:0BB8 05712CCB:C000 01 ${REST} 24 1 ff
   4: 00000000:0BB8 00000000:0000 0A ${REST} 25 1 ff
   5: 0100007F:9C43 0100007F:0BB8 01 ${REST} 26 1 ff
`;

/** A `/proc` as Linux has it, with these processes. */
function withProc(processes: readonly FakeProcess[], use: (root: string) => void): void {
  const folder = temporaryFolder();
  try {
    const root = folder.path;
    mkdirSync(join(root, 'net'));
    writeFileSync(join(root, 'net/tcp'), TABLE);
    for (const { pid, parent, sockets = [], env = 'HTTPS_PROXY=http://127.0.0.1:40000', state = 'S' } of processes) {
      mkdirSync(join(root, String(pid), 'fd'), { recursive: true });
      const fields = Array.from({ length: 18 }, () => '0').join(' ');
      writeFileSync(
        join(root, `${pid}/stat`),
        `${pid} (a) b) ${state} ${parent} ${fields} 0 77 0 0`.replace(' 0 77', ' 77'),
      );
      writeFileSync(join(root, `${pid}/cmdline`), 'tool\0--secret\0');
      writeFileSync(join(root, `${pid}/environ`), `${env}\0`);
      symlinkSync('/opt/tool', join(root, `${pid}/exe`));
      for (const inode of sockets) symlinkSync(`socket:[${inode}]`, join(root, `${pid}/fd/${inode}`));
    }
    use(root);
  } finally {
    folder.remove();
  }
}

function silentOf(root: string, pid: number) {
  const processes = new Processes(root);
  return SilentClients.watch(pid, { proxyUrl: 'http://127.0.0.1:40000', processes }).report();
}

describe('what a command leaves behind', () => {
  const survivorsOf = (root: string) => {
    const watch = SilentClients.watch(100, {
      proxyUrl: 'http://127.0.0.1:40000',
      processes: new Processes(root),
    });
    watch.report();
    rmSync(join(root, '100'), { recursive: true });
    return watch.survivors();
  };

  test('is known, also by way of what has ended meanwhile', () =>
    withProc(
      [
        { pid: 100, parent: 1 },
        { pid: 101, parent: 100 },
      ],
      (root) => expect(survivorsOf(root)).toEqual(['tool']),
    ));

  test('is nothing where all have ended, or only wait to be noticed, or were there before', () =>
    withProc(
      [
        { pid: 99, parent: 1 },
        { pid: 100, parent: 1 },
        { pid: 101, parent: 100, state: 'Z' },
      ],
      (root) => expect(survivorsOf(root)).toEqual([]),
    ));

  test('is told with what that means', () => {
    expect(survivorsLine([])).toBeUndefined();
    expect(survivorsLine(['java -jar gradle.jar'])).toBe(
      'java -jar gradle.jar still runs, and its calls fail from now on, because the proxy has ended. For what lasts, start httpwhy, and eval "$(httpwhy env)".',
    );
    expect(survivorsLine(['a', 'b', 'c', 'd'])).toMatch(/^a, b, c and others still run, and their calls fail/);
  });
});

describe('a program below the command', () => {
  test('that has a connection past the proxy is named once, with where to', () =>
    withProc(
      [
        { pid: 100, parent: 1 },
        { pid: 101, parent: 100 },
        { pid: 102, parent: 101, sockets: [21] },
      ],
      (root) =>
        expect(silentOf(root, 100)).toMatchObject([
          { app: 'tool', pid: 102, destinations: ['203.44.113.5:443'], reason: 'it ignores the proxy variables' },
        ]),
    ));

  test('is not named for what goes to the proxy, to a database, over the loopback interface, or came in', () =>
    withProc([{ pid: 100, parent: 1, sockets: [22, 23, 24, 25, 26] }], (root) =>
      expect(silentOf(root, 100)).toEqual([]),
    ));

  test('that has left its parent is known by its variables; a stranger is not', () =>
    withProc(
      [
        { pid: 100, parent: 1 },
        { pid: 101, parent: 1, sockets: [21] },
        { pid: 102, parent: 1, sockets: [21], env: 'A=b' },
      ],
      (root) => expect(silentOf(root, 100).map(({ pid }) => pid)).toEqual([101]),
    ));

  test('is not looked for where the command is gone already', () =>
    withProc([{ pid: 101, parent: 100, sockets: [21] }], (root) => expect(silentOf(root, 100)).toEqual([])));
});

describe.runIf(process.platform === 'linux')('on this machine', () => {
  test('the program behind a connection is found', async () => {
    const server = await tcpServer((socket) => socket.resume());
    const code = `require('net').connect(${server.port}, '127.0.0.1', function () { console.log(this.localPort) })`;
    const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [port] = await once(child.stdout.setEncoding('utf8'), 'data');
      const client = { address: '127.0.0.1', port: Number(port) };
      const stranger = { address: '127.0.0.1', port: 1 };
      const found = new AppFinder(new Processes()).find([stranger, client]);
      expect([...found]).toEqual([[client, { name: 'node', pid: child.pid }]]);
    } finally {
      child.kill('SIGKILL');
      await server.close();
    }
  });

  test('node is not made by Go, and neither is a text or a file that is missing', () => {
    expect(isGoBinary(process.execPath)).toBe(false);
    expect(isGoBinary(import.meta.filename)).toBe(false);
    expect(isGoBinary('/does/not/exist')).toBe(false);
  });
});
