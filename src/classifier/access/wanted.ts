import type { Facts } from '../facts.ts';

/** Names of header fields in a sentence: `X-Api-Key`, `Authorization`, `Ocp-Apim-Subscription-Key`. */
const FIELD =
  /\b(authorization|x-[a-z0-9]{2,20}(?:-[a-z0-9]{1,20}){0,4}|[a-z]{2,12}-(?:api|apim|subscription|access|auth)[a-z-]{0,24}-?(?:key|token))\b/i;

/** The header in which a server says that it looks for the credential. */
export function wantedHeader(said: string): string | undefined {
  return FIELD.exec(said.slice(0, 400))?.[1];
}

/** A header that says which application calls, beside the proof of who does. */
const OF_APPLICATION =
  /\b(client[- ]id|developer[- ]token|app(?:lication)?[- ]id)\b.{0,30}\b(?:missing|required|absent|not (?:provided|present|sent|set))\b/i;

/** A header that the answer names, of the same family as the key that was sent: `X-ACME-API-SECRET` beside `X-ACME-API-KEY`. */
function besideOwnKey(facts: Facts): string | undefined {
  const error = facts.error();
  for (const text of [error?.message, ...(error?.more.slice(0, 3) ?? [])]) {
    const name = NAMED_HEADER.exec(text?.slice(0, 300) ?? '')?.[1];
    const family = name?.toLowerCase().replace(/-[^-]*$/, '-');
    const hasOther = facts.credentials().some((sent) => sent.name.toLowerCase().startsWith(family ?? ' '));
    if (name !== undefined && hasOther && facts.request.header(name.toLowerCase()) === undefined) return name;
  }
  return undefined;
}

const NAMED_HEADER = /\b([a-z]\w{0,19}(?:-\w{1,20}){2,4}-(?:key|token|secret|id))["'`]? header\b/i;

/** `ST-App-Key header is missing`. */
const KEY_HEADER =
  /\b([a-z]\w{0,19}(?:-\w{1,20}){0,3}-(?:key|token|secret|id))["'`]? header\b.{0,30}\b(?:missing|required|absent|not (?:provided|present|sent|set))\b/i;

/**
 * The header that the server asks for by its name and that the request does not have: in its words, or in a challenge,
 * `WWW-Authenticate: AzureApiManagementKey realm="…", name="Ocp-Apim-Subscription-Key", type="header"`.
 */
export function absentHeader(facts: Facts): string | undefined {
  for (const { parameters } of facts.challenges()) {
    const name = parameters.get('name');
    if (name === undefined || !/^[\w-]{3,60}$/.test(name) || !/^(?:header)?$/i.test(parameters.get('type') ?? ''))
      continue;
    return facts.request.header(name.toLowerCase()) === undefined ? name : undefined;
  }
  const said = facts.error()?.message?.slice(0, 200) ?? '';
  const header = KEY_HEADER.exec(said)?.[1] ?? besideOwnKey(facts);
  const isOwn = header !== undefined && (wantedHeader(header) === undefined || besideOwnKey(facts) === header);
  const named = isOwn ? header : OF_APPLICATION.exec(said)?.[1]?.replace(' ', '-');
  if (named === undefined) return undefined;
  const wanted = named.toLowerCase();
  // A parameter or field of that name is another place, and not absent.
  const isSent = facts.request.headerNames().some((name) => name.endsWith(wanted));
  return isSent || SENT_ELSEWHERE.test(facts.exchange.request.url) ? undefined : named;
}

const SENT_ELSEWHERE = /[?&](?:client|app(?:lication)?)[-_]?id=/i;
