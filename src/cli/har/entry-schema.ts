import { z } from 'zod';

const PAIRS = z.array(z.object({ name: z.string(), value: z.string().nullish() })).nullish();

const COOKIES = z
  .array(
    z.object({
      name: z.string(),
      value: z.string().nullish(),
      path: z.string().nullish(),
      domain: z.string().nullish(),
      expires: z.string().nullish(),
      httpOnly: z.boolean().nullish(),
      secure: z.boolean().nullish(),
      sameSite: z.string().nullish(),
    }),
  )
  .nullish()
  // They repeat what the fields say: where tools write them otherwise, nothing is lost.
  .catch(null);

const NUMBER = z.number().nullish().catch(null);
const TEXT = z.string().nullish().catch(null);

const PARAMS = z
  .array(
    z.object({
      name: z.string(),
      value: z.string().nullish(),
      fileName: z.string().nullish(),
      contentType: z.string().nullish(),
    }),
  )
  .nullish();

const MESSAGES = z
  .array(
    z.object({
      type: z.string(),
      time: z.number(),
      opcode: z.number(),
      data: z.string(),
      /** Ours, for what a reader of other tools can do without. */
      _encoding: z.string().nullish(),
      _closeCode: z.number().nullish(),
      _bytes: z.number().nullish(),
      _at: z.number().nullish(),
    }),
  )
  .nullish()
  .catch(null);

/** HTTP Toolkit: how the conversation ended, or the word `aborted`. */
const CLOSE = z.object({ code: z.number().nullish(), reason: z.string().nullish() }).nullish().catch(null);

/**
 * An entry as tools write it, far from HAR 1.2 at times: only what makes an exchange is demanded, and members that tools
 * write in forms of their own are taken for absent.
 */
export const ENTRY = z.object({
  startedDateTime: TEXT,
  time: NUMBER,
  request: z.object({
    method: z.string().min(1),
    url: z.string().min(1),
    httpVersion: TEXT,
    headers: PAIRS,
    cookies: COOKIES,
    bodySize: NUMBER,
    postData: z
      .object({ mimeType: TEXT, text: z.string().nullish(), encoding: z.string().nullish(), params: PARAMS })
      .nullish(),
    /** HTTP Toolkit: a body that is no text. */
    _content: z.object({ text: z.string().nullish(), encoding: z.string().nullish() }).nullish().catch(null),
    _trailers: PAIRS.catch(null),
  }),
  response: z
    .object({
      status: z.number(),
      statusText: TEXT,
      httpVersion: TEXT,
      headers: PAIRS,
      cookies: COOKIES,
      bodySize: NUMBER,
      content: z
        .object({
          size: NUMBER,
          mimeType: TEXT,
          text: z.string().nullish(),
          encoding: z.string().nullish(),
        })
        .nullish(),
      _error: TEXT,
      _failureText: TEXT,
      _trailers: PAIRS.catch(null),
    })
    .nullish(),
  timings: z
    .object({
      blocked: NUMBER,
      dns: NUMBER,
      connect: NUMBER,
      ssl: NUMBER,
      send: NUMBER,
      wait: NUMBER,
      receive: NUMBER,
    })
    .nullish()
    .catch(null),
  serverIPAddress: TEXT,
  connection: TEXT,
  /** Chromium, and tools that follow it: `net::ERR_NAME_NOT_RESOLVED`. */
  _error: TEXT,
  _webSocketMessages: MESSAGES,
  _webSocketClose: CLOSE,
  _httpwhy: z.record(z.string(), z.unknown()).nullish().catch(null),
});

export type HarEntry = z.infer<typeof ENTRY>;
export type HarPairs = z.infer<typeof PAIRS>;
export type HarCookies = z.infer<typeof COOKIES>;
export type HarParams = NonNullable<z.infer<typeof PARAMS>>;
