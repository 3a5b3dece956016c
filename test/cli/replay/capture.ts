import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Command } from 'commander';
import type { Terminal } from '../../../src/cli/command.ts';
import { command } from '../../../src/cli/commands/replay.ts';
import type { Annotation } from '../../../src/exchange/annotation.ts';
import type { Exchange, RequestMessage } from '../../../src/exchange/exchange.ts';
import { CaptureReader } from '../../../src/store/capture-reader.ts';
import { CaptureWriter } from '../../../src/store/capture-writer.ts';
import { exchange, QUIET } from '../../support/exchanges.ts';
import { temporaryFolder } from '../../support/proxy.ts';

export interface Said {
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
}

export interface TestCapture {
  readonly folder: string;
  readonly file: string;
  /** `httpwhy replay` in this process, with streams that are no terminal. */
  replay(...words: readonly string[]): Promise<Said>;
  read<T>(look: (reader: CaptureReader) => T): T;
  remove(): void;
}

/** A capture that holds these exchanges as 1, 2 and so on; its bodies, too. */
export function captureOf(
  exchanges: readonly { readonly exchange: Exchange; readonly annotation?: Annotation }[],
  env: NodeJS.ProcessEnv = {},
): TestCapture {
  const folder = temporaryFolder();
  const file = join(folder.path, 'capture.db');
  const writer = new CaptureWriter(file);
  for (const [key, { exchange: given, annotation = QUIET }] of exchanges.entries()) {
    const { request, response } = given;
    const chunks = (['request', 'response'] as const).flatMap((side) => {
      const bytes = (side === 'request' ? request : response)?.body?.bytes;
      return bytes === undefined || bytes.length === 0 ? [] : [{ side, index: 0, bytes }];
    });
    writer.write([{ key, exchange: given, chunks, messages: [] }], () => annotation);
  }
  writer.close();
  const read = <T>(look: (reader: CaptureReader) => T): T => {
    const reader = new CaptureReader(file);
    try {
      return look(reader);
    } finally {
      reader.close();
    }
  };
  return {
    folder: folder.path,
    file,
    read,
    remove: folder.remove,
    async replay(...words) {
      const stream = () => Object.assign(new PassThrough({ highWaterMark: 1e7 }), { isTTY: false });
      const [stdout, stderr] = [stream(), stream()];
      const terminal = { stdin: Object.assign(new PassThrough(), { isTTY: false }), stdout, stderr, env };
      let code: number | undefined;
      const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
      command.register(program, terminal as unknown as Terminal, (action) => async (...values) => {
        code = await action(...values);
      });
      await program.parseAsync(['replay', ...words, '--data', folder.path], { from: 'user' });
      return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
    },
  };
}

/** An ordinary exchange with a server of the test. */
export const to = (port: number, differing: Partial<RequestMessage> = {}) =>
  exchange({
    request: {
      url: `http://127.0.0.1:${port}/v1/orders`,
      headers: [['Host', `127.0.0.1:${port}`]],
      ...differing,
    },
  });
