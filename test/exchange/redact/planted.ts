import { Buffer } from 'node:buffer';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { AnnotatedExchange, Annotation } from '../../../src/exchange/annotation.ts';
import type { StreamMessage } from '../../../src/exchange/exchange.ts';
import { EXPIRED, exchange } from '../../support/exchanges.ts';
import { KEY_EXAMPLES } from './key-examples.ts';

export interface PlantedItem extends AnnotatedExchange {
  readonly messages?: readonly StreamMessage[];
}

/** Text of letters and digits that nobody has seen before; the same in every run. */
export function createRandom(seed: number): (length: number, alphabet?: string) => string {
  let state = seed;
  const next = () => {
    // The generator of Park and Miller.
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
  return (length, alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789') =>
    Array.from({ length }, () => alphabet[next() % alphabet.length]).join('');
}

const bytesOf = (text: string) => Buffer.from(text, 'utf8');
const body = (bytes: Uint8Array | string) => {
  const all = typeof bytes === 'string' ? bytesOf(bytes) : bytes;
  return { bytes: all, totalBytes: all.length };
};
const request = (differing: Parameters<typeof exchange>[0]): PlantedItem => ({
  exchange: exchange(differing),
  annotation: null,
});
const posted = (type: string, text: string | Uint8Array, ...headers: (readonly [string, string])[]): PlantedItem =>
  request({
    request: { method: 'POST', headers: [['Content-Type', type], ...headers], body: body(text) },
    response: { status: 204, body: null },
  });
const answered = (type: string, text: string | Uint8Array, ...headers: (readonly [string, string])[]): PlantedItem =>
  request({ response: { headers: [['Content-Type', type], ...headers], body: body(text) } });
const streamed = (type: StreamMessage['type'], text: string): PlantedItem => ({
  ...request({ messageCount: 1 }),
  messages: [{ at: 0, from: 'server', type, bytes: bytesOf(text), totalBytes: bytesOf(text).length, closeCode: null }],
});
const annotated = (differing: Partial<Annotation>): PlantedItem => ({
  ...request({}),
  annotation: { ...EXPIRED, ...differing },
});
const percent = encodeURIComponent;
const json = (value: string) => JSON.stringify(value);
const xml = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Where the name beside it says that a value is a secret. */
export const NAMED_PLACES: Readonly<Record<string, (name: string, secret: string) => PlantedItem>> = {
  query: (name, secret) => request({ request: { url: `https://h.test/x?page=2&${name}=${percent(secret)}&z=1` } }),
  fragment: (name, secret) => request({ request: { url: `https://h.test/cb#${name}=${percent(secret)}&type=x` } }),
  header: (name, secret) => request({ request: { headers: [[`X-${name.replaceAll('_', '-')}`, secret]] } }),
  trailer: (name, secret) => request({ response: { trailers: [[`X-${name.replaceAll('_', '-')}`, secret]] } }),
  location: (name, secret) => request({ response: { headers: [['Location', `/next?${name}=${percent(secret)}`]] } }),
  form: (name, secret) => posted('application/x-www-form-urlencoded', `a=1&user[${name}]=${percent(secret)}&b=2`),
  multipart: (name, secret) =>
    posted(
      'multipart/form-data; boundary=xyz',
      `--xyz\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${secret}\r\n--xyz--\r\n`,
    ),
  json: (name, secret) => posted('application/json', `{"a":[{"b":{"c":[[{"${name}":${json(secret)}}]]}}]}`),
  'json array': (name, secret) => posted('application/json', `{"${name}":[${json(secret)},"x"]}`),
  'json in json': (name, secret) =>
    posted('application/json', JSON.stringify({ payload: JSON.stringify({ deep: { [name]: secret } }) })),
  'labelled json': (name, secret) => answered('application/json', JSON.stringify([{ name, value: secret }])),
  'cut json': (name, secret) => answered('application/json', `{"a":1,"${name}":${json(secret)},"b":"c`),
  ndjson: (name, secret) => answered('application/x-ndjson', `{"a":1}\n{"${name}":${json(secret)}}\n`),
  'graphql variables': (name, secret) =>
    posted(
      'application/json',
      JSON.stringify({
        query: 'mutation M($i: In!) { m(i: $i) { id } }',
        variables: { i: { user: { [name]: secret } } },
      }),
    ),
  'graphql query': (name, secret) =>
    posted('application/json', JSON.stringify({ query: `mutation { m(${name}: ${json(secret)}) { id } }` })),
  'graphql variables in a url': (name, secret) =>
    request({
      request: { url: `https://h.test/graphql?variables=${percent(JSON.stringify({ in: { [name]: secret } }))}` },
    }),
  xml: (name, secret) =>
    posted(
      'text/xml',
      `<?xml version="1.0"?><e:Env xmlns:e="u"><e:B><n:${name}>${xml(secret)}</n:${name}></e:B></e:Env>`,
    ),
  cdata: (name, secret) => posted('text/xml', `<a><${name}><![CDATA[${secret}]]></${name}></a>`),
  'xml attribute': (name, secret) => posted('text/xml', `<login user="ada" ${name}="${xml(secret)}"/>`),
  'hidden input': (name, secret) =>
    answered('text/html', `<form><input type="hidden" name="${name}" value="${xml(secret)}"><p>x</p></form>`),
  'property list': (name, secret) =>
    posted('text/xml', `<dict><key>${name}</key><string>${xml(secret)}</string></dict>`),
  text: (name, secret) => answered('text/plain', `the settings were\n${name}: "${secret}"\nand nothing else`),
  'percent-encoded json in text': (name, secret) =>
    answered('text/plain', `state ${percent(JSON.stringify({ [name]: secret }))} was wrong`),
  'escaped json in text': (name, secret) =>
    answered('text/plain', `got ${JSON.stringify(JSON.stringify({ [name]: secret }))} twice`),
  'url in html': (name, secret) =>
    answered('text/html', `<a href="https://h.test/?a=1&amp;${name}=${percent(secret)}&amp;b=2">x</a>`),
  'url in json with escaped slashes': (name, secret) =>
    answered(
      'application/json',
      `{"url":"https:\\/\\/h.test\\/?${name}=${percent(secret)}\\u0026b=2"}`.replaceAll('\\\\', '\\'),
    ),
  'data of a curl command': (name, secret) =>
    answered(
      'text/plain',
      `curl -X POST -d '${name}=${percent(secret)}' -H 'X-${name.replaceAll('_', '-')}: ${secret}' https://h.test/`,
    ),
  env: (name, secret) => answered('text/plain', `A=1\nexport ${name.toUpperCase()}='${secret}'\n`),
  yaml: (name, secret) => answered('text/yaml', `db:\n  host: x\n  ${name}: '${secret}'\n`),
  sse: (name, secret) => streamed('event', `event: x\ndata: {"${name}":${json(secret)}}\n\n`),
  'sse body': (name, secret) => answered('text/event-stream', `event: x\ndata: {"${name}":${json(secret)}}\n\n`),
  websocket: (name, secret) => streamed('text', `{"type":"login","${name}":${json(secret)}}`),
  gzip: (name, secret) =>
    answered('application/json', gzipSync(bytesOf(`{"${name}":${json(secret)}}`)), ['Content-Encoding', 'gzip']),
  deflate: (name, secret) =>
    answered('application/json', deflateSync(bytesOf(`{"${name}":${json(secret)}}`)), ['Content-Encoding', 'deflate']),
  br: (name, secret) =>
    posted('application/json', brotliCompressSync(bytesOf(`{"${name}":${json(secret)}}`)), ['Content-Encoding', 'br']),
  zstd: (name, secret) =>
    posted('application/json', zstdCompressSync(bytesOf(`{"${name}":${json(secret)}}`)), ['Content-Encoding', 'zstd']),
  'base64 of json': (name, secret) =>
    answered('application/json', JSON.stringify({ blob: bytesOf(`{"${name}":${json(secret)}}`).toString('base64') })),
  'utf-16': (name, secret) => posted('application/json', Buffer.from(`\ufeff{"${name}":${json(secret)}}`, 'utf16le')),
  'error message': (name, secret) =>
    request({ response: null, error: { phase: 'connect', code: 'E', message: `could not send ${name}="${secret}"` } }),
  reason: (name, secret) => request({ response: { reason: `Bad ${name}=${secret}` } }),
  summary: (name, secret) => annotated({ summary: `the ${name}="${secret}" was refused` }),
  evidence: (name, secret) => annotated({ evidence: [{ where: 'request.body', what: `{"${name}":${json(secret)}}` }] }),
  'runner-up': (name, secret) =>
    annotated({ runnersUp: [{ cause: 'invalid-credentials', confidence: 'guess', summary: `${name}="${secret}"?` }] }),
  difference: (name, secret) =>
    annotated({
      difference: {
        against: { id: 3, at: 0 },
        items: [{ kind: 'body', name: `user.${name}`, before: `string ${secret}`, after: null, weight: 5 }],
      },
    }),
};

/** Where nothing but its own form says that a text is a secret. */
export const PLACES: Readonly<Record<string, (secret: string) => PlantedItem>> = {
  bearer: (secret) => request({ request: { headers: [['Authorization', `Bearer ${secret}`]] } }),
  'odd header': (secret) => request({ request: { headers: [['X-Debug', `used ${secret}`]] } }),
  path: (secret) => request({ request: { url: `https://h.test/v1/${percent(secret)}/items` } }),
  parameter: (secret) => request({ request: { url: `https://h.test/v1?q=${percent(secret)}` } }),
  cookie: (secret) => request({ request: { headers: [['Cookie', `a=1; b="${percent(secret)}"; c=2`]] } }),
  'set-cookie': (secret) =>
    request({ response: { headers: [['Set-Cookie', `id=${percent(secret)}; Path=/; Secure`]] } }),
  json: (secret) => answered('application/json', JSON.stringify({ items: [{ note: `see ${secret}` }] })),
  'name of a member': (secret) => answered('application/json', JSON.stringify({ [secret]: 1 })),
  text: (secret) => answered('text/plain', `something went wrong with ${secret}, sorry`),
  html: (secret) => answered('text/html', `<p>for <code>${secret}</code></p>`),
  csv: (secret) => answered('text/csv', `id;value\n1;${secret}\n`),
  file: (secret) =>
    posted(
      'multipart/form-data; boundary=xyz',
      `--xyz\r\nContent-Disposition: form-data; name="file"; filename="a.env"\r\nContent-Type: text/plain\r\n\r\nA=${secret}\r\n--xyz--\r\n`,
    ),
  websocket: (secret) => streamed('text', `hello ${secret}`),
  sse: (secret) => streamed('event', `data: ${secret}\n\n`),
  advice: (secret) => annotated({ advice: `Replace ${secret} by another.` }),
  'base64 of text': (secret) =>
    answered('application/json', JSON.stringify({ blob: bytesOf(`used the key ${secret} here`).toString('base64') })),
};

const shifted = (secret: string, shift: number) => bytesOf(`${'x'.repeat(shift)}${secret}:tail`).toString('base64');

/** How a server may echo what was sent, in a body of its own. */
export const ECHOES: Readonly<Record<string, (secret: string) => PlantedItem>> = {
  plain: (secret) => answered('text/plain', `you sent ${secret} to us`),
  url: (secret) => answered('text/plain', `you sent ${percent(secret)} to us`),
  'url in lower case': (secret) =>
    answered('text/plain', `you sent ${percent(secret).replace(/%../g, (pair) => pair.toLowerCase())} to us`),
  'url twice': (secret) => answered('text/plain', `you sent ${percent(percent(secret))} to us`),
  'every byte percent-encoded': (secret) =>
    answered('text/plain', `you sent %${(bytesOf(secret).toString('hex').match(/../g) ?? []).join('%')} to us`),
  json: (secret) => answered('application/json', JSON.stringify({ echo: `you sent ${secret}` })),
  'json twice': (secret) => answered('text/plain', JSON.stringify(JSON.stringify({ echo: secret }))),
  'unicode escapes': (secret) =>
    answered('text/plain', [...secret].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')),
  'hexadecimal escapes': (secret) =>
    answered('text/plain', [...secret].map((c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')),
  html: (secret) => answered('text/html', `<b>${xml(secret).replaceAll("'", '&#39;')}</b>`),
  'numeric entities': (secret) => answered('text/html', [...secret].map((c) => `&#${c.charCodeAt(0)};`).join('')),
  base64: (secret) => answered('text/plain', `raw ${shifted(secret, 0)} end`),
  'base64, one byte on': (secret) => answered('text/plain', `raw ${shifted(secret, 1)} end`),
  'base64, two bytes on': (secret) => answered('text/plain', `raw ${shifted(secret, 2)} end`),
  base64url: (secret) =>
    answered(
      'text/plain',
      `raw ${shifted(secret, 1).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')} end`,
    ),
  hex: (secret) => answered('text/plain', `raw ${bytesOf(secret).toString('hex')} end`),
  'upper-case hex': (secret) => answered('text/plain', `raw ${bytesOf(secret).toString('hex').toUpperCase()} end`),
  gzip: (secret) => answered('text/plain', gzipSync(bytesOf(`was ${secret} `)), ['Content-Encoding', 'gzip']),
  br: (secret) => answered('text/plain', brotliCompressSync(bytesOf(`was ${secret} `)), ['Content-Encoding', 'br']),
  deflate: (secret) => answered('text/plain', deflateSync(bytesOf(`was ${secret} `)), ['Content-Encoding', 'deflate']),
  zstd: (secret) => answered('text/plain', zstdCompressSync(bytesOf(`was ${secret} `)), ['Content-Encoding', 'zstd']),
  summary: (secret) => annotated({ summary: `the server refused ${secret}` }),
  evidence: (secret) => annotated({ evidence: [{ where: 'response.body', what: secret }] }),
  difference: (secret) =>
    annotated({
      difference: {
        against: { id: 3, at: 0 },
        items: [{ kind: 'header', name: 'X-Other', before: 'a', after: secret, weight: 5 }],
      },
    }),
  websocket: (secret) => streamed('text', `echo ${secret}`),
  sse: (secret) => streamed('event', `id: 4\ndata: {"echo":${json(secret)}}\n\n`),
};

/** Names of secrets, as people spell them. */
export const SECRET_NAMES: readonly string[] = [
  ...['password', 'passwd', 'pwd', 'pass_phrase', 'passPhrase', 'user_password', 'newPassword', 'PASSWORD_HASH_SECRET'],
  ...[
    'passwort',
    'kennwort',
    'mot_de_passe',
    'motDePasse',
    'mdp',
    'contrasena',
    'senha',
    'palavra_passe',
    'wachtwoord',
  ],
  ...['parola_ordine', 'haslo', 'heslo', 'losenord', 'salasana', 'passord'],
  ...[
    'token',
    'access_token',
    'refreshToken',
    'id_token',
    'device_token',
    'push_token',
    'csrf_token',
    'authenticity_token',
  ],
  ...['secret', 'client_secret', 'webhook_secret', 'signing_secret', 'api_key', 'apiKey', 'x_api_key', 'private_key'],
  ...[
    'encryption_key',
    'access_key',
    'session_id',
    'sessionId',
    'otp',
    'otp_code',
    'sms_code',
    'mfa_code',
    'one_time_code',
  ],
  ...['verification_code', 'recovery_code', 'credentials', 'signature', 'X-Amz-Signature', 'code_verifier', 'cvv'],
  ...['client_assertion', 'security_answer', 'mnemonic'],
];

export interface Plant {
  readonly what: string;
  readonly secret: string;
  readonly item: PlantedItem;
}

/** Secrets of every kind in every place; each stands in one exchange only, and no two are alike. */
export function plantedSecrets(): readonly Plant[] {
  const random = createRandom(4711);
  const plants: Plant[] = [];
  for (const [place, plant] of Object.entries(NAMED_PLACES)) {
    const start = plants.length;
    for (let count = 0; count < 8; count += 1) {
      const name = SECRET_NAMES[(start * 3 + count * 7) % SECRET_NAMES.length]!;
      const secret = count % 2 === 0 ? random(10 + count) : `${random(7)}-${random(6)}`;
      plants.push({ what: `${name} in ${place}`, secret, item: plant(name, secret) });
    }
  }
  const places = Object.entries(PLACES);
  for (const [index, [kind, ...keys]] of KEY_EXAMPLES.entries()) {
    const example = keys[0]!;
    const [place, plant] = places[index % places.length]!;
    // Another key of the same form: its last characters replaced by others of the same class.
    const secret = example.replace(/[A-Za-z0-9]{8}(?=(?:AZDO....)?[^A-Za-z0-9]*$)/, (end) =>
      [...end]
        .map((c) =>
          random(
            1,
            /\d/.test(c)
              ? '23456789'
              : /[a-f]/.test(c)
                ? 'abcdef'
                : /[a-z]/.test(c)
                  ? 'ghkmnpqrstuvwxyz'
                  : 'GHJKLMNPQRSTUVWXYZ',
          ),
        )
        .join(''),
    );
    plants.push({ what: `${kind} in ${place}`, secret, item: plant(secret) });
  }
  for (const [place, plant] of places) {
    for (const [kind, secret] of formedSecrets(random))
      plants.push({ what: `${kind} in ${place}`, secret, item: plant(secret) });
  }
  return plants;
}

/** Secrets whose form alone says so, besides keys. */
function formedSecrets(random: ReturnType<typeof createRandom>): readonly (readonly [string, string])[] {
  const encode = (value: object) => bytesOf(JSON.stringify(value)).toString('base64url');
  const jwt = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub: random(12), exp: 1_796_000_000 })}.${random(43)}`;
  const digits = `4${random(14, '0123456789')}`;
  const card = `${digits}${[...'0123456789'].find((check) => luhn(digits + check))}`;
  const account = random(18, '0123456789');
  const check = 98 - Number(BigInt(`${account}131400`) % 97n);
  return [
    ['jwt', jwt],
    ['card number', card],
    ['iban', `DE${String(check).padStart(2, '0')}${account}`],
    ['url with a password', `postgres://app:${random(12)}@db.test/x`.replace(/^/, '')],
    [
      'presigned url',
      `https://b.s3.test/k?X-Amz-Credential=AKIA${random(16, 'ABCDEFGHJKLMNPQRSTUVWXYZ234567')}%2F20261122%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Signature=${random(64, '0123456789abcdef')}`,
    ],
  ];
}

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
