import { printable } from '../../exchange/printable.ts';
import type { SilentClient } from '../apps/silent-clients.ts';

const MOST_DESTINATIONS = 3;
const MOST_NAMES = 3;

/** What a command has left behind goes on with a proxy that has ended; undefined where it has left nothing. */
export function survivorsLine(apps: readonly string[]): string | undefined {
  if (apps.length === 0) return undefined;
  const names = apps.slice(0, MOST_NAMES).join(', ') + (apps.length > MOST_NAMES ? ' and others' : '');
  const still = apps.length === 1 ? 'still runs, and its' : 'still run, and their';
  return printable(
    `${names} ${still} calls fail from now on, because the proxy has ended. For what lasts, start httpwhy, and eval "$(httpwhy env)".`,
  );
}

/** `node server.js (process 4711) went past the proxy to 203.0.113.5:443, probably because …. Do this.` */
export function silentLine({ app, pid, destinations, reason, fix, isSure }: SilentClient): string {
  const more = destinations.length > MOST_DESTINATIONS ? ' and others' : '';
  const where = `${destinations.slice(0, MOST_DESTINATIONS).join(', ')}${more}`;
  const why = `${isSure ? 'because' : 'probably because'} ${reason}`;
  return printable(`${app} (process ${pid}) went past the proxy to ${where}, ${why}. ${fix}`);
}
