import type { RequestHead } from './call.ts';

/** What is recorded of a request's head. What an extended CONNECT asks for (RFC 8441) is in a field that no other has. */
export function recordedHead({ method, httpVersion, protocol, rawHeaders }: RequestHead) {
  const fields = protocol === undefined ? rawHeaders : [':protocol', protocol, ...rawHeaders];
  return { method, httpVersion, rawHeaders: fields };
}

/** The first value of a field in a flat list, or undefined. */
export function rawHeader(rawHeaders: readonly string[], name: string): string | undefined {
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (rawHeaders[i]!.length === name.length && rawHeaders[i]!.toLowerCase() === name) return rawHeaders[i + 1];
  }
  return undefined;
}

/** The flat list without a field, whose name is in lower case. */
export function withoutHeader(rawHeaders: readonly string[], name: string): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (rawHeaders[i]!.length === name.length && rawHeaders[i]!.toLowerCase() === name) continue;
    kept.push(rawHeaders[i]!, rawHeaders[i + 1]!);
  }
  return kept;
}
