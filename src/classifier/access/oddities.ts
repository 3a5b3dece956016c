import { Buffer } from 'node:buffer';
import type { Credential } from '../readers/credentials.ts';
import { editDistance } from '../readers/spelling.ts';

/** What is wrong with the form of a credential, whatever the server says. */
export interface Oddity {
  /** For the beginning of a sentence; no part of the secret stands in it. */
  readonly words: string;
  /** What was seen, for evidence: `Bearer Bearer …`. */
  readonly seen: string;
  readonly advice: string;
  /** No server can take it; else some would. */
  readonly isPlain: boolean;
}

const LONGEST_VALUE = 16 * 1024;

/** The first of them, the plainest first; undefined where the form is in order. */
export function oddityOf(credential: Credential): Oddity | undefined {
  const { secret, place } = credential;
  if (secret.length > LONGEST_VALUE || !HOLDS_SECRET.test(credential.name)) return undefined;
  const name = nameOf(credential);
  // The server itself writes cookies, in quotes if it likes.
  if (place === 'cookie') return unfilled(secret, name);
  return (
    unfilled(secret, name) ??
    (place === 'header' ? ofScheme(credential, name) : undefined) ??
    ofQuotes(secret, name) ??
    ofCharacters(credential, name) ??
    ofBasic(credential, name) ??
    ofJwt(credential, name)
  );
}

/** Fields such as `X-Auth-Method: none` are about the credential, and hold none. */
const HOLDS_SECRET =
  /(?:key|token|secret|password|passwd|pwd|jwt|authorization|authentication|credentials?|auth|appid|signature|sig|session|sessionid|sid|pat)$/i;

function nameOf({ place, name }: Credential): string {
  if (place === 'header') return name;
  return place === 'url' ? 'the URL' : `the ${place === 'query' ? 'query parameter' : place} ${name}`;
}

/** Values that programs make of nothing. */
const NOTHING = /^(?:undefined|null|none|nil|nan|\[object \w{1,20}\]|<no value>|void|\(null\))$/i;

/** A template that nobody filled in, or a sample out of documentation. */
const TEMPLATE =
  /^(?:\$\{[^}]{0,60}\}|\$\([^)]{0,80}\)|\$[A-Z_][A-Z0-9_]{1,60}|\{\{?[^{}]{0,60}\}\}?|<[^<>]{1,60}>|%[A-Z_][A-Z0-9_]{1,60}%|#\{[^}]{0,60}\}|@[A-Z_]{3,60}@|process\.env\.\w{1,60}|ENV\[.{1,60}\]|secrets\.\w{1,60})$/;
const SAMPLE =
  /^(?:sk[-_])?(?:(?:your|my|the|insert|enter|put|add|paste|replace|some|a|an)(?:[-_ ]?(?:your|with|me|this|here|the|own|valid|actual|real))*[-_ ]?(?:api|app|access|auth|bearer|secret|client|private|public|jwt|oauth|openai)?[-_ ]?(?:key|token|secret|jwt|apikey|password|credentials?)(?:[-_ ]?(?:here|goes here|value))?|(?:api|access|auth|bearer|secret)[-_ ]?(?:key|token)(?:[-_ ]?here)?|token|apikey|change[-_]?me|replace[-_]?me|todo|fixme|x{3,}|\.{3}|…|placeholder|dummy)$/i;

/** What a value stands for that holds no secret: what programs print for nothing, an unfilled template, or a sample. */
export function placeholderOf(value: string): 'nothing' | 'template' | 'sample' | undefined {
  if (NOTHING.test(value)) return 'nothing';
  return TEMPLATE.test(value) ? 'template' : SAMPLE.test(value) ? 'sample' : undefined;
}

