import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Name and process id of the program that listens on a TCP port, where the system tells (Linux); else undefined. */
export function portHolder(port: number): string | undefined {
  const inodes = listeningInodes(port);
  if (inodes.size === 0) return undefined;
  for (const pid of readable(() => readdirSync('/proc')) ?? []) {
    if (!/^\d+$/.test(pid)) continue;
    for (const descriptor of readable(() => readdirSync(`/proc/${pid}/fd`)) ?? []) {
      const link = readable(() => readlinkSync(`/proc/${pid}/fd/${descriptor}`));
      const inode = /^socket:\[(\d+)\]$/.exec(link ?? '')?.[1];
      if (inode === undefined || !inodes.has(inode)) continue;
      const command =
        readable(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
          ?.split('\0')
          .filter(Boolean) ?? [];
      return `${command.join(' ').slice(0, 80) || 'a program'} (process ${pid})`;
    }
  }
  return undefined;
}

/** State 0A of /proc/net/tcp is LISTEN; the local address is hexadecimal `address:port` (proc(5)). */
function listeningInodes(port: number): Set<string> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const inodes = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readable(() => readFileSync(table, 'utf8'))
      ?.split('\n')
      .slice(1) ?? []) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(wanted) && fields[3] === '0A' && fields[9] !== undefined) inodes.add(fields[9]);
    }
  }
  return inodes;
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined; // Another user's process, one that just ended, or a system without /proc.
  }
}
