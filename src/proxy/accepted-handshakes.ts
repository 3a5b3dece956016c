import type { Socket } from 'node:net';

const MOST_REMEMBERED = 1000;

/**
 * Which clients have asked something behind our certificate for a name, and so accept it. Clients are told apart by
 * their address and the fingerprint of their ClientHello.
 */
export class AcceptedHandshakes {
  /** Whether a request has come on a connection; it is asked once more when the connection is closed. */
  readonly hasSpoken: (socket: Socket) => boolean;
  readonly #open = new Map<string, Set<Socket>>();
  /** Of those that have spoken and are closed, the latest last. */
  readonly #remembered = new Set<string>();

  constructor(hasSpoken: (socket: Socket) => boolean) {
    this.hasSpoken = hasSpoken;
  }

  watch(socket: Socket, client: string, serverName: string): void {
    const key = keyOf(client, serverName);
    const sockets = this.#open.get(key) ?? new Set();
    this.#open.set(key, sockets.add(socket));
    socket.once('close', () => {
      if (this.hasSpoken(socket)) this.#remember(key);
      sockets.delete(socket);
      if (sockets.size === 0) this.#open.delete(key);
    });
  }

  /** Whether the same client has asked something behind the same certificate, on any of its connections. */
  has(client: string, serverName: string): boolean {
    const key = keyOf(client, serverName);
    return this.#remembered.has(key) || [...(this.#open.get(key) ?? [])].some(this.hasSpoken);
  }

  #remember(key: string): void {
    this.#remembered.delete(key);
    this.#remembered.add(key);
    if (this.#remembered.size > MOST_REMEMBERED) this.#remembered.delete(this.#remembered.values().next().value!);
  }
}

function keyOf(client: string, serverName: string): string {
  return `${serverName} ${client}`;
}
