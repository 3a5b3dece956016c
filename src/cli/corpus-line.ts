import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { findJsonFault } from '../classifier/readers/json-fault.ts';
import {
  type Body,
  type Exchange,
  LAST_MESSAGE_BYTES,
  MOST_LAST_MESSAGES,
  NO_CONNECTION,
  NO_TIMING,
  type StreamMessage,
} from '../exchange/exchange.ts';
import { type Headers, headerValue } from '../exchange/headers.ts';
import { UserError } from '../exchange/user-error.ts';

const HEADERS = z.array(z.tuple([z.string(), z.string()]));
const BODY = { body: z.string().nullable(), bodyBase64: z.base64().optional() };

/** A WebSocket message or server-sent event; of a `close` the text is its reason. */
const MESSAGE = z.object({
  at: z.iso.datetime({ offset: true }).optional(),
  from: z.enum(['client', 'server']),
  type: z.enum(['text', 'binary', 'ping', 'pong', 'close', 'event']),
  text: z.string().default(''),
  closeCode: z.int().min(0).max(65_535).nullable().default(null),
});

const EXCHANGE = z
  .object({
    request: z.object({
      method: z.string().min(1),
      url: z.string().min(1),
      httpVersion: z.string(),
      headers: HEADERS,
      ...BODY,
    }),
    response: z.object({ status: z.int(), reason: z.string(), headers: HEADERS, ...BODY }).nullable(),
    error: z
      .object({
        phase: z.enum(['dns', 'connect', 'tls-upstream', 'tls-client', 'request', 'response']),
        code: z.string(),
        message: z.string(),
      })
      .nullable(),
    timing: z.object({ startedAt: z.iso.datetime({ offset: true }), durationMs: z.number().nonnegative() }),
    messages: z.array(MESSAGE).default([]),
  })
  .refine(({ response, error }) => response !== null || error !== null, {
    path: ['response'],
    message: 'must not be null where error is null too',
  });

// `source`, `note` and `expect` are not even read: a label must not reach what is to be judged by it.
const LINE = z.intersection(
  EXCHANGE,
  z.object({ id: z.union([z.string().min(1), z.number()]), history: z.array(EXCHANGE).default([]) }),
);

type ExchangeLine = z.infer<typeof EXCHANGE>;

export interface CorpusLine {
  readonly id: string;
  /** Its number follows those of the history. */
  readonly exchange: Exchange;
  /** Oldest first, numbered from 1, so that `history:2` is the second of them. */
  readonly history: readonly Exchange[];
}

/**
 * One line of a file of exchanges in JSON, as `httpwhy annotate` takes it. Unknown keys are ignored.
 * @throws UserError `bad-exchange` that says what is wrong and where in the line.
 */
export function parseCorpusLine(line: string): CorpusLine {
  const result = LINE.safeParse(parseJson(line));
  if (!result.success) {
    const issue = result.error.issues[0]!;
    throw badLine(
      `${pathInWords(issue.path)}${/received undefined$/.test(issue.message) ? ' is missing' : `: ${issue.message}`}`,
    );
  }
  const { id, history, ...exchange } = result.data;
  return {
    id: String(id),
    exchange: exchangeOf(exchange, history.length + 1),
    history: history.map((earlier, index) => exchangeOf(earlier, index + 1)),
  };
}

function exchangeOf({ request, response, error, timing, messages }: ExchangeLine, id: number): Exchange {
  const isCutShort = error !== null;
  const startedAt = Date.parse(timing.startedAt);
  const last = messages.slice(-MOST_LAST_MESSAGES).map((message) => messageOf(message, startedAt));
  return {
    id,
    startedAt,
    durationMs: timing.durationMs,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: request.httpVersion,
      headers: request.headers,
      trailers: [],
      body: bodyOf(request, !isCutShort),
    },
    response:
      response === null
        ? null
        : {
            status: response.status,
            reason: response.reason,
            httpVersion: request.httpVersion,
            headers: response.headers,
            trailers: [],
            body: bodyOf(response, !isCutShort),
          },
    error,
    proxyStatus: null,
    connection: NO_CONNECTION,
    timing: NO_TIMING,
    messageCount: messages.length,
    ...(last.length === 0 ? {} : { lastMessages: last }),
  };
}

function messageOf({ at, from, type, text, closeCode }: z.infer<typeof MESSAGE>, startedAt: number): StreamMessage {
  const bytes = Buffer.from(text, 'utf8');
  return {
    at: at === undefined ? startedAt : Date.parse(at),
    from,
    type,
    bytes: bytes.subarray(0, LAST_MESSAGE_BYTES),
    totalBytes: bytes.length,
    closeCode,
  };
}

interface MessageLine {
  readonly headers: Headers;
  readonly body: string | null;
  readonly bodyBase64?: string | undefined;
}

/** A body that is shorter than its `Content-Length` was abridged in the file, unless the exchange itself broke off. */
function bodyOf({ headers, body, bodyBase64 }: MessageLine, isComplete: boolean): Body | null {
  const bytes =
    body !== null ? Buffer.from(body, 'utf8') : bodyBase64 === undefined ? null : Buffer.from(bodyBase64, 'base64');
  if (bytes === null) return null;
  const announced = Number(headerValue(headers, 'content-length') ?? '');
  const isDecoded = headerValue(headers, 'content-encoding') !== undefined;
  const isAbridged =
    isComplete && !isDecoded && Number.isSafeInteger(announced) && announced > bytes.length && bytes.length > 0;
  return { bytes, totalBytes: isAbridged ? announced : bytes.length };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    const fault = findJsonFault(line, true);
    throw badLine(
      fault === undefined ? 'not valid JSON' : `not valid JSON at column ${fault.column}: ${fault.problem}`,
    );
  }
}

/** `request.headers[3][1]` */
function pathInWords(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the line';
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function badLine(problem: string): UserError {
  return new UserError(
    'bad-exchange',
    `This is not a recorded exchange: ${problem}.`,
    'Give one JSON object a line (id, request, response, error, timing), a HAR file, or the output of curl -i.',
  );
}
