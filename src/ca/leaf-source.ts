import { createSecureContext, type SecureContext } from 'node:tls';
import { issueLeaf, makeLeafKey } from './leaf.ts';
import type { Root } from './root.ts';
import { parseServerName, type ServerName } from './server-name.ts';

/** Certificates for whatever name a client asks for. */
export interface LeafSource {
  /**
   * The TLS context with a certificate for this name, as it stands in SNI or in an authority without its port.
   * Undefined where no certificate can be issued for it: empty, too long, a wildcard, odd characters. Never throws.
   */
  contextFor(serverName: string): SecureContext | undefined;
}

/** A context takes about 40 kB; an app talks to tens of hosts, a browser to hundreds. */
const DEFAULT_LIMIT = 500;
/** A connection made just before the end must still find time for its handshake. */
const RENEW_BEFORE_MS = 86_400_000;

interface Cached {
  readonly context: SecureContext;
  /** Epoch milliseconds. */
  readonly renewAt: number;
}

/** @param limit how many contexts are kept; the one not asked for the longest goes first. */
export function createLeafSource(root: Root, clock: () => Date, limit = DEFAULT_LIMIT): LeafSource {
  const leafKey = makeLeafKey();
  // A Map iterates in the order of insertion: what is inserted again at each use makes the first key the oldest.
  const cache = new Map<string, Cached>();

  function mint(name: ServerName, now: Date): Cached {
    const leaf = issueLeaf(root, leafKey, name, now);
    const context = createSecureContext({
      key: leaf.keyPem,
      // The root goes along, although a client that trusts it has it: Chromium's --ignore-certificate-errors-spki-list
      // compares with the certificates that were sent, and `openssl s_client -showcerts` shows people what to trust.
      cert: leaf.certPem + root.certPem,
    });
    return { context, renewAt: leaf.notAfter.getTime() - RENEW_BEFORE_MS };
  }

  return {
    contextFor(serverName) {
      const name = parseServerName(serverName);
      if (name === undefined) return undefined;
      const now = clock();
      const cached = cache.get(name.text);
      const current = cached !== undefined && now.getTime() < cached.renewAt ? cached : mint(name, now);
      cache.delete(name.text);
      cache.set(name.text, current);
      if (cache.size > limit) cache.delete(cache.keys().next().value!);
      return current.context;
    },
  };
}
