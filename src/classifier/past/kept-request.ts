import type { RequestMessage } from '../../exchange/exchange.ts';
import type { Header, Headers } from '../../exchange/headers.ts';
import type { Fields, KeptRequest, PastCredential } from '../../exchange/history.ts';
import { secretName } from '../../exchange/redact/names.ts';
import { maskSecret, redactHeaderValue } from '../../exchange/redact.ts';
import { splitUrl, type UrlParts } from '../../exchange/routes.ts';
import { fingerprintOf, readCredentials } from '../readers/credentials.ts';
import { requestFields } from './body-fields.ts';
import { BoundedMap } from './bounded-map.ts';
import { fingerprint } from './fingerprint.ts';

const MOST_HEADERS = 100;
const LONGEST_NAME = 100;
const LONGEST_VALUE = 400;
/** Of all values together; behind it only short ones are kept as they are. */
const MOST_CHARACTERS = 4096;
const SHORT_VALUE = 40;
const LONGEST_SEARCH = 2048;

/** Headers that may hold a credential. Wider than what the reader of credentials takes for one: it decides in the end. */
const MAY_BE_SECRET = /auth|token|key|secret|pass|jwt|cred|sign|sess|cookie|hmac/i;
const NEVER_SECRET = /^(?:sec-|accept|content-|access-control-)/i;

/** Parameters that may hold a credential. */
const MAY_BE_SECRET_QUERY =
  /(?:key|token|auth|secret|pass|pwd|sig|hmac|sess|sid|cred|jwt|app|client|code|hash|access)[^=&]{0,40}=/i;

const NO_FINGERPRINTS: ReadonlyMap<string, string> = new Map();

interface KeptHeaders {
  readonly headers: Headers;
  readonly fingerprints: ReadonlyMap<string, string>;
  /** Equal for requests whose headers carry the same credentials; empty where none of them can. */
  readonly credentialKey: string;
}

/**
 * Turns requests into what may be kept of them: secrets masked, the body reduced to its fields. Clients send the same
 * credential again and again, so what it takes to read one is done once: decoding a token costs more than all the rest.
 */
export class RequestKeeper {
  readonly #masked = new BoundedMap<string, string>(512);
  readonly #credentials = new BoundedMap<string, PastCredential | null>(1024);
  /** The value that each header had last: most often it has it again, and comparing costs less than a hash. */
  readonly #latest = new BoundedMap<string, { readonly value: string; readonly own: string }>(16);
  readonly #isSecretName = new BoundedMap<string, boolean>(1024);

  keep(request: RequestMessage, url: UrlParts = splitUrl(request.url)): KeptRequest {
    const { headers, fingerprints, credentialKey } = this.#keepHeaders(request.headers);
    const isSecretUrl = request.url.includes('@') || MAY_BE_SECRET_QUERY.test(url.search.slice(0, LONGEST_SEARCH));
    const query = isSecretUrl
      ? maskedQuery(url.search, fingerprints)
      : { search: url.search.slice(0, LONGEST_SEARCH), fingerprints };
    return {
      host: url.host,
      path: url.path,
      search: query.search,
      httpVersion: request.httpVersion,
      headers,
      fingerprints: query.fingerprints,
      credential: this.#credentialOf(request, credentialKey, isSecretUrl),
      fields: requestFields(request),
    };
  }

