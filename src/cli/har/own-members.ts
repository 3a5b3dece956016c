import { Buffer } from 'node:buffer';
import { z } from 'zod';
import type { Body, Exchange, StreamMessage } from '../../exchange/exchange.ts';

const PAIRS = z.array(z.tuple([z.string(), z.string()]));
const MS = z.number().nonnegative().nullable();

const TLS = z.object({
  protocol: z.string(),
  cipher: z.string(),
  alpn: z.string().nullable(),
  serverName: z.string().nullable(),
});

const CERTIFICATE = z.object({
  subject: z.string(),
  issuer: z.string(),
  names: z.array(z.string()),
  validFrom: z.string(),
  validTo: z.string(),
  fingerprint: z.string(),
});

const CONNECTION = z.object({
  client: z.string().nullable(),
  clientTls: TLS.nullable(),
  server: z
    .object({
      id: z.int().nonnegative(),
      server: z.string(),
      via: z.string().nullable(),
      dnsMs: MS,
      tcpMs: z.number().nonnegative(),
      tlsMs: MS,
      tls: TLS.extend({ chain: z.array(CERTIFICATE), distrust: z.string().nullable() }).nullable(),
    })
    .nullable(),
  isReused: z.boolean(),
});

const ERROR = z.object({
  phase: z.enum(['dns', 'connect', 'tls-upstream', 'tls-client', 'request', 'response']),
  code: z.string(),
  message: z.string(),
});

const BODY = z.object({ base64: z.string() });

const EVENT = z.object({
  time: z.number(),
  at: z.number().optional(),
  data: z.string(),
  encoding: z.literal('base64').optional(),
  bytes: z.number().optional(),
});

const RULE = z.object({
  name: z.string(),
  effect: z.enum(['answered', 'changed', 'failed', 'delayed']),
  changes: z.array(z.object({ where: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
});

/** What httpwhy writes into `_httpwhy` about the exchange itself. */
const OWN = z.object({
  id: z.union([z.int(), z.string()]),
  redacted: z.boolean().default(false),
  startedAt: z.number(),
  durationMs: z.number().nonnegative().nullable(),
  error: ERROR.nullable(),
  proxyStatus: z.int().nullable(),
  connection: CONNECTION,
  timing: z.object({ connectedMs: MS, requestSentMs: MS, responseStartMs: MS }),
  rule: RULE.optional(),
  messageCount: z.int().nonnegative(),
  requestTrailers: PAIRS.default([]),
  responseTrailers: PAIRS.default([]),
  requestBody: BODY.optional(),
  responseBody: BODY.optional(),
  events: z.array(EVENT).default([]),
});

export type OwnMembers = z.infer<typeof OWN>;

/** Undefined where the entry was not written by httpwhy, or somebody has changed it since. */
export function ownMembers(value: unknown): OwnMembers | undefined {
  return OWN.safeParse(value).data;
}

/** What the file says about the exchange as a whole in the place of what can be guessed. */
export function ownFacts(
  own: OwnMembers,
): Pick<
  Exchange,
  'startedAt' | 'durationMs' | 'error' | 'proxyStatus' | 'connection' | 'timing' | 'messageCount' | 'rule'
> {
  const { startedAt, durationMs, error, proxyStatus, connection, timing, messageCount, rule } = own;
  const facts = { startedAt, durationMs, error, proxyStatus, connection, timing, messageCount };
  return rule === undefined ? facts : { ...facts, rule };
}

/** The bytes of the wire, where the file has them apart; else those of the text in it. */
export function ownBody(
  raw: { readonly base64: string } | undefined,
  read: Body | null,
  bodySize: number | null | undefined,
): Body | null {
  const bytes = raw === undefined ? (read?.bytes ?? Buffer.alloc(0)) : Buffer.from(raw.base64, 'base64');
  const totalBytes = Math.max(bytes.length, Math.trunc(bodySize ?? 0));
  return totalBytes === 0 ? null : { bytes, totalBytes };
}

export function ownEvents({ events }: OwnMembers): StreamMessage[] {
  return events.map(({ time, at, data, encoding, bytes: totalBytes }) => {
    const bytes = Buffer.from(data, encoding ?? 'utf8');
    return {
      at: at ?? time * 1000,
      from: 'server',
      type: 'event',
      bytes,
      totalBytes: Math.max(bytes.length, Math.trunc(totalBytes ?? 0)),
      closeCode: null,
    };
  });
}
