import type { CauseStyle } from '../rule.ts';
import type { Refusal } from './refusal.ts';

/** A refusal in the form that a family of servers gives it. */
export interface StyledAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** What differs from request to request. */
export interface Occasion {
  readonly path: string;
  /** `api.example.com`. */
  readonly host: string;
  readonly requestId: string;
}

type Style = (refusal: Refusal, occasion: Occasion) => StyledAnswer;

export const STYLES: Readonly<Record<CauseStyle, Style>> = {
  /** RFC 9457. */
  problem: (refusal, { path, requestId }) => ({
    status: refusal.status,
    headers: [...own(refusal), ['Content-Type', 'application/problem+json'], ['X-Request-Id', requestId]],
    body: json({
      type: `https://errors.example.com/${refusal.code.replaceAll('_', '-')}`,
      title: titleOf(refusal.code),
      status: refusal.status,
      detail: refusal.message,
      instance: path,
      code: refusal.code,
      ...(refusal.field !== undefined && {
        errors: [{ pointer: `#/${refusal.field}`, field: refusal.field, detail: refusal.message, code: refusal.code }],
      }),
    }),
  }),

  /** docs.stripe.com/api/errors. */
  stripe: (refusal, { requestId }) => ({
    status: refusal.status,
    headers: [...own(refusal), ['Content-Type', 'application/json'], ['Request-Id', `req_${requestId.slice(0, 14)}`]],
    body: json({
      error: {
        type: STRIPE_TYPES[refusal.status] ?? (refusal.status < 500 ? 'invalid_request_error' : 'api_error'),
        code: refusal.code,
        message: refusal.message,
        ...(refusal.field !== undefined && { param: refusal.field }),
        doc_url: `https://docs.example.com/error-codes/${refusal.code.replaceAll('_', '-')}`,
      },
    }),
  }),

  /** google.aip.dev/193. */
  google: (refusal, { host }) => ({
    status: refusal.status,
    headers: [
      ...own(refusal),
      ['Content-Type', 'application/json; charset=UTF-8'],
      ['Vary', 'Origin, X-Origin, Referer'],
    ],
    body: json({
      error: {
        code: refusal.status,
        message: refusal.message,
        status: refusal.canonical,
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            reason: refusal.code.toUpperCase(),
            domain: host,
          },
          ...(refusal.field === undefined
            ? []
            : [
                {
                  '@type': 'type.googleapis.com/google.rpc.BadRequest',
                  fieldViolations: [{ field: refusal.field, description: refusal.message }],
                },
              ]),
        ],
      },
    }),
  }),

  /** AWS's JSON protocol 1.1 (smithy.io/2.0/aws/protocols). */
  aws: (refusal, { requestId }) => ({
    status: refusal.status,
    headers: [
      ...own(refusal),
      ['Content-Type', 'application/x-amz-json-1.1'],
      ['x-amzn-RequestId', requestId],
      ['x-amzn-ErrorType', `${refusal.exception}Exception`],
    ],
    body: json({ __type: `${refusal.exception}Exception`, message: refusal.message }),
  }),

  /** graphql.github.io/graphql-over-http: 200 and the error in the body, unless the request never became an operation. */
  graphql: (refusal, { requestId }) => ({
    status: refusal.isBeforeGraphql ? refusal.status : 200,
    headers: [
      ...own(refusal).filter(([name]) => refusal.isBeforeGraphql || !STATUS_BOUND.has(name.toLowerCase())),
      ['Content-Type', 'application/json'],
      ['X-Request-Id', requestId],
    ],
    body: json({
      errors: [
        {
          message: refusal.message,
          ...(!refusal.isBeforeGraphql && { path: ['order'] }),
          extensions: {
            code: refusal.code.toUpperCase(),
            http: { status: refusal.status },
            ...(refusal.field !== undefined && { field: refusal.field }),
          },
        },
      ],
      ...(!refusal.isBeforeGraphql && { data: null }),
    }),
  }),

  plain: (refusal, { requestId }) => ({
    status: refusal.status,
    headers: [...own(refusal), ['Content-Type', 'text/plain; charset=utf-8'], ['X-Request-Id', requestId]],
    body: `${refusal.message}\n`,
  }),
};

const STRIPE_TYPES: Readonly<Record<number, string>> = {
  402: 'card_error',
  409: 'idempotency_error',
  429: 'rate_limit_error',
};

/** Fields that only go with their status (RFC 9110). */
const STATUS_BOUND = new Set(['www-authenticate', 'allow', 'content-range', 'accept-post']);

function own({ headers = [] }: Refusal): readonly (readonly [string, string])[] {
  return headers;
}

function json(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** `token_expired` → `Token expired`. */
function titleOf(code: string): string {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
