import type { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { CertificateFacts } from '../../exchange/connection.ts';

/** Servers send two to four certificates. */
const MAX_CERTIFICATES = 10;
const MAX_NAMES = 200;
const MAX_TEXT = 500;
/** Chains that are remembered, so that the facts of a server's certificate are read once. */
const MAX_CHAINS = 200;

/** Reads the chains that servers show. */
export class ChainReader {
  readonly #known = new Map<string, readonly CertificateFacts[]>();

  /**
   * The chain in the order in which it was sent, after a full handshake; `peer` is the certificate as Node.js has
   * read it already. `getPeerCertificate` gives nothing any more afterwards.
   */
  chainOf(socket: TLSSocket, peer: DetailedPeerCertificate): readonly CertificateFacts[] {
    const key = fingerprintsOf(peer).join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    // `peer` sorts the certificates and adds what our own store knows. This one is the chain as sent, but takes it
    // out of the connection and frees too little of it: another reason to read each chain once.
    const chain = Array.from(issuers(socket.getPeerX509Certificate()), factsOf);
    this.#known.set(key, chain);
    if (this.#known.size > MAX_CHAINS) this.#known.delete(this.#known.keys().next().value!);
    return chain;
  }
}

function fingerprintsOf(peer: DetailedPeerCertificate): readonly string[] {
  const fingerprints: string[] = [];
  let certificate: DetailedPeerCertificate | undefined = peer;
  while (certificate?.fingerprint256 !== undefined && fingerprints.length < MAX_CERTIFICATES) {
    // A root is its own issuer.
    if (fingerprints.at(-1) === certificate.fingerprint256) break;
    fingerprints.push(certificate.fingerprint256);
    certificate = certificate.issuerCertificate;
  }
  return fingerprints;
}

function* issuers(first: X509Certificate | undefined): Generator<X509Certificate> {
  let certificate = first;
  for (let count = 0; certificate !== undefined && count < MAX_CERTIFICATES; count += 1) {
    yield certificate;
    certificate = certificate.issuerCertificate;
  }
}

function factsOf(certificate: X509Certificate, index: number): CertificateFacts {
  return {
    subject: onOneLine(certificate.subject),
    issuer: onOneLine(certificate.issuer),
    names: index === 0 ? alternativeNames(certificate.subjectAltName) : [],
    validFrom: isoSeconds(certificate.validFrom),
    validTo: isoSeconds(certificate.validTo),
    fingerprint: certificate.fingerprint256,
  };
}

/** OpenSSL writes one attribute on each line, the most general first. Undefined stands for an empty name. */
function onOneLine(name: string | undefined): string {
  return clip((name ?? '').split('\n').reverse().join(', '));
}

/** `DNS:a.example, IP Address:192.0.2.1`; a value with a comma in it stands in quotes. */
function alternativeNames(text: string | undefined): readonly string[] {
  const names = text?.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  return names.slice(0, MAX_NAMES).map((name) => clip(name.trim()));
}

/** From OpenSSL's form, `Jan  1 00:00:00 2026 GMT`; what is none of the kind stays as it is. */
function isoSeconds(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? clip(text) : date.toISOString().replace('.000Z', 'Z');
}

function clip(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}
