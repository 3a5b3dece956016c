import { Buffer } from 'node:buffer';
import type { Credential } from '../readers/credentials.ts';
import { editDistance } from '../readers/spelling.ts';
import type { Oddity } from './oddity.ts';
import { ofBasic, ofBearer } from './pair-oddities.ts';
import { placeholderOf } from './placeholders.ts';

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
    ofBearer(credential, name) ??
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
/** Schemes of single providers: one more before them is one too many. */
const OWN_SCHEMES =
  'bot|client-id|ssws|geniekey|splunk|zoho-oauthtoken|sso-key|api-?token|private-token|auth-?token|access-?token|key|pat';
const DOUBLED = new RegExp(`^(${SCHEMES})\\s+(?:(${SCHEMES}|${OWN_SCHEMES}):?\\s+)`, 'i');
const JOINED = /^(bearer|basic|token|apikey)\s?[:=]\s?(?=.)/i;

function ofScheme({ scheme, secret, jwt, name: field }: Credential, name: string): Oddity | undefined {
  const isAuthorization = field.toLowerCase() === 'authorization' || field.toLowerCase() === 'proxy-authorization';
  const value = scheme === undefined ? secret : `${scheme} ${secret}`;
  const doubled = DOUBLED.exec(value);
  if (doubled !== null) {
    const [, first, second] = doubled;
    const isSame = first!.toLowerCase() === second!.toLowerCase();
    return {
      words: isSame
        ? `the scheme is doubled in ${name} ("${first} ${second} …")`
        : `two schemes stand in ${name}, ${first} and then ${second}`,
      seen: isSame ? `${first} ${second} …` : `${first}, ${second}`,
      advice: isSame
        ? `Send "${first} " once: the configured token probably contains the scheme already, and the code adds it again.`
        : `Send one of the two, most likely "${second} <token>": the configured token contains its scheme already.`,
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
      words: `the credential in ${name} ends with a line feed`,
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
        words: `at position ${at + 1} of the credential in ${name} stands a character that no token has (code ${code})`,
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
      words: `the credential in ${name} has a space inside`,
      seen: `${secret.length} characters with a space among them`,
      advice: 'Copy the credential anew: it was broken across two lines, or something stands behind it.',
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
