import { domainToASCII } from 'node:url';
import { parseServerName } from '../../ca/server-name.ts';

/**
 * The name as resolvers and proxies take it: `bücher.example` gives `xn--bcher-kva.example`. ASCII stays as it is,
 * because domainToASCII would turn `1.2.3` into an address. Empty for what cannot be a name.
 */
export function asciiHost(host: string): string {
  return /[^\0-\x7f]/.test(host) ? domainToASCII(host) : host;
}

/** `localhost` and the names below it, which never leave the machine (RFC 6761 §6.3). */
export function isLocalhostName(host: string): boolean {
  return /(?:^|\.)localhost\.?$/i.test(host);
}

/** Whether a connection to this host ends on this machine by its very name; an unspecified address does, too. */
export function isLoopback(host: string): boolean {
  if (isLocalhostName(host)) return true;
  const name = parseServerName(host);
  if (name?.kind !== 'address') return false;
  const { bytes } = name;
  const isMapped = bytes.length === 16 && bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff;
  const address = isMapped ? bytes.subarray(12) : bytes;
  if (address.length === 4) return address[0] === 127 || address.every((byte) => byte === 0);
  return address.subarray(0, 15).every((byte) => byte === 0) && address[15]! <= 1;
}

/** Whether a host fits a pattern in which `*` stands for any characters, dots included; the case does not matter. */
export function matchesHost(pattern: string, host: string): boolean {
  const source = pattern
    .split(/\*+/)
    .map((literal) => literal.replace(/[\\^$.+?()[\]{}|/-]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 'is').test(host);
}
