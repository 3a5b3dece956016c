/** Where a name stands: the same word means more in a URL (`?key=…`) than in a JSON document (`"key": "PROJ-1"`). */
export type NamePlace = 'header' | 'query' | 'field' | 'text';

export interface SecretName {
  /** What to call the value: `password`, `api key`, `token`. */
  readonly kind: string;
  /** Whether the name alone decides; otherwise the value must look random, too. */
  readonly isStrong: boolean;
}

/** A name that ends in one of these speaks about a secret: `token_type`, `password_expires_at`, `api_key_id`. */
const ABOUT = words(
  'type types count counts limit limits url uri urls endpoint endpoints expires expiry expire expired expiration exp ttl',
  'lifetime policy length size min max required name label status state scheme method methods usage used alg algorithm',
  'enabled disabled at in on by hint description version format prefix strategy rotation index position supported',
  'provided valid invalid error errors message mode owner scope scopes issuer audience budget details strength score rules',
  'pattern regex input consent duration request',
);

/** A `…_token` behind one of these is a place in a list. Nothing is lost by showing it, and much by hiding it. */
const PAGING = words(
  'page next nextpage prev previous previouspage continuation nextcontinuation cursor sync nextsync pagination resume',
  'start starting skip delta scroll position offset after before marker tokenizer special pad eos bos stop',
);

/** A `…_key` behind one of these is a secret; most other keys are names of things (`primary_key`, `cache_key`). */
const KEY_OWNERS = words(
  'api access secret private auth authentication authorization signing encryption encrypt master account shared client',
  'service subscription app application license server storage webhook deploy admin integration function functions security',
  'host developer dev consumer user customer rest rapidapi mashape session hmac crypto ssh pgp bearer token merchant vault read',
  'write ingest ingestion team project workspace organization org partner gateway live test',
);

/** In a header a `…-key` is a credential unless one of these stands before it. */
const HARMLESS_HEADER_KEYS = words(
  'idempotency websocket cache surrogate partition sort routing route public publishable primary foreign object dedup',
  'deduplication request shard group message hash edge tracing trace nuxt next',
);

const WHOLE_TOKENS = words('access refresh api auth id bearer session device personal csrf xsrf jwt');

const COMPOUND =
  /^(.*?)(password|passwd|passphrase|passcode|tokens?|secrets?|credentials?|signature|apikeys?|accesskey|secretkey|privatekey|authkey|appkey|clientkey|licensekey|subscriptionkey|signingkey|sessionid|sessid)$/;

const SPLIT_KEYS = /^(api|access|secret|private|auth|app|client|license|subscription|signing|session|sess)(keys?|id)$/;

function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.join(' ').split(' '));
}

/** What counts of a long name is its end: `customer[address][…][token]`. */
const NAME_LIMIT = 128;

/** The words of a name in any convention: `clientSecret`, `client-secret`, `CLIENT_SECRET`, `client[secret]`, `clientsecret`. */
function wordsOf(name: string): string[] {
  return name
    .slice(-NAME_LIMIT)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .flatMap((word) => {
      const parts = COMPOUND.exec(word);
      return parts === null ? [word] : [parts[1] ?? '', ...splitKey(parts[2] ?? '')];
    })
    .filter((word) => word !== '');
}

function splitKey(word: string): string[] {
  const parts = SPLIT_KEYS.exec(word);
  return parts === null ? [word] : [parts[1] ?? '', parts[2] ?? ''];
}

const ALWAYS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [
    /^(?:password|passwd|pwd|psw|passphrase|passcode|pass|passwords|passw|passwort|kennwort|motdepasse|contrasena|senha)$/,
    'password',
  ],
  [/^(?:secret|secrets)$/, 'secret'],
  [/^(?:credential|credentials|creds)$/, 'credential'],
  [/^(?:jwt|saml)$/, 'token'],
  [/^(?:signature|sig|hmac)$/, 'signature'],
  [/^(?:cvv|cvc|cvv2|cvc2|csc)$/, 'card code'],
  [/^(?:otp|totp|mfa)$/, 'one-time code'],
  [/^(?:ssn)$/, 'social security number'],
  [/^(?:authorization|authentication|bearer)$/, 'credential'],
  [/^(?:assertion|csrf|xsrf)$/, 'token'],
  [/^(?:cookie|cookies)$/, 'cookie'],
];

