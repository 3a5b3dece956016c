import { once } from 'node:events';
import { statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { UserError } from '../exchange/user-error.ts';

/** Characters that are gathered before they are written. */
const BATCH = 64 * 1024;

/**
 * Writes pieces of text to a file for its owner only. A file that was there keeps its content until the new one is
 * complete; a device or pipe is written to directly.
 */
export async function writePieces(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const isDirect = isSpecial(file);
  const target = isDirect ? file : `${file}.${process.pid}.part`;
  try {
    const handle = await open(target, isDirect ? 'w' : 'wx', 0o600);
    try {
      for await (const batch of batches(pieces)) await handle.writeFile(batch);
    } finally {
      await handle.close();
    }
    if (!isDirect) await rename(target, file);
  } catch (error) {
    if (!isDirect) await rm(target, { force: true });
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new UserError('unwritable-file', `${file} cannot be written (${code}).`, 'Choose another file with -o.');
  }
}

/** Never further ahead of the reader than the stream's buffer. */
export async function pour(pieces: AsyncIterable<string>, stream: NodeJS.WriteStream): Promise<void> {
  for await (const piece of pieces) {
    if (!stream.write(piece)) await once(stream, 'drain');
  }
}

async function* batches(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let gathered: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    gathered.push(piece);
    length += piece.length;
    if (length < BATCH) continue;
    yield gathered.join('');
    gathered = [];
    length = 0;
  }
  yield gathered.join('');
}

function isSpecial(file: string): boolean {
  const there = statSync(file, { throwIfNoEntry: false });
  return there !== undefined && !there.isFile();
}
