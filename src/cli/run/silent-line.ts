import { printable } from '../../exchange/printable.ts';
import type { SilentClient } from '../apps/silent-clients.ts';

const MOST_DESTINATIONS = 3;

/** `node server.js (process 4711) went past the proxy to 203.0.113.5:443, probably because …. Do this.` */
export function silentLine({ app, pid, destinations, reason, fix, isSure }: SilentClient): string {
  const more = destinations.length > MOST_DESTINATIONS ? ' and others' : '';
  const where = `${destinations.slice(0, MOST_DESTINATIONS).join(', ')}${more}`;
  const why = `${isSure ? 'because' : 'probably because'} ${reason}`;
  return printable(`${app} (process ${pid}) went past the proxy to ${where}, ${why}. ${fix}`);
}
