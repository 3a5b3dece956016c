import { Buffer } from 'node:buffer';

/** A JSON Web Token (RFC 7519) decoded, never verified. */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Cookies and headers end long before this; a longer token is not worth the work. */
const LONGEST_TOKEN = 16 * 1024;

const BASE64URL = /^[A-Za-z0-9_-]+$/;

/** Header and claims of a signed token; undefined for encrypted ones (five parts) and for anything else. */
export function decodeJwt(token: string): Jwt | undefined {
  // Every JSON object begins with `{"` or `{` and white space, which in base64 begins with `e`.
  if (token.length > LONGEST_TOKEN || !token.startsWith('e')) return undefined;
  const parts = token.split('.', 4);
  if (parts.length !== 3) return undefined;
  const header = decodeObject(parts[0]!);
  const claims = decodeObject(parts[1]!);
  return header === undefined || claims === undefined ? undefined : { header, claims };
}

/** A `NumericDate` claim (RFC 7519 §2) in epoch milliseconds, for example `exp`. */
export function claimTime(jwt: Jwt, claim: 'exp' | 'nbf' | 'iat'): number | undefined {
  const value = jwt.claims[claim];
  return typeof value === 'number' && Number.isFinite(value) && value > 0 && value < 1e11 ? value * 1000 : undefined;
}

function decodeObject(part: string): Record<string, unknown> | undefined {
  if (!BASE64URL.test(part)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
