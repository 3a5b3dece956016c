import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

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

/** A server on a free port that takes everything and keeps it. */
export async function echoServer(): Promise<EchoServer> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push(receivedRequest(request, Buffer.concat(chunks)));
      response.end('taken');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    authority: `127.0.0.1:${port}`,
    received,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function receivedRequest({ method, url, httpVersion, rawHeaders }: IncomingMessage, body: Buffer): ReceivedRequest {
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : [],
  );
  return { method: method ?? '', target: url ?? '', httpVersion, headers, body };
}

export interface ShellResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script as a file would be run, with an environment that sets nothing curl listens to. */
export function runScript(shell: string, script: string, cwd: string): Promise<ShellResult> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH ?? '', HOME: cwd, LC_ALL: 'C.UTF-8' };
    const child = execFile(shell, ['-s'], { cwd, env, timeout: 15_000 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, stdout, stderr });
    });
    child.stdin?.end(script);
  });
}
