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
  'pattern regex input consent duration request banner notice settings preferences',
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
  /^(.*?)(password|passwd|passphrase|passcode|passwort|kennwort|tokens?|secrets?|credentials?|signature|apikeys?|accesskey|secretkey|privatekey|authkey|appkey|clientkey|licensekey|subscriptionkey|signingkey|sessionid|sessid)$/;

const SPLIT_KEYS = /^(api|access|secret|private|auth|app|client|license|subscription|signing|session|sess)(keys?|id)$/;

function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.join(' ').split(' '));
}

/** What counts of a long name is its end: `customer[address][…][token]`. */
const NAME_LIMIT = 128;

/** The words of a name in any convention: `clientSecret`, `client-secret`, `CLIENT_SECRET`, `client[secret]`, `clientsecret`. */
export function nameWords(name: string): string[] {
  return folded(name.slice(-NAME_LIMIT))
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) => {
      const parts = COMPOUND.exec(word);
      return parts === null ? [word] : [parts[1] ?? '', ...splitKey(parts[2] ?? '')];
    })
    .filter((word) => word !== '');
}

/** Without accents: `contraseña` and `contrasena` are one word. */
function folded(name: string): string {
  return /^[\0-\x7f]*$/.test(name)
    ? name
    : name
        .normalize('NFD')
        .replace(/\p{Mn}+/gu, '')
        .normalize('NFC');
}

function splitKey(word: string): string[] {
  const parts = SPLIT_KEYS.exec(word);
  return parts === null ? [word] : [parts[1] ?? '', parts[2] ?? ''];
}

/** What a password is called, in the languages of those who write APIs; words of a name are joined before they are compared. */
const PASSWORDS = new Set(
  [
    'password passwords passwd passwds pwd pwds psw pswd passw pass passphrase passphrases passcode passkey userpass pw',
    'passwort passworter kennwort losungswort geheimwort motdepasse mdp motpasse contrasena contrasenas clavesecreta claveacceso',
    'senha senhas palavrapasse palavrachave parolachiave parolaordine wachtwoord wachtwoorden haslo hasło heslo jelszo parola',
    'losenord lösenord salasana adgangskode passord sifre şifre parole lozinka geslo пароль пароли парол senhaacesso',
    '密码 口令 密碼 パスワード 暗証番号 비밀번호 암호 mima',
  ]
    .join(' ')
    .split(' ')
    .map(folded),
);

const ALWAYS: ReadonlyMap<string, string> = new Map(
  (
    [
      ['secret', 'secret secrets geheimnis secreto segredo segreto geheim секрет clientsecret'],
      [
        'credential',
        'credential credentials creds authorization authentication bearer anmeldedaten identifiants credenciales',
      ],
      ['token', 'jwt saml assertion csrf xsrf csrfmiddlewaretoken crumb authenticitytoken requestverificationtoken'],
      ['signature', 'signature sig hmac'],
      ['card code', 'cvv cvc cvv2 cvc2 csc cardverificationvalue'],
      ['one-time code', 'otp totp hotp mfa 2fa tan mtan smstan onetimepassword onetimecode onetimepasscode'],
      ['social security number', 'ssn socialsecuritynumber'],
      ['cookie', 'cookie cookies'],
      ['seed phrase', 'mnemonic seedphrase recoveryphrase'],
    ] as const
  ).flatMap(([kind, names]) => names.split(' ').map((name) => [folded(name), kind] as const)),
);

/** The name speaks about a secret (`token_type`, `expires_in`) rather than holding one. */
export function isAboutName(name: string): boolean {
  return ABOUT.has(nameWords(name).at(-1) ?? '');
}

/** Names come again and again, in a body of a million objects above all. */
const judged: Readonly<Record<NamePlace, Map<string, SecretName | undefined>>> = {
  header: new Map(),
  query: new Map(),
  field: new Map(),
  text: new Map(),
};
const JUDGED_LIMIT = 5000;

/** Whether a header, parameter or field of this name holds a secret; undefined where it does not. */
export function secretName(name: string, place: NamePlace): SecretName | undefined {
  const known = judged[place];
  const key = name.length > NAME_LIMIT ? name.slice(-NAME_LIMIT) : name;
  const before = known.get(key);
  if (before !== undefined || known.has(key)) return before;
  const judgement = judge(key, place);
  if (known.size >= JUDGED_LIMIT) known.clear();
  known.set(key, judgement);
  return judgement;
}

function judge(name: string, place: NamePlace): SecretName | undefined {
  const parts = nameWords(name);
  const last = parts.at(-1) ?? '';
  const before = parts.at(-2) ?? '';
  if (last === 'id' && before === 'secret') return strong('secret');
  if ((last === 'id' || last === 'ids') && before === 'registration') return weakUnlessText(place, 'device token');
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
  if (place === 'header' && last === 'session') return strong('session');
  if (last === 'session' || last === 'ticket') return weakUnlessText(place, 'session');
  if (place === 'header' && parts.includes('auth') && parts.indexOf('auth') < 2)
    return strongWord(parts) ?? weak('credential');
  // Too short or too common to prove anything: the value decides.
  if (place === 'header' && /^(?:api|signing|license|licence)$/.test(last)) return weak('api key');
  if (place === 'query' && /^(?:access|sas|hash)$/.test(last) && before === '') return weak('token');
  if (last === 'sid') return place === 'query' || place === 'header' ? weak('session id') : undefined;
  return strongWord(parts);
}

function strongWord(parts: readonly string[]): SecretName | undefined {
  if (parts.some((part) => PASSWORDS.has(part))) return strong('password');
  for (const part of parts) {
    const kind = ALWAYS.get(part);
    if (kind !== undefined) return strong(kind);
  }
  // `pass_phrase`, `mot-de-passe`, `one_time_code`: two to four words at the end.
  for (let count = 2; count <= 4 && count <= parts.length; count += 1) {
    const joined = parts
      .slice(-count)
      .filter((part) => part !== 'de' && part !== 'd')
      .join('');
    if (PASSWORDS.has(joined)) return strong('password');
    const kind = ALWAYS.get(joined);
    if (kind !== undefined) return strong(kind);
  }
  return undefined;
}

function keyName(before: string, place: NamePlace): SecretName | undefined {
  if (KEY_OWNERS.has(before)) return strong(before === 'api' || place === 'header' ? 'api key' : 'key');
  if (place === 'header' && before === '') return weak('api key');
  if (place === 'header') return HARMLESS_HEADER_KEYS.has(before) ? undefined : strong('api key');
  return place === 'query' && before === '' ? weak('api key') : undefined;
}

/** Most other codes are names of things: `error_code`, `country_code`, `promo_code`. */
const CODE_OWNERS = words(
  'device authorization auth verification otp totp mfa 2fa backup recovery security sms login factor time invite invitation',
  'activation reset passcode pin access tan challenge magic unlock',
);

function codeName(before: string, place: NamePlace): SecretName | undefined {
  if (CODE_OWNERS.has(before)) return strong('code');
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
