import { type Headers, headerValues } from '../../exchange/headers.ts';

interface HarCookie {
  readonly name: string;
  readonly value: string;
  readonly path?: string;
  readonly domain?: string;
  /** ISO 8601; left out where it is no date. */
  readonly expires?: string;
  readonly httpOnly?: boolean;
  readonly secure?: boolean;
  readonly sameSite?: string;
}

const MOST_COOKIES = 300;

export function requestCookies(headers: Headers): readonly HarCookie[] {
  return headerValues(headers, 'cookie')
    .flatMap((value) => value.split(';'))
    .map(pairOf)
    .filter(({ name, value }) => name !== '' || value !== '')
    .slice(0, MOST_COOKIES);
}

export function responseCookies(headers: Headers): readonly HarCookie[] {
  return headerValues(headers, 'set-cookie').slice(0, MOST_COOKIES).map(cookieOf);
}

/** RFC 6265 §5.2: the attributes' names ignore case, and the last of each counts. */
function cookieOf(line: string): HarCookie {
  const [pair = '', ...attributes] = line.split(';');
  const given = new Map(attributes.map(pairOf).map(({ name, value }) => [name.toLowerCase(), value]));
  const expires = Date.parse(given.get('expires') ?? '');
  const sameSite = given.get('samesite');
  return {
    ...pairOf(pair),
    ...(given.has('path') ? { path: given.get('path')! } : {}),
    ...(given.has('domain') ? { domain: given.get('domain')! } : {}),
    ...(Number.isNaN(expires) ? {} : { expires: new Date(expires).toISOString() }),
    httpOnly: given.has('httponly'),
    secure: given.has('secure'),
    ...(sameSite === undefined ? {} : { sameSite }),
  };
}

function pairOf(text: string): { readonly name: string; readonly value: string } {
  const equals = text.indexOf('=');
  if (equals < 0) return { name: text.trim(), value: '' };
  return { name: text.slice(0, equals).trim(), value: text.slice(equals + 1).trim() };
}
