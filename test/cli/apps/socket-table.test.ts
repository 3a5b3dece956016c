import { endianness } from 'node:os';
import { describe, expect, test } from 'vitest';
import { inodeOf, parseSocketTable } from '../../../src/cli/apps/socket-table.ts';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const REST = '00000000:00000000 00:00000000 00000000  1000        0';
const TABLE = [
  HEAD,
  `   0: 0100007F:1F90 00000000:0000 0A ${REST} 11 1 ff 100 0 0 10 0`,
  `   1: 0100007F:D0A4 0100007F:1F90 01 ${REST} 12 1 ff 20 4 30 10 -1`,
  `   2: 0200A8C0:9C40 05712CCB:01BB 02 ${REST} 13 1 ff 20 4 30 10 -1`,
  `   3: 0100007F:D0A6 0100007F:1F90 06 ${REST} 0 3 ff`,
  '',
].join('\n');
const TABLE6 = [
  HEAD,
  `   0: 0000000000000000FFFF00000100007F:D0A8 0000000000000000FFFF00000100007F:1F90 01 ${REST} 14 1 ff`,
  `   1: 00000000000000000000000001000000:D0AA 00000000000000000000000001000000:1F90 01 ${REST} 15 1 ff`,
  `   2: B80D0120000000000000000001000000:D0AC B80D0120000000000000000002000000:01BB 01 ${REST} 16 1 ff`,
].join('\n');

// The kernel writes the words of an address as the machine has them: these lines are of x86 and ARM.
describe.runIf(endianness() === 'LE')('a table of sockets', () => {
  test('gives the inode of a port that is used again while an earlier connection of it waits for its last packets', () => {
    const waiting = `   4: 0100007F:D0A4 0100007F:1F91 06 ${REST} 0 3 ff`;
    const table = TABLE.replace(HEAD, `${HEAD}\n${waiting}`);
    expect(inodeOf(table, { address: '127.0.0.1', port: 53412 })).toBe('12');
    expect(inodeOf(`${HEAD}\n${waiting}\n`, { address: '127.0.0.1', port: 53412 })).toBeUndefined();
  });

  test('gives both ends, the state and the inode of each socket that has one', () => {
    expect(parseSocketTable(TABLE)).toEqual([
      { local: { address: '127.0.0.1', port: 8080 }, remote: { address: '0.0.0.0', port: 0 }, state: 10, inode: '11' },
      {
        local: { address: '127.0.0.1', port: 53412 },
        remote: { address: '127.0.0.1', port: 8080 },
        state: 1,
        inode: '12',
      },
      {
        local: { address: '192.168.0.2', port: 40000 },
        remote: { address: '203.44.113.5', port: 443 },
        state: 2,
        inode: '13',
      },
    ]);
  });

  test('has IPv4 inside of IPv6 as IPv4, and IPv6 in its short form', () => {
    expect(parseSocketTable(TABLE6).map(({ local }) => local.address)).toEqual(['127.0.0.1', '::1', '2001:db8::1']);
  });

  test.each(['', 'nonsense\n', `${HEAD}\n   0: 0100007F:1F90`, '   0: ZZ00007F:1F90 00000000:0000 0A 0 0 0 0 0 0 1'])(
    'that is none gives nothing: %j',
    (text) => expect(parseSocketTable(text)).toEqual([]),
  );

  test('is searched for one local end', () => {
    expect(inodeOf(TABLE, { address: '127.0.0.1', port: 53412 })).toBe('12');
    expect(inodeOf(TABLE6, { address: '127.0.0.1', port: 53416 })).toBe('14');
    expect(inodeOf(TABLE6, { address: '::1', port: 53418 })).toBe('15');
  });

  test('knows nothing of a port that is only the remote one, of another address, and of a socket without a process', () => {
    expect(inodeOf(TABLE, { address: '203.44.113.5', port: 443 })).toBeUndefined();
    expect(inodeOf(TABLE, { address: '127.0.0.2', port: 53412 })).toBeUndefined();
    expect(inodeOf(TABLE, { address: '127.0.0.1', port: 53414 })).toBeUndefined();
  });
});
