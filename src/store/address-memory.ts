import { routeOf, splitUrl } from '../exchange/routes.ts';

export interface Address {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly route: string;
}

/** Many calls go to the same address with another query; longer ones are not worth the memory. */
const MOST_REMEMBERED = 2000;
const LONGEST = 300;

/** The parts of URLs, and routes; the latter take longer to tell than to look up. */
export class AddressMemory {
  readonly #known = new Map<string, Address>();

  of(method: string, url: string): Address {
    const query = url.indexOf('?');
    const key = `${method} ${query < 0 ? url : url.slice(0, query)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const { origin, host, path } = splitUrl(url);
    const address = { scheme: origin.slice(0, origin.indexOf(':')), host, path, route: routeOf(method, url) };
    if (key.length <= LONGEST) {
      if (this.#known.size >= MOST_REMEMBERED) this.#known.clear();
      this.#known.set(key, address);
    }
    return address;
  }
}
