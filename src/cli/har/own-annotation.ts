import { z } from 'zod';
import { type Annotation, classOfStatus } from '../../exchange/annotation.ts';
import { CAUSE_IDS, type CauseId } from '../../exchange/causes.ts';

const LONGEST_LINE = 2000;
const LINE = z.string().max(LONGEST_LINE);
const CAUSE = z.enum(CAUSE_IDS as unknown as readonly [CauseId, ...CauseId[]]);
const CONFIDENCE = z.enum(['certain', 'likely', 'guess']);

const ANNOTATION = z.object({
  class: z.enum(['informational', 'success', 'redirection', 'client_error', 'server_error', 'no_response']),
  cause: CAUSE.nullable(),
  inner: CAUSE.nullish(),
  fault: z.enum(['client', 'server', 'network', 'proxy', 'nobody']),
  confidence: CONFIDENCE,
  summary: LINE,
  evidence: z.array(z.object({ where: LINE, what: LINE })).max(50),
  advice: LINE,
  retry: z.enum(['never', 'after_fix', 'safe', 'unsafe']),
  after_s: z.number().nonnegative().optional(),
  runners_up: z
    .array(z.object({ cause: CAUSE, confidence: CONFIDENCE, summary: LINE }))
    .max(10)
    .optional(),
  difference: z
    .object({
      against: z.object({ id: z.int(), at: z.number() }),
      items: z
        .array(
          z.object({
            kind: z.enum(['credential', 'host', 'path', 'header', 'query', 'body', 'http-version']),
            name: LINE,
            before: LINE.nullable(),
            after: LINE.nullable(),
            weight: z.number(),
          }),
        )
        .max(100),
    })
    .optional(),
});

/**
 * What httpwhy has said about an exchange when it wrote the file. Undefined where that cannot be: of another vocabulary, or
 * about another status.
 */
export function ownAnnotation(value: unknown, status: number | null): Annotation | undefined {
  const { data } = ANNOTATION.safeParse(value);
  if (data === undefined || data.class !== classOfStatus(status)) return undefined;
  const { inner, after_s, runners_up, difference, ...rest } = data;
  return {
    ...rest,
    ...(data.cause === 'error-in-success' ? { inner: inner ?? null } : {}),
    ...(after_s === undefined ? {} : { retryAfterSeconds: after_s }),
    ...(runners_up === undefined ? {} : { runnersUp: runners_up }),
    ...(difference === undefined ? {} : { difference }),
  };
}
