import { z } from 'zod';
import { nearestName } from '../../classifier/readers/spelling.ts';
import { parsePointer, WORD_NAMES } from '../../classifier/user-rules/pointer.ts';
import type { RuleSpec } from '../../classifier/user-rules/rule-spec.ts';
import { parseTemplate } from '../../classifier/user-rules/template.ts';
import { CAUSE_IDS, type CauseId } from '../../exchange/causes.ts';
import { isWhen, whenSpec } from './when-schema.ts';

const LONGEST_TEXT = 1000;

/** `"caus"`, and what was probably meant. */
export function didYouMean(given: string, names: readonly string[]): string {
  const near = nearestName(given, names)?.name;
  return near === undefined ? '' : `; did you mean ${near}?`;
}

const CAUSE = z.string({ error: 'cause is an id such as rate-limited, or null for quiet' }).transform((id, context) => {
  if (!(CAUSE_IDS as readonly string[]).includes(id)) {
    context.addIssue({
      code: 'custom',
      message: `"${id.slice(0, 60)}" is no cause${didYouMean(id, CAUSE_IDS) || '; httpwhy explain lists them'}`,
    });
    return z.NEVER;
  }
  return id as CauseId;
});

const TEMPLATE = (key: string) =>
  z
    .string({ error: `${key} is text` })
    .min(1, `${key} must not be empty`)
    .max(LONGEST_TEXT, `${key} has more than ${LONGEST_TEXT} characters`)
    .superRefine((text, context) => {
      const template = parseTemplate(text);
      if (!('name' in template)) return;
      const { name } = template;
      context.addIssue({
        code: 'custom',
        message: `{{${name.slice(0, 80)}}} names nothing in an exchange${
          didYouMean(name, WORD_NAMES) || '; write {{response.body#/error/code}} or {{response.headers.x-name}}'
        }`,
      });
    });

const POINTER = z
  .string({ error: 'a pointer is text such as response.body#/error/code' })
  .refine((text) => parsePointer(text) !== undefined, {
    error: ({ input }) =>
      `"${String(input).slice(0, 80)}" is no pointer; write response.body#/error/code or request.headers.x-name`,
  });

const oneOf = <const Names extends readonly [string, ...string[]]>(key: string, names: Names) =>
  z.enum(names, {
    error: ({ input }) =>
      `${key} is ${names.slice(0, -1).join(', ')} or ${names.at(-1)}${
        typeof input === 'string' ? didYouMean(input, names) : ''
      }`,
  });

const DELAY_UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

const DELAY = z.union([z.number(), z.string()]).transform((value, context) => {
  if (typeof value === 'number' && value >= 0 && value <= 366 * 86_400) return value;
  if (typeof value === 'string') {
    const match = /^(\d{1,6})\s*([smhd])$/.exec(value.trim());
    if (match !== null) return Number(match[1]) * DELAY_UNITS[match[2]!]!;
    const pointer = /^\{\{([^{}]+)\}\}$/.exec(value.trim())?.[1]?.trim();
    if (pointer !== undefined && parsePointer(pointer) !== undefined) return pointer;
  }
  context.addIssue({
    code: 'custom',
    message: 'retry_after is a number of seconds, a time such as 30s or 5m, or {{pointer}}',
  });
  return z.NEVER;
});

const RULE = z
  .strictObject(
    {
      name: z
        .string({ error: 'name is text' })
        .min(1, 'name must not be empty')
        .max(80, 'name has more than 80 characters')
        .optional(),
      when: z.custom<Record<string, unknown>>(isWhen, {
        error: 'when is missing: say what to match, for example status: 422',
      }),
      cause: CAUSE.nullable(),
      inner: CAUSE.optional(),
      confidence: z
        .enum(['likely', 'guess'], {
          error: ({ input }) =>
            input === 'certain'
              ? 'a rule is likely or guess; certain is kept for what the bytes prove (override: true puts it first)'
              : 'confidence is likely or guess',
        })
        .default('likely'),
      fault: oneOf('fault', ['client', 'server', 'network', 'proxy', 'nobody']).optional(),
      retry: oneOf('retry', ['never', 'after_fix', 'safe', 'unsafe']).optional(),
      retry_after: DELAY.optional(),
      summary: TEMPLATE('summary').optional(),
      advice: TEMPLATE('advice').optional(),
      evidence: z
        .array(POINTER, { error: 'evidence is a list of pointers' })
        .max(8, 'evidence has more than 8 pointers')
        .optional(),
      override: z.boolean({ error: 'override is true or false' }).default(false),
    },
    {
      error: ({ code, input }) =>
        code === 'invalid_type' && input !== undefined ? 'a rule is a map with when, cause and summary' : undefined,
    },
  )
  .superRefine(({ cause, inner, summary }, context) => {
    if (cause !== null && summary === undefined) {
      context.addIssue({ code: 'custom', path: [], message: 'summary is missing: say in one line what went wrong' });
    }
    if (inner !== undefined && cause !== 'error-in-success') {
      context.addIssue({ code: 'custom', path: ['inner'], message: 'inner goes with cause: error-in-success only' });
    }
  });

export const RULE_KEYS = Object.keys(RULE.shape);

export interface RuleIssue {
  /** Into the rule. */
  readonly path: readonly PropertyKey[];
  /** The key itself is wrong, not its value. */
  readonly isKey: boolean;
  readonly message: string;
}

/** Checks one rule of a file; `shared` are the matchers that the file gives to all its rules. */
export function checkRule(
  value: unknown,
  shared: Readonly<Record<string, unknown>>,
  defaultName: string,
): { readonly spec: RuleSpec } | { readonly issues: readonly RuleIssue[] } {
  const result = RULE.safeParse(value);
  const given = typeof value === 'object' && value !== null ? (value as { readonly when?: unknown }).when : undefined;
  const when = isWhen(given) ? whenSpec({ ...shared, ...given }) : { issues: [] };
  const whenIssues = 'issues' in when ? when.issues.map((issue) => ({ ...issue, path: ['when', ...issue.path] })) : [];
  if (!result.success)
    return { issues: [...result.error.issues.flatMap((issue) => issuesOf(issue, value)), ...whenIssues] };
  if ('issues' in when) return { issues: whenIssues };
  const { name, cause, inner, confidence, fault, retry, retry_after, summary, advice, evidence, override } =
    result.data;
  return {
    spec: {
      name: name ?? defaultName,
      when: when.spec,
      cause,
      ...(inner === undefined ? {} : { inner }),
      confidence,
      ...(fault === undefined ? {} : { fault }),
      ...(retry === undefined ? {} : { retry }),
      ...(retry_after === undefined ? {} : { retryAfter: retry_after }),
      ...(summary === undefined ? {} : { summary }),
      ...(advice === undefined ? {} : { advice }),
      ...(evidence === undefined ? {} : { evidence }),
      override,
    },
  };
}

function issuesOf(issue: z.core.$ZodIssue, value: unknown): readonly RuleIssue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      isKey: true,
      message: `a rule has no key "${key.slice(0, 60)}"${didYouMean(key, RULE_KEYS)}`,
    }));
  }
  const [key] = issue.path;
  const isMissing = key !== undefined && typeof value === 'object' && value !== null && !Object.hasOwn(value, key);
  return [{ path: isMissing ? [] : issue.path, isKey: false, message: issue.message }];
}
