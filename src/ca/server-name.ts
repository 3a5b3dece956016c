import { isIP, isIPv4 } from 'node:net';
import { domainToASCII } from 'node:url';

/** What a certificate can be issued for. `text` is the normal form: lower case, no brackets, no trailing dot. */
export type ServerName =
  | { readonly kind: 'host'; readonly text: string }
  /** 4 or 16 bytes in network order. */
  | { readonly kind: 'address'; readonly text: string; readonly bytes: Uint8Array };

/** The longest host name that DNS can carry, in characters. */
const MAX_LENGTH = 253;

/**
 * A server name as it stands in SNI or in the authority of a CONNECT: `Api.Example.com`, `bücher.example`,
 * `192.0.2.1`, `[2001:db8::1]`, `fe80::1%eth0`. Undefined for whatever cannot be a server's name, wildcards included.
 */
export function parseServerName(name: string): ServerName | undefined {
  // A zone index, which may follow an address, is at most an interface's name.
  if (name.length > MAX_LENGTH + 1) return undefined;
  const bare = /^\[(.*)\]$/.exec(name)?.[1] ?? name;
  if (isIP(bare) !== 0) return addressName(bare);
  return hostName(name);
}

function hostName(name: string): ServerName | undefined {
  // SNI is ASCII; an authority can hold Unicode. ASCII names stay as they are, because domainToASCII would turn
  // `1.2.3` or `0x7f.1` into addresses.
  const ascii = /[^\0-\x7f]/.test(name) ? domainToASCII(name) : name.toLowerCase();
  const text = ascii.replace(/\.$/, '');
  // Underscores are not allowed in host names (RFC 1123 §2.1), but in use: `my_service` in Docker networks.
  if (text.length > MAX_LENGTH || !/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(text)) return undefined;
  return { kind: 'host', text };
}

function addressName(address: string): ServerName {
  if (isIPv4(address)) return { kind: 'address', text: address, bytes: Uint8Array.from(address.split('.'), Number) };
  // A zone is local to the machine and has no place in a certificate. URL writes the address in its shortest form
  // and any embedded IPv4 address as two groups (RFC 5952).
  const text = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [before = [], after = []] = text.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = new Array<string>(8 - before.length - after.length).fill('0');
  const groups = [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
  return { kind: 'address', text, bytes: Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff])) };
}
