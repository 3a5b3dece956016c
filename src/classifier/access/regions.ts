import type { Facts } from '../facts.ts';

export interface RegionMismatch {
  readonly signedFor: string;
  readonly host: string;
  readonly region: string;
}

const REGION =
  /(?:^|[.-])((?:af|ap|ca|cn|eu|il|me|mx|sa|us)-(?:gov-|iso[a-z]?-)?(?:central|north|south|east|west|northeast|northwest|southeast|southwest)-\d)(?:[.-]|$)/;

/** A signature names its region (`Credential=AKIA…/20261105/us-east-1/s3/aws4_request`); the host may name another one. */
export function regionMismatch(facts: Facts): RegionMismatch | undefined {
  const signed = facts
    .credentials()
    .find(({ secret, name }) => /credential/i.test(name) || secret.startsWith('Credential='));
  const scope = /(?:^|Credential=)[^/,\s]{1,200}\/\d{8}\/([a-z0-9-]{2,40})\/[a-z0-9-]{2,40}\/aws4_request/.exec(
    (signed?.secret ?? facts.url()?.searchParams.get('X-Amz-Credential') ?? '').slice(0, 500),
  );
  const region = REGION.exec(facts.url()?.hostname ?? '')?.[1];
  if (scope === null || region === undefined || scope[1] === region) return undefined;
  return { signedFor: scope[1]!, host: facts.url()!.hostname, region };
}