function unfilled(secret: string, name: string): Oddity | undefined {
  const value = secret
    .replace(/^(?:bearer|token|basic)\s+/i, '')
    .replace(/^["']|["']$/g, '')
    .trim();
  if (value === '' || value.length > 100) return undefined;
  const kind = placeholderOf(value);
  if (kind === undefined) return undefined;
  if (kind === 'nothing') {
    return {
      words: `${name} holds the word "${value}" instead of a real value`,
      seen: value,
      advice: `Look where the value of ${name} comes from: the variable was ${value} when the header was built. Send no call before it is set.`,
      isPlain: true,
    };
  }
  return {
    words:
      kind === 'template'
        ? `${name} holds the unfilled placeholder ${value}`
        : `${name} holds the sample value ${value} of a documentation`,
    seen: value,
    advice:
      'Put the real credential in its place: the variable was not expanded (single quotes in a shell do not expand it), or a sample was copied as it stands.',
    isPlain: true,
  };
}

const SCHEMES = 'bearer|basic|token|digest|apikey|api-key|jwt|dpop|negotiate|oauth';
const DOUBLED = new RegExp(`^(${SCHEMES})\\s+(?:(${SCHEMES}):?\\s+)`, 'i');
const JOINED = /^(bearer|basic|token|apikey)\s?[:=]\s?(?=.)/i;

function ofScheme({ scheme, secret, jwt, name: field }: Credential, name: string): Oddity | undefined {
  const isAuthorization = field.toLowerCase() === 'authorization' || field.toLowerCase() === 'proxy-authorization';
  const value = scheme === undefined ? secret : `${scheme} ${secret}`;
  const doubled = DOUBLED.exec(value);
  if (doubled !== null) {
    const [, first, second] = doubled;
    return {
      words: `the scheme is doubled in ${name} ("${first} ${second} …")`,
      seen: `${first} ${second} …`,
      advice: `Send "${first} " once: the configured token probably contains the scheme already, and the code adds it again.`,
      isPlain: true,
    };
  }
  if (!isAuthorization) return undefined;
  const joined = JOINED.exec(scheme?.endsWith(':') ? `${scheme} ${secret}` : value);
  if (joined !== null) {
    return {
      words: `a colon or equals sign stands between scheme and token in ${name} ("${joined[0].trim()}…")`,
      seen: joined[0].trim(),
      advice: `Write "${joined[1]} <token>", with one space and nothing else between them.`,
      isPlain: true,
    };
  }
  if (scheme !== undefined && secret === '') {
    return {
      words: `${name} holds only the scheme ${scheme}, no value`,
      seen: scheme,
      advice: `Add the token behind ${scheme}: it usually comes from an unset environment variable or configuration key.`,
      isPlain: true,
    };
  }
  const meant = scheme === undefined ? undefined : misspelled(scheme);
  if (meant !== undefined) {
    return {
      words: `the scheme ${scheme} in ${name} is a misspelled ${meant}`,
      seen: scheme!,
      advice: `Write ${meant}.`,
      isPlain: true,
    };
  }
  if (scheme === undefined && jwt !== undefined) {
    return {
      words: `${name} holds a bare token without a scheme`,
      seen: 'a JWT without a scheme',
      advice: 'Put "Bearer " before the token.',
      isPlain: false,
    };
  }
  return undefined;
}

function misspelled(scheme: string): string | undefined {
  const lower = scheme.toLowerCase();
  if (lower.length < 4 || lower.length > 9) return undefined;
  for (const known of ['Bearer', 'Basic', 'Digest']) {
    const distance = editDistance(lower, known.toLowerCase(), 2);
    if (distance > 0 && distance <= (known === 'Bearer' ? 2 : 1)) return known;
  }
  return undefined;
}

const QUOTES =
  /^(?:["'`\u2018\u2019\u201c\u201d\u00ab\u00bb]|%22|\\")|(?:["'`\u2018\u2019\u201c\u201d\u00ab\u00bb]|%22|\\")$/;

function ofQuotes(secret: string, name: string): Oddity | undefined {
  // `Signature keyId="…",signature="…"` ends with a quote that belongs there.
  if (!QUOTES.test(secret) || /=\s?"/.test(secret)) return undefined;
  return {
    words: `the credential in ${name} stands in quotes`,
    seen: `${secret.slice(0, 1) === '%' ? '%22' : secret.slice(0, 1)}…`,
    advice: 'Strip the quotes: they were copied along from a .env file, a YAML value or a shell command.',
    isPlain: true,
  };
}

const LINE_END = /\\n$|\\r$|%0a$|%0d$|\\n|[\r\n]/i;

function ofCharacters({ scheme, secret, place }: Credential, name: string): Oddity | undefined {
  if (LINE_END.test(secret) && place !== 'url') {
    return {
      words: `a line feed stands at the end of the credential in ${name}`,
      seen: '…\\n',
      advice: 'Trim the secret when it is read from a file or variable (echo adds a line feed, printf does not).',
      isPlain: true,
    };
  }
  for (let at = 0; at < secret.length && at < 4096; at += 1) {
    const code = secret.charCodeAt(at);
    // Header values come as bytes: what was typed as a curly quote or a zero-width space arrives as several above 127.
    if ((code > 126 || code < 32) && code !== 9) {
      return {
        words: `a character that no token has (code ${code}) stands at position ${at + 1} of the credential in ${name}`,
        seen: `character code ${code}`,
        advice: 'Copy the credential anew as plain text: an invisible or typographic character came along.',
        isPlain: place !== 'cookie' && place !== 'url',
      };
    }
  }
  const isToken =
    place === 'header' &&
    (scheme === undefined ? !/[\s,]/.test(secret.slice(0, 40)) : /^(?:bearer|basic)$/i.test(scheme));
  if (isToken && /\S\s+\S/.test(secret) && !/[=,]/.test(secret)) {
    return {
      words: `a space stands inside the credential in ${name}`,
      seen: `${secret.length} characters with a space among them`,
      advice: 'Copy the credential anew: it was broken across two lines, or something stands behind it.',
      isPlain: true,
    };
  }
  return undefined;
}

function ofBasic({ scheme, secret, basic }: Credential, name: string): Oddity | undefined {
  if (scheme?.toLowerCase() !== 'basic') return undefined;
  const advice =
    'Send base64 of "user:password" behind Basic; most clients do it by themselves when given user and password.';
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(secret)) {
    return {
      words: `what stands behind Basic in ${name} is not base64${secret.includes(':') ? ' but user and password as plain text' : ''}`,
      seen: `Basic and ${secret.length} characters, not base64`,
      advice,
      isPlain: true,
    };
  }
  if (basic === undefined) {
    return {
      words: `the base64 behind Basic in ${name} holds no "user:password"`,
      seen: `Basic and ${secret.length} characters of base64 without a colon in them`,
      advice,
      isPlain: true,
    };
  }
  const { user } = basic;
  const password = Buffer.from(secret, 'base64')
    .toString('utf8')
    .slice(user.length + 1);
  if (NOTHING.test(user) || NOTHING.test(password)) {
    const what = NOTHING.test(user) ? user : password;
    return {
      words: `${NOTHING.test(user) ? 'the user' : 'the password'} in ${name} is the word "${what}"`,
      seen: `Basic, ${what}`,
      advice: 'Look where user and password come from: the variable was not set when the header was built.',
      isPlain: true,
    };
  }
  if (/[\r\n]$/.test(password)) {
    return {
      words: `the password in ${name} ends with a line feed`,
      seen: 'Basic, …\\n',
      advice: 'Encode without the line feed: printf, or echo -n, in place of echo.',
      isPlain: true,
    };
  }
  return undefined;
}

/** `eyJ` is what `{"` becomes in base64. */
function ofJwt({ secret, jwt }: Credential, name: string): Oddity | undefined {
  const token = secret.replace(/^bearer\s+/i, '');
  if (jwt !== undefined || !token.startsWith('eyJ') || token.length < 12) return undefined;
  const parts = token.split('.');
  const advice =
    'Compare the length of the token with the one that was issued: it was cut, split or changed on the way.';
  // Keys of Grafana and tokens of Flask are base64 of JSON, too; only the header of a JWT names an algorithm.
  if (parts.length === 5 || !/"alg"\s?:/.test(Buffer.from(parts[0]!.slice(0, 2000), 'base64url').toString('latin1'))) {
    return undefined;
  }
  if (/(?:\.\.\.|…)$/.test(token)) {
    return {
      words: `the token in ${name} is shortened ("…")`,
      seen: `${token.length} characters and an ellipsis`,
      advice,
      isPlain: true,
    };
  }
  if (parts.length !== 3) {
    return {
      words: `the token in ${name} is no whole JWT: ${parts.length} of 3 parts`,
      seen: `${token.length} characters, ${parts.length} of 3 parts`,
      advice,
      isPlain: true,
    };
  }
  const broken = isJson(parts[0]!) ? 'claims' : 'header';
  return {
    words: `the ${broken} of the JWT in ${name} cannot be decoded`,
    seen: `${broken} is not base64url of JSON`,
    advice,
    isPlain: true,
  };
}

function isJson(part: string): boolean {
  try {
    JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
