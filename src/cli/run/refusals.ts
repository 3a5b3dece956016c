import { printable } from '../../exchange/printable.ts';
import type { ExchangeRow } from '../../exchange/row.ts';

const MOST_PAIRS = 1000;
const MOST_LINES = 5;
const MOST_HOSTS = 3;

/**
 * Finds programs that refuse the proxy's certificates although the run has told them of its CA: some pin the certificate of a
 * host, some bring CAs of their own. Memory does not grow with the number of exchanges.
 */
export class Refusals {
  readonly #accepted = new Map<string, Set<string>>();
  readonly #refused = new Map<string, Set<string>>();
  #pairs = 0;

  add({ url, status, cause, app = '' }: Pick<ExchangeRow, 'url' | 'status' | 'cause' | 'app'>): void {
    if (!url.startsWith('https://')) return;
    if (cause === 'client-rejects-proxy-ca') this.#note(this.#refused, app, url);
    else if (status !== null) this.#note(this.#accepted, app, url);
  }

  /** One line for each program and reason, safe for a terminal. `caFile` is our CA. */
  lines(caFile: string): string[] {
    return [...this.#refused]
      .flatMap(([app, hosts]) => {
        const accepted = this.#accepted.get(app) ?? new Set();
        // What it accepted as well, it does not pin: one of its calls was told to trust nothing else.
        const refused = [...hosts].filter((host) => !accepted.has(host));
        return refused.length === 0 ? [] : [refusalLine(app, refused, [...accepted][0], caFile)];
      })
      .slice(0, MOST_LINES);
  }

  #note(programs: Map<string, Set<string>>, app: string, url: string): void {
    const hosts = programs.get(app) ?? new Set();
    const authority = url.slice('https://'.length).split('/', 1)[0]!;
    if (hosts.has(authority) || this.#pairs >= MOST_PAIRS) return;
    this.#pairs += 1;
    programs.set(app, hosts.add(authority));
  }
}

function refusalLine(app: string, refused: readonly string[], accepted: string | undefined, caFile: string): string {
  const who = app === '' ? 'A program' : app;
  const which = refused.slice(0, MOST_HOSTS).join(', ') + (refused.length > MOST_HOSTS ? ' and others' : '');
  const why =
    accepted === undefined
      ? 'although the run has told it of our CA: probably it pins certificates, or brings CAs of its own'
      : `but accepts that for ${accepted}: it pins the certificate there, or has CAs of its own for it`;
  const hosts = [...new Set(refused.slice(0, MOST_HOSTS).map((host) => host.replace(/:\d+$/, '')))].join(' ');
  return printable(
    `${who} refuses our certificate for ${which}, ${why}. Give it ${caFile} besides, or let it pass unread: --tunnel ${hosts}`,
  );
}
