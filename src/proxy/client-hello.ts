/** Of a record (RFC 8446 §5.1) and of a handshake message (§4). */
const RECORD_HEADER_BYTES = 5;
const MESSAGE_HEADER_BYTES = 4;
const HANDSHAKE = 0x16;
const CLIENT_HELLO = 1;
/** Larger ones are OpenSSL's to refuse. */
const MOST_BYTES = 64 * 1024;

/**
 * Whether bytes that begin like TLS hold all of a ClientHello. `whole` is said, too, of what can never become one: whoever
 * speaks TLS says what is wrong with it.
 */
export function clientHelloIn(bytes: Buffer): 'partial' | 'whole' {
  return read(bytes) === 'partial' ? 'partial' : 'whole';
}

/** The message without its header, `partial`, or undefined where it is none. */
function read(bytes: Buffer): Buffer | 'partial' | undefined {
  let missing = MESSAGE_HEADER_BYTES;
  let message: Buffer = Buffer.alloc(0);
  for (let at = 0; bytes.length < MOST_BYTES; ) {
    if (bytes.length < at + RECORD_HEADER_BYTES) return isHandshake(bytes, at) ? 'partial' : undefined;
    const length = bytes.readUInt16BE(at + 3);
    if (!isHandshake(bytes, at) || length === 0) return undefined;
    const fragment = bytes.subarray(at + RECORD_HEADER_BYTES, at + RECORD_HEADER_BYTES + length);
    message = message.length === 0 ? fragment : Buffer.concat([message, fragment]);
    if (message.length > 0 && message[0] !== CLIENT_HELLO) return undefined;
    if (message.length >= MESSAGE_HEADER_BYTES) missing = MESSAGE_HEADER_BYTES + message.readUIntBE(1, 3);
    if (message.length >= missing) return message.subarray(MESSAGE_HEADER_BYTES, missing);
    if (fragment.length < length) return 'partial';
    at += RECORD_HEADER_BYTES + length;
  }
  return undefined;
}

/** As far as the record's header is there. */
function isHandshake(bytes: Buffer, at: number): boolean {
  return (bytes[at] ?? HANDSHAKE) === HANDSHAKE && (bytes[at + 1] ?? 3) === 3;
}

/** Version and random, before the session's id (RFC 8446 §4.1.2). */
const FIXED_BYTES = 2 + 32;
/** Extensions that come and go with the connection (IANA TLS ExtensionType): padding, pre_shared_key, early_data, cookie. */
const PASSING = new Set([21, 41, 42, 44]);

/**
 * What the TLS of a client is known by: its cipher suites, and its extensions without their order, which browsers
 * shuffle. Equal for the connections of one program with one set of options. Undefined of what is no whole ClientHello.
 */
export function fingerprintOfHello(bytes: Buffer): string | undefined {
  const hello = read(bytes);
  if (hello === undefined || hello === 'partial') return undefined;
  try {
    let at = FIXED_BYTES;
    at += 1 + hello.readUInt8(at);
    const endOfSuites = at + 2 + hello.readUInt16BE(at);
    const suites: number[] = [];
    for (at += 2; at < endOfSuites; at += 2) suites.push(hello.readUInt16BE(at));
    at += 1 + hello.readUInt8(at) + 2;
    const extensions: number[] = [];
    for (; at < hello.length; at += 4 + hello.readUInt16BE(at + 2)) extensions.push(hello.readUInt16BE(at));
    const lasting = extensions.filter((type) => !PASSING.has(type) && !isGrease(type)).sort((a, b) => a - b);
    return `${suites.filter((suite) => !isGrease(suite)).join(' ')}, ${lasting.join(' ')}`;
  } catch {
    return undefined; // A length that leads out of it.
  }
}

/** Values drawn anew for each connection so that servers get used to unknown ones (RFC 8701). */
function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);
}
