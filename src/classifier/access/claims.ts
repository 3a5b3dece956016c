import type { Jwt } from '../readers/jwt.ts';

/** A claim that is one text or a list of texts. */
export function textsOf(jwt: Jwt | undefined, claim: string): readonly string[] {
  const value = jwt?.claims[claim];
  const items = Array.isArray(value) ? value.slice(0, 50) : [value];
  return items.filter((item): item is string => typeof item === 'string' && item !== '');
}

/** Scopes and roles that a token says it has: `scope` (RFC 8693), `scp` of Entra and Okta, `permissions` of Auth0, `roles`. */
export function grantsOf(jwt: Jwt | undefined): readonly string[] {
  return ['scope', 'scp', 'permissions', 'roles', 'groups'].flatMap((claim) =>
    textsOf(jwt, claim).flatMap((text) => text.split(/[\s,]+/)),
  );
}

/** Whether a token says anything at all about scopes. */
export function hasScopes(jwt: Jwt | undefined): boolean {
  return jwt !== undefined && (jwt.claims.scope !== undefined || jwt.claims.scp !== undefined);
}

/** The host of a claim that is a URL, with its port. */
export function hostIn(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || text.length > 300 || !URL.canParse(text)) return undefined;
  return new URL(text).host;
}
