import { lookup as systemLookup } from 'node:dns';
import { networkError } from '../network-error.ts';
import { isLocalhostName } from './host-name.ts';
import { runStep, type Step, type StepLimits } from './step.ts';

/** As `dns.lookup` of Node.js. */
export type Lookup = (
  hostname: string,
  options: { readonly all: true; readonly order: 'verbatim' },
  callback: (error: NodeJS.ErrnoException | null, addresses: readonly { readonly address: string }[]) => void,
) => void;

/** Addresses that are tried for one name; a resolver may return hundreds. */
const MAX_ADDRESSES = 16;
/** In the order in which browsers and curl try them. */
const LOOPBACK = ['::1', '127.0.0.1'];

/**
 * Names to addresses, by the system's resolver. Nothing is kept: whoever debugs wants to see a change of DNS when it
 * happens. Only look-ups of one name at one time are shared.
 */
export class Resolver {
  readonly #lookup: Lookup;
  readonly #pending = new Map<string, Promise<readonly string[]>>();

  constructor(lookup: Lookup = systemLookup) {
    this.#lookup = lookup;
  }

  /** The addresses in the order in which to try them, one at least. Rejects with a `NetworkError` of phase `dns`. */
  resolve(host: string, limits: StepLimits): Promise<readonly string[]> {
    const step: Step = {
      phase: 'dns',
      timedOut: () => networkError('dns', 'ETIMEDOUT', `the resolver gave no answer within ${limits.timeoutMs} ms`),
    };
    return runStep(step, limits, (done, fail) => {
      this.#shared(host).then(done, fail);
      return () => undefined;
    });
  }

  #shared(host: string): Promise<readonly string[]> {
    let pending = this.#pending.get(host);
    if (pending === undefined) {
      pending = this.#addressesOf(host).finally(() => this.#pending.delete(host));
      this.#pending.set(host, pending);
    }
    return pending;
  }

  async #addressesOf(host: string): Promise<readonly string[]> {
    if (!isLocalhostName(host)) return interleaved(await this.#ask(host));
    // Hosts files often know one of the two families only, and resolvers nothing of the names below localhost.
    const found = await this.#ask(host).catch(() => LOOPBACK);
    return found.every((address) => LOOPBACK.includes(address)) ? [...new Set([...found, ...LOOPBACK])] : found;
  }

  #ask(name: string): Promise<readonly string[]> {
    const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
    this.#lookup(name, { all: true, order: 'verbatim' }, (error, addresses) => {
      if (error !== null) reject(error);
      else if (addresses.length === 0) reject(networkError('dns', 'ENOTFOUND', 'the name has no address'));
      else resolve(addresses.map(({ address }) => address));
    });
    return promise;
  }
}

/** Both families in turn, the resolver's first choice first (RFC 8305 §4). */
function interleaved(addresses: readonly string[]): readonly string[] {
  const isV6 = (address: string) => address.includes(':');
  const first = addresses.filter((address) => isV6(address) === isV6(addresses[0]!));
  const second = addresses.filter((address) => isV6(address) !== isV6(addresses[0]!));
  return first
    .flatMap((address, index) => [address, second[index]])
    .concat(second.slice(first.length))
    .filter((address) => address !== undefined)
    .slice(0, MAX_ADDRESSES);
}
