import { headerValue } from '../../exchange/headers.ts';
import type { PastPost, PastRead, ResourcePast } from '../../exchange/history.ts';
import type { UrlParts } from '../../exchange/routes.ts';
import { BoundedMap } from './bounded-map.ts';
import { fingerprint } from './fingerprint.ts';
import { queryWithoutSecrets } from './kept-request.ts';
import type { Seen } from './seen.ts';

/** Addresses remembered at once, some 600 bytes each; the one that was called longest ago is forgotten first. */
const MOST_RESOURCES = 4096;
const MOST_READS = 6;
/** Addresses whose POST requests are remembered with the fields of their bodies. */
const MOST_COLLECTIONS = 256;
const MOST_POSTS = 4;
const LARGEST_BODY_BYTES = 64 * 1024;

type Resource = Omit<ResourcePast, 'posts'>;

const UNKNOWN: Resource = { reads: [], lastSuccess: null, deletion: null, failedWrite: null, change: null };

/** What happened to each resource, by its address without the query. */
export class ResourceIndex {
  readonly #resources = new BoundedMap<string, Resource>(MOST_RESOURCES);
  readonly #posts = new BoundedMap<string, readonly PastPost[]>(MOST_COLLECTIONS);

  add(seen: Seen): void {
    const { method } = seen.call;
    const isWrite = method === 'POST' || method === 'PUT' || method === 'PATCH';
    const isRead = method === 'GET' || method === 'HEAD';
    // A preflight asks about a method, not for the resource; what else there is says nothing about existence.
    if (!isWrite && !isRead && method !== 'DELETE') return;
    const key = keyOf(seen.url);
    const before = this.#resources.get(key) ?? UNKNOWN;
    const after = isRead ? afterRead(before, seen) : isWrite ? afterWrite(before, seen) : afterDelete(before, seen);
    this.#resources.set(key, after);
    if (method !== 'POST') return;
    const posts = this.#posts.get(key) ?? [];
    this.#posts.set(key, [postOf(seen), ...posts.slice(0, MOST_POSTS - 1)]);
  }

  at(url: UrlParts): ResourcePast | undefined {
    const key = keyOf(url);
    const resource = this.#resources.get(key);
    return resource === undefined ? undefined : { ...resource, posts: this.#posts.get(key) ?? [] };
  }
}

/** With a slash at the end and without is the same resource here. */
function keyOf({ address, path }: UrlParts): string {
  return path.length > 1 && path.endsWith('/') ? address.slice(0, -1) : address;
}

function afterRead(before: Resource, { call, request, exchange }: Seen): Resource {
  if (call.status === null) return before;
  const { credential } = request;
  const query = queryWithoutSecrets(request);
  const isSame = (read: PastRead) => read.query === query && read.credential?.fingerprint === credential?.fingerprint;
  const others = before.reads.length === 0 ? before.reads : before.reads.filter((read) => !isSame(read));
  const etag = call.isSuccess ? headerValue(exchange.response?.headers ?? [], 'etag') : undefined;
  const reads = [{ call, credential, query, etag }, ...others.slice(0, MOST_READS - 1)];
  if (!call.isSuccess) return { ...before, reads };
  return { ...before, reads, lastSuccess: call, deletion: null, failedWrite: null };
}

function afterDelete(before: Resource, { call }: Seen): Resource {
  return call.isSuccess ? { ...before, deletion: call, failedWrite: null, change: null } : before;
}

function afterWrite(before: Resource, { call, exchange }: Seen): Resource {
  if (call.isSuccess) {
    const etag = headerValue(exchange.response?.headers ?? [], 'etag');
    return { ...before, lastSuccess: call, deletion: null, failedWrite: null, change: { call, etag } };
  }
  // A redirect has sent the write elsewhere.
  const isRedirected = call.status !== null && call.status >= 300 && call.status < 400;
  return isRedirected ? before : { ...before, failedWrite: call };
}

function postOf({ call, request, exchange }: Seen): PastPost {
  return {
    call,
    credential: request.credential,
    fields: request.fields,
    bodyFingerprint: request.fields === null ? bodyFingerprint(exchange.request.body) : null,
  };
}

/** Equal for equal bodies; null for none and for large ones. */
export function bodyFingerprint(
  body: { readonly bytes: Uint8Array; readonly totalBytes: number } | null,
): string | null {
  if (body === null || body.bytes.length === 0 || body.totalBytes > LARGEST_BODY_BYTES) return null;
  return body.totalBytes > body.bytes.length ? null : fingerprint(body.bytes);
}
