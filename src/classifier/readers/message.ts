import { bodyText, decodeBody } from '../../exchange/body.ts';
import type { Body } from '../../exchange/exchange.ts';
import { type Headers, headerValue } from '../../exchange/headers.ts';
import { parsedJson } from './error-report/members.ts';

/** Decoded bytes of one body that rules look at: enough for every error and for most requests, and read in milliseconds. */
export const READ_LIMIT_BYTES = 256 * 1024;

export interface BodyText {
  readonly text: string;
  /** The recording was cut: what is missing may stand anywhere. */
  readonly isRecordingCut: boolean;
  /** The text is all that was recorded; false where it was cut at `READ_LIMIT_BYTES`. */
  readonly isWhole: boolean;
}

/** What rules ask of one message. Every answer is computed once and bounded in size. */
export interface MessageFacts {
  /** The first value of a field, or undefined. */
  readonly header: (name: string) => string | undefined;
  /** The lower-case names of all fields, in order. */
  readonly headerNames: () => readonly string[];
  /** The body as text after content and character decoding; undefined where there is none or it is binary. */
  readonly body: () => BodyText | undefined;
  /** The parsed body where it is JSON, whatever the content type says; undefined otherwise. */
  readonly json: () => unknown;
}

interface Message {
  readonly headers: Headers;
  readonly body: Body | null;
}

/** Up to here going through the list is quicker than making an index of it, of which most successes need little. */
const SHORT_LIST = 32;

export function messageFacts(message: Message): MessageFacts {
  return new ReadMessage(message);
}

class ReadMessage implements MessageFacts {
  readonly #message: Message;
  #firstByName: ReadonlyMap<string, string> | undefined;
  #names: readonly string[] | undefined;
  #body: BodyText | undefined;
  #isBodyRead = false;
  #json: unknown;
  #isJsonParsed = false;

  constructor(message: Message) {
    this.#message = message;
  }

  header(name: string): string | undefined {
    const { headers } = this.#message;
    if (this.#firstByName === undefined && headers.length <= SHORT_LIST) return headerValue(headers, name);
    return this.#index().get(name.toLowerCase());
  }

  headerNames(): readonly string[] {
    this.#names ??= [...this.#index().keys()];
    return this.#names;
  }

  body(): BodyText | undefined {
    if (!this.#isBodyRead) {
      const { headers, body } = this.#message;
      this.#body = readBody(headers, body, {
        coding: this.header('content-encoding'),
        type: this.header('content-type'),
        length: Number(this.header('content-length') ?? ''),
      });
      this.#isBodyRead = true;
    }
    return this.#body;
  }

  json(): unknown {
    if (!this.#isJsonParsed) {
      this.#json = parseJson(this.body());
      this.#isJsonParsed = true;
    }
    return this.#json;
  }

  #index(): ReadonlyMap<string, string> {
    this.#firstByName ??= firstValues(this.#message.headers);
    return this.#firstByName;
  }
}

function firstValues(headers: Headers): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (!first.has(key)) first.set(key, value);
  }
  return first;
}

/** What of the head decides how a body is read, looked up once: each look-up in the list of headers goes through it. */
interface Announced {
  readonly coding: string | undefined;
  readonly type: string | undefined;
  readonly length: number;
}

function readBody(headers: Headers, body: Body | null, announced: Announced): BodyText | undefined {
  if (body === null || body.bytes.length === 0) return undefined;
  const isRecordingCut = body.totalBytes > body.bytes.length || isShorterThanAnnounced(announced, body);
  // Cut before decoding: a plain body passes decodeBody at its full length.
  const start: Body = { bytes: body.bytes.subarray(0, READ_LIMIT_BYTES), totalBytes: body.bytes.length };
  const typeOnly: Headers = announced.type === undefined ? [] : [['content-type', announced.type]];
  if (announced.coding === undefined) {
    const text = bodyText(typeOnly, start, READ_LIMIT_BYTES);
    return text === undefined ? undefined : { text, isRecordingCut, isWhole: body.bytes.length <= READ_LIMIT_BYTES };
  }
  const { bytes, isCut } = decodeBody(headers, start, READ_LIMIT_BYTES);
  const text = bodyText(typeOnly, { bytes, totalBytes: bytes.length }, READ_LIMIT_BYTES);
  return text === undefined ? undefined : { text, isRecordingCut, isWhole: !isCut };
}

/** A message that broke off, or one whose recording was abridged by hand. */
function isShorterThanAnnounced({ coding, length }: Announced, body: Body): boolean {
  return coding === undefined && length > body.totalBytes;
}

function parseJson(body: BodyText | undefined): unknown {
  if (body === undefined || !body.isWhole || body.isRecordingCut) return undefined;
  const { text } = body;
  // Most bodies that are not JSON show it by their first character, and an exception costs more than a look.
  if (!/^\s{0,64}[[{"\-\dtfn]/.test(text)) return undefined;
  return parsedJson(text);
}
