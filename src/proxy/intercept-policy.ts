import { type Authority, formatAuthority } from './target.ts';

/** Which tunnels are read and which pass unread. Patterns are host globs with an optional port: `*.example.com`, `10.0.0.*:8443`. */
export class InterceptPolicy {
  readonly #tunnel: readonly RegExp[];
  /** By pattern, those that were added since the start. */
  readonly #added = new Map<string, RegExp>();
  readonly #only: readonly RegExp[];

  /** `only` empty: all that `tunnel` does not name. */
  constructor(tunnel: readonly string[] = [], only: readonly string[] = []) {
    this.#tunnel = tunnel.map(patternOf);
    this.#only = only.map(patternOf);
  }

  /** From now on connections to this host pass unread. */
  tunnel(pattern: string): void {
    this.#added.set(pattern, patternOf(pattern));
  }

  /** Takes `tunnel` back; what was given at the start stays. */
  untunnel(pattern: string): void {
    this.#added.delete(pattern);
  }

  isRead(authority: Authority): boolean {
    const names = [authority.host, formatAuthority(authority)];
    const matches = (patterns: readonly RegExp[]) =>
      patterns.some((pattern) => names.some((name) => pattern.test(name)));
    return (
      !matches(this.#tunnel) && !matches([...this.#added.values()]) && (this.#only.length === 0 || matches(this.#only))
    );
  }
}

/** `*` stands for any characters, dots included, as in `NO_PROXY` lists and certificates of many tools. */
function patternOf(glob: string): RegExp {
  const parts = glob
    .trim()
    .toLowerCase()
    .split(/\*+/)
    .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  // `*.example.com` is meant for the domain itself, too.
  const source =
    parts[0] === '' && parts[1]?.startsWith('\\.')
      ? `(?:.*\\.)?${parts.slice(1).join('.*').slice(2)}`
      : parts.join('.*');
  return new RegExp(`^${source}$`);
}
