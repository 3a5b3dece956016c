import type { Facts } from '../facts.ts';
import { clip } from '../shown.ts';

export interface SentVersion {
  readonly value: string;
  /** `X-Api-Version: 2` */
  readonly inWords: string;
  readonly where: string;
}

/** Headers that name a version of something else. */
const OTHER =
  /^(?:sec-websocket-version|x-amz-user-agent|user-agent|mime-version|x-client-version|x-app-version|x-sdk-version|mcp-protocol-version)$/;

/** The version of the API that the request asks for: in a header, in `Accept`, in the query or in the path. */
export function sentVersion(facts: Facts): SentVersion | undefined {
  const header = facts.request.headerNames().find((name) => /version$/.test(name) && !OTHER.test(name));
  if (header !== undefined) {
    const value = facts.request.header(header) ?? '';
    return { value, inWords: `${header}: ${clip(value, 40)}`, where: `request.headers.${header}` };
  }
  const url = facts.url();
  for (const name of ['api-version', 'api_version', 'apiVersion', 'version', 'v']) {
    const value = url?.searchParams.get(name);
    if (value) return { value, inWords: `${name}=${clip(value, 40)}`, where: `request.url?${name}` };
  }
  const accept = facts.request.header('accept') ?? '';
  const inAccept =
    /;\s?(?:version|v|api-version)=["']?([\w.-]{1,30})/i.exec(accept) ?? /\.v(\d[\w.]{0,10})[+;]/.exec(accept);
  if (inAccept !== null) {
    return { value: inAccept[1]!, inWords: `Accept: ${clip(accept, 60)}`, where: 'request.headers.accept' };
  }
  const segment = /\/(v\d{1,3}(?:\.\d{1,3})?|\d{4}-\d{2}(?:-\d{2})?)(?=\/|$)/.exec(
    url?.pathname.slice(0, 500) ?? '',
  )?.[1];
  return segment === undefined ? undefined : { value: segment, inWords: segment, where: 'request.url' };
}
