/** Facts about one TLS connection, whichever end we are. */
export interface TlsFacts {
  /** As OpenSSL names it, for example `TLSv1.3`. */
  readonly protocol: string;
  /** Standard (IANA) name of the cipher suite, for example `TLS_AES_128_GCM_SHA256`. */
  readonly cipher: string;
  /** The protocol agreed on by ALPN, for example `h2`; null where none was. */
  readonly alpn: string | null;
  /** SNI; null where the client named no server. */
  readonly serverName: string | null;
}

/** One certificate of the chain that a server showed. */
export interface CertificateFacts {
  /** Distinguished name on one line, for example `CN=api.example.com, O=Example Inc`. */
  readonly subject: string;
  readonly issuer: string;
  /** Subject alternative names as `DNS:…` and `IP Address:…`; only of the server's own certificate. */
  readonly names: readonly string[];
  /** ISO 8601, seconds. */
  readonly validFrom: string;
  readonly validTo: string;
  /** SHA-256 in hexadecimal with colons. */
  readonly fingerprint: string;
}

/** TLS towards a server. */
export interface ServerTlsFacts extends TlsFacts {
  /** As the server sent it, its own certificate first. */
  readonly chain: readonly CertificateFacts[];
  /** Why the chain is not trusted, by OpenSSL's code; null where it is. Only with `--insecure-upstream` is a call sent all the same. */
  readonly distrust: string | null;
}

/** One connection to a server. Many exchanges may share it. */
export interface ServerConnection {
  /** Tells the connections of one proxy apart, from 1 upwards. */
  readonly id: number;
  /** `address:port` that answered, IPv6 in brackets; the upstream proxy's where there is one. */
  readonly server: string;
  /** URL of the upstream proxy without credentials, or null. */
  readonly via: string | null;
  /** How long the name took to resolve; null for an address. */
  readonly dnsMs: number | null;
  /** From the first attempt to an open TCP connection, an upstream proxy's own handshake included. */
  readonly tcpMs: number;
  readonly tlsMs: number | null;
  readonly tls: ServerTlsFacts | null;
}
