import type { ProxyEvent } from '../../exchange/events.ts';
import type { StreamMessage } from '../../exchange/exchange.ts';
import type { TransportError } from '../../exchange/transport-error.ts';
import { COPIED_BYTES } from '../../proxy/event-sink.ts';
import { BatchWriter, countLineFeeds, joinedTexts } from './batch-bytes.ts';
import { type EventBatch, KINDS, MESSAGE_TYPES, type SharedFacts } from './event-batch.ts';

/**
 * What many exchanges share goes over once: both ends keep it in one of so many places, and name the place. Both fill
 * the places in the same order, the first one again after the last, so that they always agree.
 */
const PLACES = 1024;

/** The names of the fields of one message, in order, are likely to come again with other values: they go over as one word. */
const LONGEST_NAMES = 2000;

const CODES = Object.fromEntries(KINDS.map((kind, code) => [kind, code])) as Readonly<
  Record<ProxyEvent['kind'], number>
>;

/** The proxy's side of the places for one kind of values. */
class GivenPlaces<Value> {
  readonly #placeOf = new Map<Value, number>();
  readonly #values: Value[] = [];
  #latest = 0;

  /** The place of a value, from 1 upwards; negative where it is new there, so that the value must follow. */
  of(value: Value): number {
    const known = this.#placeOf.get(value);
    if (known !== undefined) return known;
    this.#latest = (this.#latest % PLACES) + 1;
    const before = this.#values[this.#latest];
    if (before !== undefined) this.#placeOf.delete(before);
    this.#values[this.#latest] = value;
    this.#placeOf.set(value, this.#latest);
    return -this.#latest;
  }
}

/** The proxy's end. Batches must be read in the order in which they were taken, all of them by one `EventDecoder`. */
export class EventEncoder {
  readonly #writer = new BatchWriter();
  readonly #facts = new GivenPlaces<SharedFacts>();
  readonly #words = new GivenPlaces<string>();
  readonly #names = new GivenPlaces<string>();
  #pieces: Uint8Array<ArrayBuffer>[] = [];
  #pieceBytes = 0;

  /** Bytes in the batch so far. */
  get length(): number {
    return this.#writer.length + this.#pieceBytes;
  }

  /** Small bytes are copied at once; a large array that has its memory to itself is given away with the batch. */
  add(event: ProxyEvent): void {
    const to = this.#writer;
    to.byte(CODES[event.kind]);
    to.number(event.key);
    switch (event.kind) {
      case 'request':
        to.number(event.at);
        this.#word(event.client);
        this.#share(event.clientTls);
        this.#word(event.method);
        to.text(event.url);
        this.#word(event.httpVersion);
        this.#fields(event.rawHeaders);
        return;
      case 'request-chunk':
      case 'response-chunk':
        this.#bytes(event.bytes);
        return;
      case 'request-end':
      case 'response-end':
        to.number(event.at);
        to.number(event.totalBytes);
        to.texts(event.rawTrailers);
        return;
      case 'connected':
        to.number(event.at);
        to.byte(event.isReused ? 1 : 0);
        this.#share(event.connection);
        return;
      case 'response':
        to.number(event.at);
        to.number(event.status);
        this.#word(event.reason);
        this.#word(event.httpVersion);
        this.#fields(event.rawHeaders);
        return;
      case 'rule':
        to.text(JSON.stringify(event.rule));
        return;
      case 'message':
        to.number(event.skipped ?? 0);
        this.#message(event.message);
        return;
      case 'progress':
        to.number(event.requestBytes);
        to.number(event.responseBytes);
        return;
      case 'ended':
        to.number(event.at);
        to.number(event.proxyStatus ?? -1);
        this.#error(event.error);
        return;
    }
  }

  /** Everything since the last call. */
  take(): EventBatch {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#pieceBytes = 0;
    return { bytes: this.#writer.take(), pieces };
  }

  #message({ at, from, type, bytes, totalBytes, closeCode }: StreamMessage): void {
    const to = this.#writer;
    to.number(at);
    to.byte(from === 'client' ? 1 : 0);
    to.byte(MESSAGE_TYPES.indexOf(type));
    to.number(totalBytes);
    to.number(closeCode ?? -1);
    this.#bytes(bytes);
  }

  #error(error: TransportError | null): void {
    const to = this.#writer;
    to.byte(error === null ? 0 : 1);
    if (error === null) return;
    to.text(error.phase);
    to.text(error.code);
    to.text(error.message);
  }

  /** A string that is likely to come again. */
  #word(word: string | null): void {
    const place = word === null ? 0 : this.#words.of(word);
    this.#writer.number(place);
    if (place < 0) this.#writer.text(word!);
  }

  #fields(raw: readonly string[]): void {
    const to = this.#writer;
    const names = joinedTexts(raw, 0, 2);
    const count = raw.length / 2;
    // Names hold no line feeds, unless somebody found a way; then the strings go over one by one.
    const isShared = count > 0 && names.length <= LONGEST_NAMES && countLineFeeds(names) === count - 1;
    const place = isShared ? this.#names.of(names) : 0;
    to.number(place);
    if (place < 0) {
      to.number(count);
      to.text(names);
    }
    if (isShared) to.texts(raw, 1, 2);
    else to.texts(raw);
  }

  #bytes(bytes: Uint8Array): void {
    const { buffer } = bytes;
    const isHandedOver =
      bytes.length > COPIED_BYTES && buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length;
    this.#writer.byte(isHandedOver ? 1 : 0);
    if (!isHandedOver) {
      this.#writer.bytes(bytes);
      return;
    }
    this.#pieces.push(new Uint8Array(buffer));
    this.#pieceBytes += bytes.length;
  }

  #share(facts: SharedFacts | null): void {
    const place = facts === null ? 0 : this.#facts.of(facts);
    this.#writer.number(place);
    if (place < 0) this.#writer.text(JSON.stringify(facts));
  }
}
