import { createHmac } from 'node:crypto';

export interface Claims {
  readonly sub: string;
  /** Scopes separated by spaces. */
  readonly scope: string;
  /** Seconds since 1970, as in every JWT (RFC 7519 §2). */
  readonly iat: number;
  readonly exp: number;
}

// Signs tokens of the demo only, which no other service takes.
const KEY = 'the signing key of the demo shop';

/** A real JWT, signed with HS256. */
export function signToken(claims: Claims): string {
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ iss: 'https://shop.example', ...claims })}`;
  return `${signed}.${createHmac('sha256', KEY).update(signed).digest('base64url')}`;
}

/** The claims of a token of ours, expired or not; undefined for any other text. */
export function readToken(token: string): Claims | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
    return signToken(claims) === token ? claims : undefined;
  } catch {
    return undefined;
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
