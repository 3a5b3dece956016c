import type { Exchange } from '../../exchange/exchange.ts';
import type { App } from './app-finder.ts';
import { MOST_CLIENTS, type NamedClient } from './app-watch.ts';

/** The writer's memory of which program is behind which client. */
export class KnownApps {
  readonly #apps = new Map<string, App>();

  learn(named: readonly NamedClient[]): void {
    for (const [client, app] of named) {
      this.#apps.delete(client);
      if (app !== null) this.#apps.set(client, app);
    }
    for (const client of this.#apps.keys()) {
      if (this.#apps.size <= MOST_CLIENTS) break;
      this.#apps.delete(client);
    }
  }

  /** What is to be stored of where an exchange came from. */
  originOf({ connection }: Exchange): { readonly app: string; readonly appPid: number } | undefined {
    const app = connection.client === null ? undefined : this.#apps.get(connection.client);
    return app === undefined ? undefined : { app: app.name, appPid: app.pid };
  }
}
