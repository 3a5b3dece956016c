import { Buffer } from 'node:buffer';

/** What a JWT says (RFC 7519), as JSON texts; its signature is not among them. */
export interface JwtParts {
  readonly header: string;
  /** Personal claims masked: `"email":"<personal>"`. */
  readonly claims: string;
}

const LONGEST_TOKEN = 16_384;
const LONGEST_SHOWN = 4000;
const MASKED = '<personal>';

/** Claims about a person (OpenID Connect Core §5.1, and what providers add), in lower case without separators. */
const PERSONAL = new Set(
  [
    'name givenname familyname middlename nickname preferredusername username userprincipalname upn uniquename login loginname',
    'displayname fullname firstname lastname profile picture avatar website email emails mail emailaddress phone phonenumber mobile',
    'address streetaddress postalcode zip zipcode city birthdate birthday dateofbirth dob gender zoneinfo ip ipaddr ipaddress clientip',
    'ssn taxid nationalid passport idnumber signature',
  ]
    .join(' ')
    .split(' '),
);

/** Claims that open something by themselves. */
const SECRET =
  /(?:token|secret|password|passwd|session|nonce|code|key|cookie|credential)s?$|^(?:sid|jti|cnonce|hash|athash|chash)$/;
/** Names that end like those and say what the token is. */
const HARMLESS = new Set([
  'tokenuse',
  'tokentype',
  'keyid',
  'publickey',
  'jti',
  'athash',
  'chash',
  'countrycode',
  'languagecode',
]);

/** Header and claims of a token, or undefined where they are not JSON objects: an encrypted token shows its header alone. */
export function jwtParts(token: string): JwtParts | undefined {
  if (token.length > LONGEST_TOKEN) return undefined;
  const [head = '', payload = ''] = token.split('.', 3);
  const header = objectIn(head);
  if (header === undefined) return undefined;
  const claims = objectIn(payload);
  return {
    header: JSON.stringify(cleaned('', header, 0)).slice(0, LONGEST_SHOWN),
    claims: claims === undefined ? '' : JSON.stringify(cleaned('', claims, 0)).slice(0, LONGEST_SHOWN),
  };
}

function objectIn(part: string): object | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function cleaned(name: string, value: unknown, depth: number): unknown {
  const plain = name
    .slice(name.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  if (PERSONAL.has(plain) && value !== null && typeof value !== 'boolean') return MASKED;
  if (SECRET.test(plain) && !HARMLESS.has(plain) && typeof value === 'string') return '<secret>';
  if (typeof value === 'string') return isPersonal(value) ? MASKED : value.slice(0, 500);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= 4) return '…';
  if (Array.isArray(value)) return value.slice(0, 50).map((entry) => cleaned(name, entry, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 100)
      .map(([key, entry]) => [key.slice(0, 200), cleaned(key, entry, depth + 1)]),
  );
}

/** An e-mail address or a telephone number, whatever the claim is called: `sub` often is one. */
function isPersonal(value: string): boolean {
  return /^[^\s@]{1,64}(?:@|%40)[^\s@]{1,255}\.[^\s@]{2,}$|^(?:mailto|tel|acct):|^\+\d[\d ()-]{6,20}$/.test(
    value.slice(0, 400),
  );
}
