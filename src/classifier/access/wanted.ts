import type { Facts } from '../facts.ts';

/** Names of header fields in a sentence: `X-Api-Key`, `Authorization`, `Ocp-Apim-Subscription-Key`. */
const FIELD =
  /\b(authorization|x-[a-z0-9]{2,20}(?:-[a-z0-9]{1,20}){0,4}|[a-z]{2,12}-(?:api|apim|subscription|access|auth)[a-z-]{0,24}-?(?:key|token))\b/i;

/** The header in which a server says that it looks for the credential. */
export function wantedHeader(said: string): string | undefined {
  return FIELD.exec(said.slice(0, 400))?.[1];
}

/**
 * The header that a challenge names for the credential and that the request does not have:
 * `WWW-Authenticate: AzureApiManagementKey realm="…", name="Ocp-Apim-Subscription-Key", type="header"`.
 */
export function absentHeader(facts: Facts): string | undefined {
  for (const { parameters } of facts.challenges()) {
    const name = parameters.get('name');
    if (name === undefined || !/^[\w-]{3,60}$/.test(name) || !/^(?:header)?$/i.test(parameters.get('type') ?? ''))
      continue;
    return facts.request.header(name.toLowerCase()) === undefined ? name : undefined;
  }
  return undefined;
}
