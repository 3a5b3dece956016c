import {
  type CredentialUses,
  type HostUses,
  NEVER_USED,
  type PastCall,
  type PastCredential,
} from '../../exchange/history.ts';
import { BoundedMap } from './bounded-map.ts';
import { isRefusedCaller, type Seen } from './seen.ts';

/** Credentials remembered at once, some 500 bytes each. The one that was used longest ago is forgotten first. */
const MOST_CREDENTIALS = 4096;
/** Tokens handed out that nobody may ever use. */
const MOST_ISSUED = 4096;
const MOST_HOSTS = 6;

/** What became of each credential, by its fingerprint. */
export class CredentialIndex {
  readonly #uses = new BoundedMap<string, CredentialUses>(MOST_CREDENTIALS);
  readonly #issued = new BoundedMap<string, PastCall>(MOST_ISSUED);

  add(seen: Seen): void {
    const { credential } = seen.request;
    if (credential === null) return;
    const { fingerprint } = credential;
    const before = this.#uses.get(fingerprint) ?? NEVER_USED;
    if (seen.call.isSuccess) this.#uses.set(fingerprint, afterSuccess(before, seen.call, credential));
    else if (isRefusedCaller(seen)) {
      this.#uses.set(fingerprint, before.firstRefusal === null ? { ...before, firstRefusal: seen.call } : before);
    }
  }

  /** The response to this call handed the token out. A token that is handed out again keeps its first origin. */
  issue(fingerprint: string, call: PastCall): void {
    if (this.#issued.get(fingerprint) === undefined) this.#issued.set(fingerprint, call);
  }

  /** A sign-out or revocation. */
  end(fingerprint: string, call: PastCall): void {
    this.#uses.set(fingerprint, { ...(this.#uses.get(fingerprint) ?? NEVER_USED), endedBy: call });
  }

  issuedBy(fingerprint: string): PastCall | null {
    return this.#issued.get(fingerprint) ?? null;
  }

  usesOf(fingerprint: string): CredentialUses {
    const uses = this.#uses.get(fingerprint) ?? NEVER_USED;
    const issuedBy = this.issuedBy(fingerprint);
    return issuedBy === null ? uses : { ...uses, issuedBy };
  }
}

function afterSuccess(before: CredentialUses, call: PastCall, credential: PastCredential): CredentialUses {
  return {
    successes: before.successes + 1,
    lastSuccessId: call.id,
    lastSuccess: call,
    lastSuccessAs: credential,
    hosts: hostsAfter(before.hosts, call),
    firstRefusal: null,
    issuedBy: null,
    endedBy: null,
  };
}

function hostsAfter(hosts: readonly HostUses[], call: PastCall): readonly HostUses[] {
  const { host } = call;
  const first = hosts[0];
  if (first !== undefined && first.host === host && hosts.length === 1) {
    return [{ host, successes: first.successes + 1, last: call }];
  }
  const before = hosts.find((uses) => uses.host === host)?.successes ?? 0;
  const others = hosts.filter((uses) => uses.host !== host);
  return [{ host, successes: before + 1, last: call }, ...others].slice(0, MOST_HOSTS);
}
