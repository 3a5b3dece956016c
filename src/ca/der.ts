import asn1 from 'node-forge/lib/asn1.js';

/** One ASN.1 value, ready to be encoded. */
export type Node = ReturnType<typeof asn1.create>;

const { Class, Type } = asn1;

/** node-forge takes and gives bytes as strings of one character per byte. */
const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

export const sequence = (...children: readonly Node[]): Node =>
  asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [...children]);

export const set = (...children: readonly Node[]): Node => asn1.create(Class.UNIVERSAL, Type.SET, true, [...children]);

export const oid = (dotted: string): Node =>
  asn1.create(Class.UNIVERSAL, Type.OID, false, asn1.oidToDer(dotted).getBytes());

/** A positive INTEGER from its big-endian bytes; the first byte must be below 0x80. */
export const integer = (bytes: Uint8Array): Node => asn1.create(Class.UNIVERSAL, Type.INTEGER, false, binary(bytes));

export const boolean = (value: boolean): Node =>
  asn1.create(Class.UNIVERSAL, Type.BOOLEAN, false, value ? '\xff' : '\0');

/** NULL, which parameters of an algorithm may be. */
export const nothing = (): Node => asn1.create(Class.UNIVERSAL, Type.NULL, false, '');

export const octetString = (bytes: Uint8Array): Node =>
  asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, binary(bytes));

/** @param unusedBits how many bits at the end of the last byte do not count. */
export const bitString = (bytes: Uint8Array, unusedBits = 0): Node =>
  asn1.create(Class.UNIVERSAL, Type.BITSTRING, false, String.fromCharCode(unusedBits) + binary(bytes));

export const utf8String = (text: string): Node =>
  asn1.create(Class.UNIVERSAL, Type.UTF8, false, binary(Buffer.from(text, 'utf8')));

/** BMPString; node-forge itself writes this type in UTF-16. */
export const bmpString = (text: string): Node => asn1.create(Class.UNIVERSAL, Type.BMPSTRING, false, text);

/** UTCTime up to 2049, GeneralizedTime after it (RFC 5280 §4.1.2.5). */
export const time = (date: Date): Node =>
  date.getUTCFullYear() < 2050
    ? asn1.create(Class.UNIVERSAL, Type.UTCTIME, false, asn1.dateToUtcTime(date))
    : asn1.create(Class.UNIVERSAL, Type.GENERALIZEDTIME, false, asn1.dateToGeneralizedTime(date));

/** `[tag] EXPLICIT`: the tag around whole values. */
export const tagged = (tag: number, ...children: readonly Node[]): Node =>
  asn1.create(Class.CONTEXT_SPECIFIC, tag, true, [...children]);

/** `[tag] IMPLICIT` over a string of bytes: the tag in place of the value's own. */
export const taggedBytes = (tag: number, bytes: Uint8Array): Node =>
  asn1.create(Class.CONTEXT_SPECIFIC, tag, false, binary(bytes));

export const encode = (node: Node): Buffer => Buffer.from(asn1.toDer(node).getBytes(), 'latin1');

/** Throws on bytes that are not DER. */
export const decode = (der: Uint8Array): Node => asn1.fromDer(binary(der));

/** The values inside a constructed one; none in a primitive one. */
export const childrenOf = (node: Node | undefined): readonly Node[] =>
  node !== undefined && Array.isArray(node.value) ? node.value : [];

/** The bytes of a primitive value; none in a constructed one. */
export const bytesOf = (node: Node | undefined): Buffer =>
  Buffer.from(node !== undefined && typeof node.value === 'string' ? node.value : '', 'latin1');
