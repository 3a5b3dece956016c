import { Buffer } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createUnzip } from 'node:zlib';
import { UserError } from '../../exchange/user-error.ts';
import type { Terminal } from '../command.ts';

/** The first bytes tell the format. */
const HEAD_BYTES = 4096;
/** A file is read in pieces of this size: each costs a turn. */
const PIECE_BYTES = 256 * 1024;

export interface Input {
  /** The beginning as text, without byte-order mark and white space. */
  readonly head: string;
  /** All of it, the beginning included, decompressed where it was compressed with gzip or zlib. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Epoch milliseconds: when the file was written, or now. */
  readonly writtenAt: number;
  /** Of the file as it lies on the disk; null where that is not known. */
  readonly size: number | null;
  /** How many of these bytes have been read by now. */
  readonly bytesRead: () => number;
}

/** Opens a file, or standard input for `-`. Rejects with `UserError` `unreadable-file`. */
export async function openInput(file: string, terminal: Pick<Terminal, 'stdin'>): Promise<Input> {
  let bytesRead = 0;
  const counted = async function* () {
    for await (const chunk of chunksOf(file, terminal)) {
      bytesRead += chunk.length;
      yield chunk;
    }
  };
  const source = decompressed(file, counted());
  const head: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const next = await source.next();
    if (next.done === true) break;
    head.push(next.value);
    length += next.value.length;
    if (length >= HEAD_BYTES && textOf(head) !== '') break;
  }
  const facts = await factsOf(file);
  return { head: textOf(head), chunks: joined(head, source), ...facts, bytesRead: () => bytesRead };
}

function textOf(head: readonly Uint8Array[]): string {
  return Buffer.concat(head)
    .subarray(0, 2 * HEAD_BYTES)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
}

async function* joined(head: readonly Uint8Array[], rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* head;
  yield* rest;
}

async function* chunksOf(file: string, terminal: Pick<Terminal, 'stdin'>): AsyncGenerator<Uint8Array> {
  try {
    const input: AsyncIterable<Uint8Array | string> =
      file === '-' ? terminal.stdin : createReadStream(file, { highWaterMark: PIECE_BYTES });
    for await (const chunk of input) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** RFC 1952 §2.3.1, and RFC 1950 §2.2 with the levels that programs write. No text begins like this. */
function isCompressed([first, second]: Uint8Array): boolean {
  if (first === 0x1f) return second === 0x8b;
  return first === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(second ?? 0x0a);
}

async function* decompressed(file: string, source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const first = await source.next();
  if (first.done === true) return;
  if (!isCompressed(first.value)) {
    yield* joined([first.value], source);
    return;
  }
  const unzip = createUnzip({ chunkSize: PIECE_BYTES });
  const packed = Readable.from(joined([first.value], source), { objectMode: true });
  packed.once('error', (error) => unzip.destroy(error));
  try {
    yield* packed.pipe(unzip);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!code.startsWith('Z_')) throw error;
    throw new UserError(
      'damaged-file',
      `${file} is compressed, and damaged or cut off behind what could be read (${(error as Error).message}).`,
      'Get the file again.',
    );
  } finally {
    packed.destroy();
    unzip.destroy();
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

async function factsOf(file: string): Promise<Pick<Input, 'writtenAt' | 'size'>> {
  if (file === '-') return { writtenAt: Date.now(), size: null };
  return stat(file).then(
    (facts) => ({ writtenAt: facts.mtimeMs, size: facts.isFile() ? facts.size : null }),
    () => ({ writtenAt: Date.now(), size: null }),
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