  #keepHeaders(headers: Headers): KeptHeaders {
    let kept: Header[] | undefined;
    let fingerprints: Map<string, string> | undefined;
    let credentialKey = '';
    let characters = 0;
    const length = Math.min(headers.length, MOST_HEADERS);
    for (let index = 0; index < length; index += 1) {
      const header = headers[index]!;
      const [name, value] = header;
      characters += value.length;
      const isLong = value.length > (characters > MOST_CHARACTERS ? SHORT_VALUE : LONGEST_VALUE);
      const maySecret = this.#maybeSecret(name);
      if (maySecret || isLong || name.length > LONGEST_NAME) {
        const lower = name.slice(0, LONGEST_NAME).toLowerCase();
        const own = this.#fingerprintOf(lower, value);
        if (maySecret) credentialKey += `${lower}:${own} `;
        const shown = maySecret ? this.#mask(lower, value, own) : value;
        if (shown !== value || isLong || name.length > LONGEST_NAME) {
          kept ??= headers.slice(0, index) as Header[];
          fingerprints ??= new Map();
          fingerprints.set(lower, own);
          const isBrief = shown.length <= (isLong ? SHORT_VALUE * 2 : LONGEST_VALUE);
          kept.push([name.slice(0, LONGEST_NAME), isBrief ? shown : `<${value.length} characters>`]);
          continue;
        }
      }
      kept?.push(header);
    }
    if (kept === undefined && headers.length > length) kept = headers.slice(0, length);
    return { headers: kept ?? headers, fingerprints: fingerprints ?? NO_FINGERPRINTS, credentialKey };
  }

  #maybeSecret(name: string): boolean {
    const known = this.#isSecretName.get(name);
    if (known !== undefined) return known;
    const isSecret = MAY_BE_SECRET.test(name) && !NEVER_SECRET.test(name);
    this.#isSecretName.set(name.slice(0, 200), isSecret);
    return isSecret;
  }

  #fingerprintOf(name: string, value: string): string {
    const latest = this.#latest.get(name);
    if (latest?.value === value) return latest.own;
    const own = fingerprint(lasting(value));
    this.#latest.set(name, { value, own });
    return own;
  }

  #mask(name: string, value: string, own: string): string {
    const key = `${name} ${own}`;
    const known = this.#masked.get(key);
    if (known !== undefined) return known;
    const masked = redactHeaderValue(name, value);
    this.#masked.set(key, masked.length > LONGEST_VALUE ? `<${value.length} characters>` : masked);
    return masked;
  }

  #credentialOf(request: RequestMessage, key: string, isSecretUrl: boolean): PastCredential | null {
    if (isSecretUrl) return readCredential(request);
    if (key === '') return null;
    const known = this.#credentials.get(key);
    if (known !== undefined) return known;
    const credential = readCredential(request);
    this.#credentials.set(key, credential);
    return credential;
  }
}

/** Without the signature, which differs with every request although key and signer stay. */
function lasting(value: string): string {
  return value.includes('ignature=') ? value.replace(/(signature=)[^,\s]{1,1000}/i, '$1') : value;
}

/** The credential that most likely decides, or null. */
function readCredential(request: RequestMessage): PastCredential | null {
  const credential = readCredentials(request).find(({ secret }) => secret !== '');
  if (credential === undefined) return null;
  const { name, place, scheme = null } = credential;
  return { fingerprint: fingerprintOf(credential), name, place, scheme };
}

/** The fingerprint of a parameter stands under its name behind a question mark. */
function maskedQuery(
  search: string,
  ofHeaders: ReadonlyMap<string, string>,
): { readonly search: string; readonly fingerprints: ReadonlyMap<string, string> } {
  const fingerprints = new Map(ofHeaders);
  const kept = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(search.slice(0, LONGEST_SEARCH))) {
    const secret = secretName(name, 'query');
    if (secret !== undefined) fingerprints.set(`?${name}`, fingerprint(value));
    kept.append(name, secret === undefined ? value : maskSecret(value, secret.kind));
  }
  return { search: kept.size === 0 ? '' : `?${kept}`, fingerprints };
}

/** The query without the parameters whose names say that they hold a secret: by it two calls ask for the same thing. */
export function queryWithoutSecrets({ search, fingerprints }: Pick<KeptRequest, 'search' | 'fingerprints'>): string {
  if (search === '' || !hasParameters(fingerprints)) return search;
  const kept = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(search)) if (!fingerprints.has(`?${name}`)) kept.append(name, value);
  return kept.size === 0 ? '' : `?${kept}`;
}

/** Most often the only fingerprint is that of a header. */
function hasParameters(fingerprints: ReadonlyMap<string, string>): boolean {
  for (const name of fingerprints.keys()) if (name.startsWith('?')) return true;
  return false;
}

/** Where one address serves many operations, the name of this one; empty elsewhere. */
export function operationOf({ headers, search, path }: KeptRequest, fields: Fields | null): string {
  for (const [name, value] of headers) {
    // By length first: this runs through all headers of every call.
    if ((name.length === 12 || name.length === 10) && /^(?:x-amz-target|soapaction)$/i.test(name)) {
      return value.replaceAll('"', '').slice(0, 100);
    }
  }
  const action = search === '' ? null : /[?&](?:action|operation)=([\w.]{1,60})/i.exec(search);
  if (action !== null) return action[1]!;
  if (fields === null) return '';
  const named =
    fields.get('operationName') ?? fields.get('Action') ?? (fields.has('jsonrpc') ? fields.get('method') : undefined);
  if (named !== undefined && named.type === 'string') return named.shown;
  return /graphql/i.test(path) ? (fields.get('query')?.identity ?? '') : '';
}