/** The name speaks about a secret (`token_type`, `expires_in`) rather than holding one. */
export function isAboutName(name: string): boolean {
  return ABOUT.has(wordsOf(name).at(-1) ?? '');
}

/** Names come again and again, in a body of a million objects above all. */
const judged = new Map<string, SecretName | undefined>();
const JUDGED_LIMIT = 5000;

/** Whether a header, parameter or field of this name holds a secret; undefined where it does not. */
export function secretName(name: string, place: NamePlace): SecretName | undefined {
  const key = `${place} ${name.slice(-NAME_LIMIT)}`;
  if (judged.has(key)) return judged.get(key);
  const judgement = judge(name, place);
  if (judged.size >= JUDGED_LIMIT) judged.clear();
  judged.set(key, judgement);
  return judgement;
}

function judge(name: string, place: NamePlace): SecretName | undefined {
  const parts = wordsOf(name);
  const last = parts.at(-1) ?? '';
  const before = parts.at(-2) ?? '';
  if (last === 'id' && before === 'secret') return strong('secret');
  if (last === 'id' && (before === 'session' || before === 'sess')) return strong('session id');
  if (ABOUT.has(last) || last === 'id' || last === 'ids') return undefined;
  if (parts.includes('public') || parts.includes('publishable')) return undefined;
  if (last === 'token') return PAGING.has(before) ? undefined : strong('token');
  if (last === 'tokens') {
    if (WHOLE_TOKENS.has(before)) return strong('token');
    return place === 'text' ? undefined : weak('token');
  }
  if (last === 'key' || last === 'keys') return keyName(before, place);
  if (/^(?:phpsessid|jsessionid|aspsessionid|sessid)/.test(last)) return strong('session id');
  if (last === 'number' && before === 'card') return strong('card number');
  if (last === 'answer' && before === 'security') return strong('security answer');
  if (last === 'verifier' && before === 'code') return strong('code verifier');
  if (last === 'response' && before === 'saml') return strong('token');
  if (last === 'code') return codeName(before, place);
  if (last === 'pin') return place === 'text' ? undefined : strong('pin');
  if (last === 'auth' || last === 'authz')
    return place === 'header' ? strong('credential') : weakUnlessText(place, 'credential');
  if (last === 'session' || last === 'ticket') return weakUnlessText(place, 'session');
  // Too short or too common to prove anything: the value decides.
  if (place === 'header' && /^(?:api|signing|license|licence)$/.test(last)) return weak('api key');
  if (place === 'query' && /^(?:access|sas|hash)$/.test(last) && before === '') return weak('token');
  if (last === 'sid') return place === 'query' || place === 'header' ? weak('session id') : undefined;
  return strongWord(parts);
}

function strongWord(parts: readonly string[]): SecretName | undefined {
  for (const [pattern, kind] of ALWAYS) if (parts.some((part) => pattern.test(part))) return strong(kind);
  return undefined;
}

function keyName(before: string, place: NamePlace): SecretName | undefined {
  if (KEY_OWNERS.has(before)) return strong(before === 'api' || place === 'header' ? 'api key' : 'key');
  if (place === 'header' && before === '') return weak('api key');
  if (place === 'header') return HARMLESS_HEADER_KEYS.has(before) ? undefined : strong('api key');
  return place === 'query' && before === '' ? weak('api key') : undefined;
}

function codeName(before: string, place: NamePlace): SecretName | undefined {
  if (/^(?:device|authorization|auth|verification|otp|mfa|backup|recovery|security)$/.test(before))
    return strong('code');
  return before === '' ? weakUnlessText(place, 'code') : undefined;
}

function weakUnlessText(place: NamePlace, kind: string): SecretName | undefined {
  return place === 'text' ? undefined : weak(kind);
}

function strong(kind: string): SecretName {
  return { kind, isStrong: true };
}

function weak(kind: string): SecretName {
  return { kind, isStrong: false };
}
