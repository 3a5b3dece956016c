import type { AppliedRule } from '../../exchange/applied-rule.ts';
import type { ServerConnection, TlsFacts } from '../../exchange/connection.ts';
import type { ProxyEvent } from '../../exchange/events.ts';
import type { StreamMessage } from '../../exchange/exchange.ts';
import type { Phase, TransportError } from '../../exchange/transport-error.ts';
import { BatchReader, splitTexts } from './batch-bytes.ts';
import { type EventBatch, KINDS, MESSAGE_TYPES } from './event-batch.ts';

/** The recorder's end. Facts that are shared come out as one object as long as they keep their place. */
export class EventDecoder {
  readonly #facts: unknown[] = [];
  readonly #words: string[] = [];
  readonly #names: (readonly string[])[] = [];

  /** Hands out the events in order. Small bytes are views of the batch. */
  decode({ bytes, pieces }: EventBatch, accept: (event: ProxyEvent) => void): void {
    const from = new BatchReader(bytes);
    let piece = 0;
    const readBytes = () => (from.byte() === 1 ? pieces[piece++]! : from.bytes());
    while (!from.isAtEnd) accept(this.#event(from, readBytes));
  }

  #event(from: BatchReader, readBytes: () => Uint8Array): ProxyEvent {
    const kind = KINDS[from.byte()]!;
    const key = from.number();
    switch (kind) {
      case 'request':
        return {
          kind,
          key,
          at: from.number(),
          client: this.#word(from),
          clientTls: this.#shared(from) as TlsFacts | null,
          method: this.#word(from)!,
          url: from.text(),
          httpVersion: this.#word(from)!,
          rawHeaders: this.#fields(from),
        };
      case 'request-chunk':
      case 'response-chunk':
        return { kind, key, bytes: readBytes() };
      case 'request-end':
      case 'response-end':
        return { kind, key, at: from.number(), totalBytes: from.number(), rawTrailers: from.texts() };
      case 'connected': {
        const at = from.number();
        const isReused = from.byte() === 1;
        return { kind, key, at, connection: this.#shared(from) as ServerConnection, isReused };
      }
      case 'response':
        return {
          kind,
          key,
          at: from.number(),
          status: from.number(),
          reason: this.#word(from)!,
          httpVersion: this.#word(from)!,
          rawHeaders: this.#fields(from),
        };
      case 'rule':
        return { kind, key, rule: JSON.parse(from.text()) as AppliedRule };
      case 'message': {
        const skipped = from.number();
        const message = readMessage(from, readBytes);
        return skipped === 0 ? { kind, key, message } : { kind, key, message, skipped };
      }
      case 'progress':
        return { kind, key, requestBytes: from.number(), responseBytes: from.number() };
      case 'ended': {
        const at = from.number();
        const proxyStatus = from.number();
        return { kind, key, at, proxyStatus: proxyStatus < 0 ? null : proxyStatus, error: readError(from) };
      }
    }
  }

  #word(from: BatchReader): string | null {
    const place = from.number();
    if (place === 0) return null;
    if (place < 0) this.#words[-place] = from.text();
    return this.#words[Math.abs(place)]!;
  }

  #fields(from: BatchReader): readonly string[] {
    const place = from.number();
    if (place === 0) return from.texts();
    if (place < 0) {
      const count = from.number();
      this.#names[-place] = splitTexts(from.text(), count);
    }
    const names = this.#names[Math.abs(place)]!;
    const values = from.texts();
    const raw: string[] = [];
    for (let i = 0; i < names.length; i += 1) raw.push(names[i]!, values[i]!);
    return raw;
  }

  #shared(from: BatchReader): unknown {
    const place = from.number();
    if (place === 0) return null;
    if (place < 0) this.#facts[-place] = JSON.parse(from.text());
    return this.#facts[Math.abs(place)];
  }
}

function readMessage(from: BatchReader, readBytes: () => Uint8Array): StreamMessage {
  const at = from.number();
  const sender = from.byte() === 1 ? 'client' : 'server';
  const type = MESSAGE_TYPES[from.byte()]!;
  const totalBytes = from.number();
  const closeCode = from.number();
  return { at, from: sender, type, totalBytes, closeCode: closeCode < 0 ? null : closeCode, bytes: readBytes() };
}

function readError(from: BatchReader): TransportError | null {
  if (from.byte() === 0) return null;
  return { phase: from.text() as Phase, code: from.text(), message: from.text() };
}
