import { endianness } from 'node:os';

export interface Endpoint {
  /** IPv4 also where the socket is one of IPv6 that carries it. */
  readonly address: string;
  readonly port: number;
}

/** A line of `/proc/net/tcp` and its like (proc_net(5)). */
export interface SocketEntry {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** Of `include/net/tcp_states.h`: 1 is established, 2 SYN sent. */
  readonly state: number;
  readonly inode: string;
}

export const ESTABLISHED = 0x01;
export const SYN_SENT = 0x02;

const LINE =
  /^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{2}) /;
/** Where the inode stands among the fields of a line. */
const INODE_FIELD = 9;

/** The lines of such a table that belong to a process; what cannot be read is left out. */
export function parseSocketTable(text: string): SocketEntry[] {
  return text.split('\n').flatMap((line) => {
    const match = LINE.exec(line);
    const inode = line.trim().split(/\s+/, INODE_FIELD + 1)[INODE_FIELD];
    // A socket that waits for its last packets has lost its process, and its inode with it.
    if (match === null || inode === undefined || !/^[1-9]\d*$/.test(inode)) return [];
    const [, local = '', localPort = '', remote = '', remotePort = '', state = ''] = match;
    return [
      {
        local: { address: addressOf(local), port: Number.parseInt(localPort, 16) },
        remote: { address: addressOf(remote), port: Number.parseInt(remotePort, 16) },
        state: Number.parseInt(state, 16),
        inode,
      },
    ];
  });
}

/** The inode of the socket with this local end, looked up without reading the rest of the table. */
export function inodeOf(text: string, { address, port }: Endpoint): string | undefined {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  for (const hex of hexForms(address)) {
    const start = `: ${hex}:${hexPort} `;
    // A port that is used again may stand there several times: connections that wait for their last packets have no inode.
    for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
      const end = text.indexOf('\n', at);
      // The number before the colon is cut off here, so that the inode stands one field earlier; the colon makes up for it.
      const inode = text.slice(at, end < 0 ? undefined : end).split(/\s+/, INODE_FIELD + 1)[INODE_FIELD];
      if (inode !== undefined && /^[1-9]\d*$/.test(inode)) return inode;
    }
  }
  return undefined;
}

/** The kernel prints each 32-bit word of an address as a number of the machine. */
const isSwapped = endianness() === 'LE';

function addressOf(hex: string): string {
  const words = hex.match(/.{8}/g)!.map((word) => (isSwapped ? word.match(/../g)!.reverse().join('') : word));
  if (words.length === 1) return dotted(words[0]!);
  const [first, second, third, last = ''] = words;
  if (first === '00000000' && second === '00000000' && third === '0000FFFF') return dotted(last);
  const groups = words.flatMap((word) => [word.slice(0, 4), word.slice(4)]);
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

const dotted = (word: string): string =>
  word
    .match(/../g)!
    .map((byte) => Number.parseInt(byte, 16))
    .join('.');

/** How the tables may write an address: IPv4 also as a part of IPv6, as dual-stack programs have it. */
function hexForms(address: string): string[] {
  const toHex = (word: number) => {
    const hex = word.toString(16).toUpperCase().padStart(8, '0');
    return isSwapped ? hex.match(/../g)!.reverse().join('') : hex;
  };
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(address)) {
    const word = address.split('.').reduce((value, byte) => value * 256 + Number(byte), 0);
    return [toHex(word), [0, 0, 0xffff, word].map(toHex).join('')];
  }
  // Of IPv6, clients of the loopback interface are what is looked for.
  return address === '::1' ? [[0, 0, 0, 1].map(toHex).join('')] : [];
}
