import { Buffer } from 'node:buffer';
import { decodeBody } from '../exchange/body.ts';
import { type Headers, headersFromRaw, headerValues } from '../exchange/headers.ts';
import { splitUrl, type UrlParts } from '../exchange/routes.ts';
import { plainJson } from './plain-json.ts';

/** A request as rules see it. What few rules ask for is worked out when it is asked for. */
export class RuleRequest {
  readonly method: string;
  readonly url: string;
  readonly parts: UrlParts;
  readonly #rawHeaders: readonly string[];
  /** The whole body as sent; null where it was not read. */
  readonly body: Uint8Array | null;
  #headers: Headers | undefined;
  #query: URLSearchParams | undefined;
  #json: { readonly value: unknown } | undefined;

  constructor(method: string, url: string, rawHeaders: readonly string[], body: Uint8Array | null = null) {
    this.method = method;
    this.url = url;
    this.parts = splitUrl(url);
    this.#rawHeaders = rawHeaders;
    this.body = body;
  }

  withBody(body: Uint8Array): RuleRequest {
    return new RuleRequest(this.method, this.url, this.#rawHeaders, body);
  }

  headers(name: string): readonly string[] {
    this.#headers ??= headersFromRaw(this.#rawHeaders);
    return headerValues(this.#headers, name);
  }

  query(name: string): readonly string[] {
    this.#query ??= new URLSearchParams(this.parts.search);
    return this.#query.getAll(name);
  }

  /** The body, decoded, as text; empty where there is none. */
  text(): string {
    if (this.body === null || this.body.length === 0) return '';
    this.#headers ??= headersFromRaw(this.#rawHeaders);
    const { bytes } = decodeBody(this.#headers, { bytes: this.body, totalBytes: this.body.length });
    return Buffer.from(bytes).toString('utf8');
  }

  /** The body as JSON whatever its media type says; undefined where it is none. */
  json(): unknown {
    this.#json ??= { value: plainJson(this.text()) };
    return this.#json.value;
  }
}
