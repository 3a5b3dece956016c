import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const ELF_MAGIC = 0x7f454c46;
/** Names of sections that the Go linker writes and stripping leaves. */
const SECTIONS = ['.go.buildinfo', '.gopclntab'];
const MOST_NAME_BYTES = 100_000;

/** Whether a file is an ELF executable (64 bits, little-endian) that the Go linker has made. Never throws. */
export function isGoBinary(file: string): boolean {
  try {
    const descriptor = openSync(file, 'r');
    try {
      return fstatSync(descriptor).isFile() && hasGoSection(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}

/** Reads the names of the sections: ELF header, the header of the section that holds the names, the names. */
function hasGoSection(descriptor: number): boolean {
  const header = bytesAt(descriptor, 0, 64);
  if (header.length < 64 || header.readUInt32BE(0) !== ELF_MAGIC || header[4] !== 2 || header[5] !== 1) return false;
  const tableOffset = Number(header.readBigUInt64LE(40));
  const entrySize = header.readUInt16LE(58);
  const namesIndex = header.readUInt16LE(62);
  const section = bytesAt(descriptor, tableOffset + namesIndex * entrySize, 64);
  if (section.length < 40) return false;
  const offset = Number(section.readBigUInt64LE(24));
  const size = Math.min(Number(section.readBigUInt64LE(32)), MOST_NAME_BYTES);
  const names = bytesAt(descriptor, offset, size).toString('latin1').split('\0');
  return SECTIONS.some((name) => names.includes(name));
}

function bytesAt(descriptor: number, offset: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, size, offset));
}
