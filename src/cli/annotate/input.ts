import { Buffer } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { UserError } from '../../exchange/user-error.ts';
import type { Terminal } from '../command.ts';

/** The first bytes tell the format. */
const HEAD_BYTES = 4096;

export interface Input {
  /** The beginning as text, without byte-order mark and white space. */
  readonly head: string;
  /** All of it, the beginning included. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Epoch milliseconds: when the file was written, or now. */
  readonly writtenAt: number;
}

/** Opens a file, or standard input for `-`. Rejects with `UserError` `unreadable-file`. */
export async function openInput(file: string, terminal: Terminal): Promise<Input> {
  const source = chunksOf(file, terminal);
  const head: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const next = await source.next();
    if (next.done === true) break;
    head.push(next.value);
    length += next.value.length;
    if (length >= HEAD_BYTES && textOf(head) !== '') break;
  }
  return { head: textOf(head), chunks: joined(head, source), writtenAt: await writtenAt(file) };
}

function textOf(head: readonly Uint8Array[]): string {
  return Buffer.concat(head)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
}

async function* joined(head: readonly Uint8Array[], rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* head;
  yield* rest;
}

async function* chunksOf(file: string, terminal: Terminal): AsyncGenerator<Uint8Array> {
  try {
    const input: AsyncIterable<Uint8Array | string> = file === '-' ? terminal.stdin : createReadStream(file);
    for await (const chunk of input) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined || !/^E[A-Z]+$/.test(code)) return error;
  return new UserError(
    'unreadable-file',
    `${file} cannot be read (${code}).`,
    'Give a file of JSON lines, a HAR file, or the output of curl -i or curl -v.',
  );
}

async function writtenAt(file: string): Promise<number> {
  if (file === '-') return Date.now();
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
}

/** All of it in memory. Rejects with `UserError` `file-too-large`. */
export async function readWhole(
  chunks: AsyncIterable<Uint8Array>,
  limitMiB: number,
  nextStep: string,
): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > limitMiB * 1024 * 1024) {
      throw new UserError(
        'file-too-large',
        `This is more than ${limitMiB} MiB, too much to be read at once.`,
        nextStep,
      );
    }
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}
