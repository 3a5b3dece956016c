import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Codes by which file systems without hard links refuse one: exFAT, some network and container mounts, Android. */
const NO_LINKS = new Set(['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

/**
 * Gives the file its content unless it exists; then the existing one stays. Of several processes exactly one wins,
 * and nobody ever sees a part of the content. Throws the errors of node:fs.
 */
export function publishOnce(file: string, content: string, mode: number): void {
  withTemporary(file, content, mode, (temporary) => {
    try {
      linkSync(temporary, file);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return;
      if (!NO_LINKS.has(code)) throw error;
      // Without links the loser of a race overwrites the winner, but still with a whole file.
      if (!existsSync(file)) renameSync(temporary, file);
    }
  });
}

/** Gives the file this content whether or not it exists; readers see the old content or the new, never a part. */
export function replaceFile(file: string, content: string, mode: number): void {
  withTemporary(file, content, mode, (temporary) => renameSync(temporary, file));
}

function withTemporary(file: string, content: string, mode: number, publish: (temporary: string) => void): void {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const descriptor = openSync(temporary, 'wx', mode);
    try {
      fchmodSync(descriptor, mode); // the umask may have taken bits away
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    publish(temporary);
    syncFolder(dirname(file));
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Makes the new name survive a power failure, where the platform lets a folder be opened. */
function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(join(folder, '.'), 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Windows cannot; there the name is safe with the file.
  }
}
