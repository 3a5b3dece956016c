import { type Header, type Headers, headerValue } from '../../exchange/headers.ts';
import type { HarCookies, HarPairs } from './entry-schema.ts';

/** As they stand in the file. */
export function pairs(headers: HarPairs): Headers {
  return (headers ?? []).map(({ name, value }) => [name, value ?? '']);
}

/** Without the pseudo-headers of HTTP/2, which browsers list among the fields. */
export function fields(headers: HarPairs): Headers {
  return pairs(headers).filter(([name]) => !name.startsWith(':'));
}

/** Some tools take the cookies out of the fields and list them apart. */
export function withCookie(headers: Headers, cookies: HarCookies): Headers {
  const sent = (cookies ?? []).filter(({ name }) => name !== '');
  if (sent.length === 0 || headerValue(headers, 'cookie') !== undefined) return headers;
  return [...headers, ['Cookie', sent.map(({ name, value }) => `${name}=${value ?? ''}`).join('; ')]];
}

export function withSetCookies(headers: Headers, cookies: HarCookies): Headers {
  if (headerValue(headers, 'set-cookie') !== undefined) return headers;
  return [...headers, ...(cookies ?? []).filter(({ name }) => name !== '').map(setCookie)];
}

function setCookie(cookie: NonNullable<HarCookies>[number]): Header {
  const { name, value, path, domain, expires, httpOnly, secure, sameSite } = cookie;
  const date = Date.parse(expires ?? '');
  const parts = [
    `${name}=${value ?? ''}`,
    ...(path ? [`Path=${path}`] : []),
    ...(domain ? [`Domain=${domain}`] : []),
    ...(Number.isNaN(date) ? [] : [`Expires=${new Date(date).toUTCString()}`]),
    ...(httpOnly === true ? ['HttpOnly'] : []),
    ...(secure === true ? ['Secure'] : []),
    ...(sameSite ? [`SameSite=${sameSite}`] : []),
  ];
  return ['Set-Cookie', parts.join('; ')];
}
