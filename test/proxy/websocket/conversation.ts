import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect } from 'vitest';

/** What one end of a connection hears, and waits for. */
export class Conversation<Wire extends Duplex = Socket> {
  readonly socket: Wire;
  heard = '';
  hasEnded = false;
  error: NodeJS.ErrnoException | undefined;

  constructor(socket: Wire) {
    this.socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.heard += bytes.toString('latin1');
    });
    socket.on('end', () => {
      this.hasEnded = true;
    });
    socket.on('error', (error) => {
      this.error = error;
    });
  }

  say(bytes: string | Buffer): void {
    if (typeof bytes === 'string') this.socket.write(bytes, 'latin1');
    else this.socket.write(bytes);
  }

  /** Everything heard so far, as soon as the text is part of it. */
  async hear(text: string | Buffer): Promise<string> {
    const wanted = typeof text === 'string' ? text : text.toString('latin1');
    await expect.poll(() => this.heard, POLL).toContain(wanted);
    return this.heard;
  }

  async end(): Promise<string> {
    await expect.poll(() => this.hasEnded, POLL).toBe(true);
    return this.heard;
  }

  async close(): Promise<void> {
    await expect.poll(() => this.socket.closed, POLL).toBe(true);
  }
}

export const POLL = { timeout: 20_000, interval: 5 } as const;
