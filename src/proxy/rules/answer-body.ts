import { open, realpath } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import type { ReadyBody } from '../../mock/verdict.ts';

/** A file that is larger is no answer of an API. */
const MOST_BYTES = 64 * 1024 * 1024;

export type FileBody =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  /** Why not, for the person who wrote the rule. */
  | { readonly kind: 'unreadable'; readonly status: 404 | 500; readonly reason: string };

/** Reads the file of an answer. In a folder, `/orders/7` is also `/orders/7.json`. Never rejects. */
export async function readAnswerFile({ path, within }: Extract<ReadyBody, { kind: 'file' }>): Promise<FileBody> {
  if (path.includes('\0')) return { kind: 'unreadable', status: 404, reason: 'the path has a null character' };
  const wanted = resolve(path);
  if (within !== null && !isInside(wanted, resolve(within))) {
    return { kind: 'unreadable', status: 404, reason: 'the path leads out of the folder' };
  }
  const first = await read(wanted, within);
  if (first.kind === 'bytes' || within === null || extname(wanted) !== '') return first;
  const second = await read(`${wanted}.json`, within);
  return second.kind === 'bytes' ? second : first;
}

async function read(path: string, within: string | null): Promise<FileBody> {
  try {
    if (within !== null && !isInside(await realpath(path), await realpath(within))) {
      return { kind: 'unreadable', status: 404, reason: `${path} is a link that leads out of the folder` };
    }
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > MOST_BYTES) return { kind: 'unreadable', status: 500, reason: `${path} is larger than 64 MiB` };
      return { kind: 'bytes', bytes: await file.readFile() };
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
    return {
      kind: 'unreadable',
      status: within !== null && isMissing ? 404 : 500,
      reason: `${path} cannot be read (${code})`,
    };
  }
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
