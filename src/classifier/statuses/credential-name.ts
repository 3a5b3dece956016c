import type { Facts } from '../facts.ts';
import type { Credential } from '../readers/credentials.ts';
import { clip } from '../shown.ts';

/** The credential that decides, or undefined where none with a value was sent. */
export function sentCredential(facts: Facts): Credential | undefined {
  return facts.credentials().find(({ secret }) => secret !== '');
}

/** `the Bearer credential in Authorization`, `the header X-Api-Key`, `the query parameter key`. */
export function credentialName({ place, name, scheme }: Credential): string {
  if (place === 'header')
    return scheme === undefined ? `the header ${name}` : `the ${clip(scheme, 30)} credential in ${name}`;
  return place === 'url' ? 'the user in the URL' : `the ${place === 'query' ? 'query parameter' : 'cookie'} ${name}`;
}

/** Who issued a token and for whom, which is what differs between environments: `iss https://id.dev.example, aud shop`; `ref` is Supabase's project, `tid` Entra's tenant. */
export function tokenOrigin({ jwt }: Credential): readonly string[] {
  return (['iss', 'aud', 'ref', 'tid', 'env'] as const).flatMap((claim) => {
    const value = jwt?.claims[claim];
    const text = (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string').join(' ');
    return text === '' ? [] : [`${claim} ${clip(text, 80)}`];
  });
}
