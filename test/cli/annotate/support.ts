import { Buffer } from 'node:buffer';
import { PassThrough } from 'node:stream';
import type { NamedRequest, Reader, Recorded } from '../../../src/cli/annotate/recorded.ts';
import { runCli } from '../../../src/cli/cli.ts';
import type { Terminal } from '../../../src/cli/command.ts';

export const WRITTEN_AT = Date.UTC(2026, 10, 5, 12, 0, 0);

/** Everything that a reader makes of a text, and what it says besides. */
export async function readAll(
  read: Reader,
  text: string | Uint8Array,
  request?: NamedRequest,
): Promise<{ readonly all: readonly Recorded[]; readonly complaints: readonly string[] }> {
  const complaints: string[] = [];
  async function* chunks() {
    const bytes = Buffer.from(text);
    // In two pieces, as it comes from a disk.
    yield bytes.subarray(0, bytes.length >> 1);
    yield bytes.subarray(bytes.length >> 1);
  }
  const all: Recorded[] = [];
  const options = { recordedAt: WRITTEN_AT, request, complain: (line: string) => complaints.push(line) };
  for await (const recorded of read(chunks(), options)) all.push(recorded);
  return { all, complaints };
}

/** The command line in this process, with `input` on standard input. */
export async function run(args: readonly string[], input: string | Uint8Array, folder: string) {
  const stdin = new PassThrough();
  stdin.end(input);
  const output = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof output) => ({
    write(text: string) {
      output[name] += text;
      return true;
    },
  });
  const terminal = { stdin, stdout: stream('stdout'), stderr: stream('stderr'), env: { HTTPWHY_HOME: folder } };
  const code = await runCli(args, terminal as unknown as Terminal);
  return { code, ...output };
}
