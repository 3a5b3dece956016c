import type { Exchange } from '../exchange/exchange.ts';
import type { CredentialUses, History } from '../exchange/history.ts';
import { credentialFingerprint } from './readers/credentials.ts';

/** Credentials remembered at once, some 150 bytes each. The one that was used longest ago is forgotten first. */
const MOST_CREDENTIALS = 4096;

const NEVER_USED: CredentialUses = { successes: 0, lastSuccessId: null };

/**
 * The history of the exchanges that were added, in memory. It keeps fingerprints and counts, neither secrets nor
 * exchanges, and of at most 4096 credentials, so that it stays under a megabyte however long a capture grows.
 */
export class MemoryHistory implements History {
  /** In the order of last use. */
  readonly #uses = new Map<string, CredentialUses>();

  /** Takes a finished exchange into account. The exchange to be classified is added after its classification. */
  add(exchange: Exchange): void {
    const status = exchange.response?.status ?? 0;
    if (status < 200 || status > 299) return;
    const fingerprint = credentialFingerprint(exchange.request);
    if (fingerprint === undefined) return;
    const before = this.usesOfCredential(fingerprint);
    this.#uses.delete(fingerprint);
    this.#uses.set(fingerprint, { successes: before.successes + 1, lastSuccessId: exchange.id });
    if (this.#uses.size > MOST_CREDENTIALS) this.#uses.delete(this.#uses.keys().next().value!);
  }

  usesOfCredential(fingerprint: string): CredentialUses {
    return this.#uses.get(fingerprint) ?? NEVER_USED;
  }
}
