import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Annotation } from '../../src/exchange/annotation.ts';
import type { Exchange } from '../../src/exchange/exchange.ts';
import type { ExportItem } from '../../src/export/bundle.ts';

export interface ReceivedRequest {
  readonly method: string;
  /** As it stood in the request line. */
  readonly target: string;
  readonly httpVersion: string;
  /** In order, names in their original case, values as Latin-1. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

export interface EchoServer {
  readonly authority: string;
  /** Every request so far, oldest first. */
  readonly received: readonly ReceivedRequest[];
  close(): Promise<void>;
}

/**
 * A server on a free port that takes everything and keeps it. It reads the socket itself: a library in between would
 * tidy up what is to be compared.
 */
export async function echoServer(): Promise<EchoServer> {
  const received: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let bytes = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const request = parseRequest(bytes);
      if (request === undefined) return;
      received.push(request);
      socket.end(
        `HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n${request.method === 'HEAD' ? '' : 'taken'}`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    authority: `127.0.0.1:${port}`,
    received,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Undefined until the request is complete. */
function parseRequest(bytes: Buffer): ReceivedRequest | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [startLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const [method = '', target = '', version = ''] = startLine.split(' ');
  const headers = lines.map((line) => {
    const [, name = '', value = ''] = /^([^:]*):[ \t]*(.*?)[ \t]*$/s.exec(line) ?? [];
    return [name, value] as const;
  });
  const field = (name: string) => headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
  const rest = bytes.subarray(end + 4);
  const length = Number(field('content-length') ?? 0);
  if (field('transfer-encoding') !== undefined) throw new Error('no client here sends chunks');
  if (rest.length < length) return undefined;
  return {
    method,
    target,
    httpVersion: version.replace('HTTP/', ''),
    headers,
    body: Buffer.from(rest.subarray(0, length)),
  };
}

/** Everything but the named fields. */
export function without({ headers }: ReceivedRequest, ...names: readonly string[]) {
  return headers.filter(([name]) => !names.includes(name.toLowerCase()));
}

export function itemOf(exchange: Exchange, annotation: Annotation | null = null): ExportItem {
  return { exchange, annotation, messages: [] };
}

/** Where a program is on this machine, or undefined: such tests are skipped, for nothing is installed for them. */
export function findProgram(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script from a file with an environment that sets nothing which clients listen to. */
export async function runScript(program: string, script: string, cwd: string): Promise<Ran> {
  // Not through a pipe: shells read those byte by byte.
  const folder = await mkdtemp(join(tmpdir(), 'httpwhy-script-'));
  try {
    // The name decides that Node reads it as a module; shells and Python do not mind.
    const file = join(folder, 'script.mjs');
    await writeFile(file, script);
    return await run(program, [file], cwd);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function run(program: string, args: readonly string[], cwd: string): Promise<Ran> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH ?? '', HOME: cwd, LC_ALL: 'C.UTF-8' };
    const options = { cwd, env, timeout: 60_000, maxBuffer: 64 * 1024 * 1024 };
    execFile(program, [...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, stdout, stderr });
    });
  });
}

/** Bodies that a careless writer of commands breaks, or that break its reader. */
export const HOSTILE_BODIES: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
  Object.entries({
    JSON: '{"amount":"12.50","note":"caf\u00e9 \u2713 \ud83d\ude00"}',
    'that begins with @': '@secret.txt',
    'that begins with <': '<secret.txt',
    'that is a file name behind @-': '@-',
    'that begins with a dash': '-X DELETE',
    'of both kinds of quotes': `it's "so" \`here\` ''" '"'"'`,
    'with exclamation marks': 'wow! !! !$ !-1 "!x"',
    'with line feeds at both ends': '\n\na\nb\n\n\n',
    'of one line feed': '\n',
    'with CRLF': 'a\r\nb\r\n',
    'with tabs': '\ta\tb\t',
    'with NUL': 'a\0b\0',
    'with substitutions': '$(touch owned) `touch owned` $' + '{HOME} $HOME $1 $? $$ $((1+1)) <(id)',
    'with ends of commands': "'; touch owned; ' | touch owned & \n touch owned \n#",
    'with percent signs and backslashes': '100% %s %n %d \\n \\0 \\x41 \\\\ \\',
    'with globs': '* ? [a-z] {a,b} ~ ~root',
    'of the end of its own document': 'END_OF_BODY\nEND_OF_BODY\n',
    'that is not UTF-8': Buffer.from([0x80, 0xff, 0xfe, 0x27, 0x0a, 0x00, 0xc3]),
    'of every byte': Uint8Array.from({ length: 256 }, (_, index) => index),
    'with invisible characters': 'a\u202eb\u200bc\u2028d\ufeff\u00ade\u{e0041}f\ufe0f',
    'that begins with a byte-order mark': '\ufeff{"a":1}',
    'with escape sequences': '\u001b[31mred\u0007',
    'that ends a string or a template': '\\\'"; touch owned; // # """ \'\'\' $' + '{1}',
    'of 300 kB': 'x\'y"z\n'.repeat(50_000),
    'of 1.5 MB': Buffer.alloc(1_500_000, 'ab\0'),
  }).map(([name, content]) => [name, Buffer.from(content as Uint8Array)]),
);

export function bodyOf(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly totalBytes: number } {
  return { bytes, totalBytes: bytes.length };
}
