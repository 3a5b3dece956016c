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
  let missing = MESSAGE_HEADER_BYTES;
  let message: Buffer = Buffer.alloc(0);
  for (let at = 0; bytes.length < MOST_BYTES; ) {
    if (bytes.length < at + RECORD_HEADER_BYTES) return isHandshake(bytes, at) ? 'partial' : 'whole';
    const length = bytes.readUInt16BE(at + 3);
    if (!isHandshake(bytes, at) || length === 0) return 'whole';
    const fragment = bytes.subarray(at + RECORD_HEADER_BYTES, at + RECORD_HEADER_BYTES + length);
    message = message.length === 0 ? fragment : Buffer.concat([message, fragment]);
    if (message.length > 0 && message[0] !== CLIENT_HELLO) return 'whole';
    if (message.length >= MESSAGE_HEADER_BYTES) missing = MESSAGE_HEADER_BYTES + message.readUIntBE(1, 3);
    if (message.length >= missing) return 'whole';
    if (fragment.length < length) return 'partial';
    at += RECORD_HEADER_BYTES + length;
  }
  return 'whole';
}

/** As far as the record's header is there. */
function isHandshake(bytes: Buffer, at: number): boolean {
  return (bytes[at] ?? HANDSHAKE) === HANDSHAKE && (bytes[at + 1] ?? 3) === 3;
}
