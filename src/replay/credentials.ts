import { bodyText, isJsonType, mediaType } from '../exchange/body.ts';
import type { Exchange, RequestMessage, ResponseMessage } from '../exchange/exchange.ts';
import { type Header, type Headers, headerValues } from '../exchange/headers.ts';
import { secretName } from '../exchange/redact/names.ts';
import { queryPairs, withQueryParameter } from './query.ts';

export interface Credentialed {
  readonly request: RequestMessage;
  /** What was taken over: `Authorization`, `Cookie`, `?api_key`. Empty where the other exchange has no credentials. */
  readonly taken: readonly string[];
}

/**
 * The request with the credentials of another exchange: those that its request carried, or else those that its response
 * handed out (an access token, cookies). Where the request has credentials of its own they go, in place where one of the
 * same name comes.
 */
export function withCredentialsOf(request: RequestMessage, donor: Exchange): Credentialed {
  const carried = donor.request.headers.filter(([name]) => isCredentialHeader(name));
  const parameters = queryPairs(donor.request.url).filter(({ name }) => isCredentialParameter(name));
  const isCarrier = carried.length > 0 || parameters.length > 0;
  const given = isCarrier ? carried : donor.response === null ? [] : handedOut(donor.response, request.headers);
  if (given.length === 0 && parameters.length === 0) return { request, taken: [] };
  const isGiven = (name: string) => given.some(([candidate]) => isSameName(candidate, name));
  // What a sign-in handed out goes beside other credentials, such as the key of the app.
  const isReplaced = (name: string) => isGiven(name) || (isCarrier && isCredentialHeader(name));
  const url = parameters.reduce((address, { name, value }) => withQueryParameter(address, name, value), request.url);
  return {
    request: { ...request, url, headers: replaced(request.headers, given, isReplaced) },
    taken: [...new Set([...given.map(([name]) => name), ...parameters.map(({ name }) => `?${name}`)])],
  };
}

/** Each given field stands where the first of its name stood, and those that are new at the end. */
function replaced(headers: Headers, given: Headers, isReplaced: (name: string) => boolean): Headers {
  const rest = [...given];
  const kept = headers.flatMap(([name, value]): readonly Header[] => {
    if (!isReplaced(name)) return [[name, value]];
    const here = rest.filter(([candidate]) => isSameName(candidate, name));
    for (const field of here) rest.splice(rest.indexOf(field), 1);
    // As this client spells it.
    return here.map(([, other]) => [name, other]);
  });
  return [...kept, ...rest];
}

function handedOut(response: ResponseMessage, own: Headers): Headers {
  const token = accessToken(response);
  const cookies = freshCookies(response.headers, headerValues(own, 'cookie').join('; '));
  return [
    ...(token === undefined ? [] : [['Authorization', `Bearer ${token}`] as const]),
    ...(cookies === undefined ? [] : [['Cookie', cookies] as const]),
  ];
}

/** Of an OAuth answer (RFC 6749 §5.1), and of those that are like it. */
function accessToken({ headers, body }: ResponseMessage): string | undefined {
  if (!isJsonType(mediaType(headers).type)) return undefined;
  try {
    const document: unknown = JSON.parse(bodyText(headers, body) ?? '');
    if (typeof document !== 'object' || document === null) return undefined;
    const members = new Map(Object.entries(document));
    const token = ['access_token', 'accessToken', 'token', 'jwt', 'id_token'].map((name) => members.get(name));
    return token.find((value): value is string => typeof value === 'string' && /^[\x21-\x7e]{1,16384}$/.test(value));
  } catch {
    return undefined;
  }
}

/** The cookies of the request with what the response sets; undefined where it sets none. */
function freshCookies(headers: Headers, own: string): string | undefined {
  const set = headerValues(headers, 'set-cookie').flatMap((value) => {
    const [, name, content] = /^\s*([^=;\s]+)=([^;]*)/.exec(value) ?? [];
    return name === undefined ? [] : [[name, (content ?? '').trim()] as const];
  });
  if (set.length === 0) return undefined;
  const jar = new Map(
    own
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair !== '')
      .map((pair) => [pair.split('=', 1)[0]!, pair.includes('=') ? pair.slice(pair.indexOf('=') + 1) : ''] as const),
  );
  for (const [name, content] of set) jar.set(name, content);
  return [...jar].map(([name, content]) => `${name}=${content}`).join('; ');
}

function isCredentialHeader(name: string): boolean {
  const lower = name.toLowerCase();
  // Names of the connection to a proxy; and `Sec-WebSocket-Key`, which is none.
  if (lower.startsWith('proxy-') || lower.startsWith('sec-')) return false;
  return lower === 'authorization' || lower === 'cookie' || secretName(name, 'header')?.isStrong === true;
}

function isCredentialParameter(name: string): boolean {
  return name.toLowerCase() === 'key' || secretName(name, 'query')?.isStrong === true;
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The request proves who sends it. */
export function carriesCredentials({ url, headers }: RequestMessage): boolean {
  return (
    headers.some(([name]) => isCredentialHeader(name)) ||
    queryPairs(url).some(({ name }) => isCredentialParameter(name)) ||
    /^https?:\/\/[^/?#]*@/i.test(url)
  );
}
