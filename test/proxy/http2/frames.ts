import { connect, type Socket } from 'node:net';

/** HTTP/2 frame by frame (RFC 9113 §4), for what no library would send. */
export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

export const TYPE = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  ping: 6,
  goaway: 7,
  windowUpdate: 8,
  continuation: 9,
};
export const END_STREAM = 1;
export const END_HEADERS = 4;
export const ACK = 1;

export function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

export function settings(entries: Readonly<Record<number, number>> = {}): Buffer {
  const payload = Object.entries(entries).map(([id, value]) => {
    const entry = Buffer.alloc(6);
    entry.writeUInt16BE(Number(id), 0);
    entry.writeUInt32BE(value, 2);
    return entry;
  });
  return frame(TYPE.settings, 0, 0, Buffer.concat(payload));
}

export function reset(stream: number, code: number): Buffer {
  return frame(TYPE.reset, 0, stream, uint32(code));
}

export function goaway(lastStream: number, code: number): Buffer {
  return frame(TYPE.goaway, 0, 0, Buffer.concat([uint32(lastStream), uint32(code)]));
}

/** A header block of literals without indexing (RFC 7541 §6.2.2), no Huffman code. */
export function block(...fields: readonly string[]): Buffer {
  const parts: Buffer[] = [];
  for (let i = 0; i < fields.length; i += 2) parts.push(Buffer.from([0]), text(fields[i]!), text(fields[i + 1]!));
  return Buffer.concat(parts);
}

export const GET = block(':method', 'GET', ':scheme', 'http', ':path', '/', ':authority', 'a.test');

/** A string literal (RFC 7541 §5.2), one byte for each character. */
export function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const length = [127];
  let rest = bytes.length - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) length.push((rest % 128) | 128);
  return Buffer.concat([Buffer.from([...length, rest]), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value, 0);
  return bytes;
}

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

/** A peer that sends bytes and sees frames. */
export class FramePeer {
  readonly frames: Frame[] = [];
  readonly socket: Socket;
  isClosed = false;
  readonly #pings: Buffer[] = [];
  /** No other frame may come before the head that was begun has ended. */
  #isInHead = false;
  #rest: Buffer = Buffer.alloc(0);
  #onChange: (() => void) | undefined;

  constructor(socket: Socket, skippedBytes = 0) {
    let skipped = skippedBytes;
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      const used = Math.min(skipped, bytes.length);
      skipped -= used;
      this.#read(bytes.subarray(used));
    });
    socket.on('close', () => {
      this.isClosed = true;
      this.#onChange?.();
    });
  }

  static connect(port: number): FramePeer {
    return new FramePeer(connect(port, '127.0.0.1'));
  }

  get isHeldPing(): boolean {
    return this.#pings.length > 0;
  }

  answerPings(): void {
    for (const payload of this.#pings.splice(0)) this.send(frame(TYPE.ping, ACK, 0, payload));
  }

  send(...parts: readonly Buffer[]): void {
    const last = parts.at(-1)!;
    if (last[3] === TYPE.headers || last[3] === TYPE.continuation) this.#isInHead = (last[4]! & END_HEADERS) === 0;
    if (!this.socket.destroyed) this.socket.write(Buffer.concat(parts));
  }

  /** Waits until the peer has seen what is asked for; fails where the connection closes before. */
  async until<T>(find: () => T | undefined | false): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined && found !== false) return found;
      if (this.isClosed) throw new Error(`the connection closed; seen: ${JSON.stringify(this.frames)}`);
      await new Promise<void>((resolve) => {
        this.#onChange = resolve;
      });
    }
  }

  frame(type: number, stream?: number): Frame | undefined {
    return this.frames.find((one) => one.type === type && (stream === undefined || one.stream === stream));
  }

  async closed(): Promise<void> {
    while (!this.isClosed) {
      await new Promise<void>((resolve) => {
        this.#onChange = resolve;
      });
    }
  }

  #read(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= 9) {
      const length = this.#rest.readUIntBE(0, 3);
      if (this.#rest.length < 9 + length) break;
      const type = this.#rest[3]!;
      const flags = this.#rest[4]!;
      // Limits hold from when they are acknowledged.
      if (type === TYPE.settings && (flags & ACK) === 0) this.send(frame(TYPE.settings, ACK, 0));
      if (type === TYPE.ping && (flags & ACK) === 0) this.#pings.push(Buffer.from(this.#rest.subarray(9, 17)));
      if (!this.#isInHead) this.answerPings();
      this.frames.push({
        type,
        flags,
        stream: this.#rest.readUInt32BE(5),
        payload: this.#rest.subarray(9, 9 + length),
      });
      this.#rest = this.#rest.subarray(9 + length);
    }
    this.#onChange?.();
  }
}
