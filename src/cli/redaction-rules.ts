import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMap, isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { printable } from '../exchange/printable.ts';
import { compilePattern, PatternError, type RedactionRules } from '../exchange/redact.ts';
import { UserError } from '../exchange/user-error.ts';
import { didYouMean } from './user-rules/rule-schema.ts';
import { firstLine, offsetOf, startOf } from './yaml-place.ts';

const LONGEST_FILE = 1024 * 1024;
const MOST_COMPLAINTS = 5;
/** Each use of an anchor repeats what it stands for; a hostile file doubles it at every level. */
const MOST_ALIASES = 100;
const MOST_ENTRIES = 500;
const LONGEST_ENTRY = 500;

/** One thing that is wrong in the section. */
export interface RedactionProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type ParsedRedaction =
  | { readonly rules: RedactionRules | undefined }
  | { readonly problems: readonly RedactionProblem[] };

const KEYS = ['names', 'paths', 'patterns', 'never-names', 'never-values'];
const PATTERN_KEYS = ['name', 'pattern', 'ignore-case'];

const list = (key: string, example: string) =>
  z
    .array(
      z
        .string({ error: `an entry of ${key} is text such as ${example}` })
        .min(1, `an entry of ${key} must not be empty`)
        .max(LONGEST_ENTRY, `an entry of ${key} has more than ${LONGEST_ENTRY} characters`),
      { error: `${key} is a list, with entries such as ${example}` },
    )
    .max(MOST_ENTRIES, `${key} has more than ${MOST_ENTRIES} entries`)
    .optional();

const PATTERN = z.union(
  [
    z.string().transform((pattern) => ({ name: pattern, pattern, 'ignore-case': false })),
    z.strictObject({
      name: z.string().min(1).max(100),
      pattern: z.string(),
      'ignore-case': z.boolean().optional(),
    }),
  ],
  { error: 'a pattern is a regular expression, or a map with name, pattern and perhaps ignore-case: true' },
);

const SECTION = z.strictObject(
  {
    names: list('names', 'x-acme-*'),
    paths: list('paths', '/customer/email').superRefine((paths, context) => {
      for (const [index, path] of (paths ?? []).entries()) {
        if (path.startsWith('/')) continue;
        const message = `a path begins with / and names a place in a JSON document, such as /customer/email or /**/email`;
        context.addIssue({ code: 'custom', path: [index], message });
      }
    }),
    patterns: z
      .array(
        PATTERN.superRefine(({ pattern }, context) => {
          const fault = patternFault(pattern);
          if (fault !== undefined) context.addIssue({ code: 'custom', message: `the regular expression ${fault}` });
        }),
        { error: 'patterns is a list of regular expressions' },
      )
      .max(MOST_ENTRIES, `patterns has more than ${MOST_ENTRIES} entries`)
      .optional(),
    'never-names': list('never-names', 'x-request-signature'),
    'never-values': list('never-values', 'test-*'),
  },
  { error: 'redact is a map with names, paths, patterns, never-names or never-values' },
);

/**
 * The rules in the section `redact` of `config.yaml`; undefined where there is no file or no section.
 * @throws UserError `redaction-rules` with line and column: what was meant to be masked must not slip out because of a slip
 */
export async function readRedactionRules(folder: string): Promise<RedactionRules | undefined> {
  const path = join(folder, 'config.yaml');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UserError(
      'redaction-rules',
      `${path} cannot be read (${code}).`,
      'Correct its permissions, or move it away.',
    );
  }
  const parsed = parseRedaction(text);
  if ('rules' in parsed) return parsed.rules;
  const lines = parsed.problems.map(({ line, column, message }) => printable(`${path}:${line}:${column}: ${message}`));
  const more = lines.length - MOST_COMPLAINTS;
  throw new UserError(
    'redaction-rules',
    [...lines.slice(0, MOST_COMPLAINTS), ...(more > 0 ? [`and ${more} more like these`] : [])].join('\n'),
    'Correct the section redact there; nothing is masked by guesses.',
  );
}

/** Reads the section `redact` of a configuration file. Never throws. */
export function parseRedaction(text: string): ParsedRedaction {
  if (text.length > LONGEST_FILE)
    return { problems: [{ line: 1, column: 1, message: 'the file is larger than 1 MiB' }] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [fault] = document.errors;
  if (fault !== undefined) {
    return { problems: [{ ...at(fault.pos[0]), message: `this is not YAML: ${firstLine(fault.message)}` }] };
  }
  const { contents } = document;
  if (contents === null || (isNode(contents) && contents.toJSON() === null)) return { rules: undefined };
  if (!isMap(contents)) {
    return { problems: [{ line: 1, column: 1, message: 'the file is a map, for example with the key redact' }] };
  }
  const node = document.getIn(['redact'], true);
  let section: unknown;
  try {
    section = isNode(node) ? node.toJS(document, { maxAliasCount: MOST_ALIASES }) : undefined;
  } catch (error) {
    return { problems: [{ ...at(startOf(node) ?? 0), message: firstLine((error as Error).message) }] };
  }
  if (section === undefined || section === null) return { rules: undefined };
  const result = SECTION.safeParse(section);
  if (result.success) return { rules: rulesOf(result.data) };
  return {
    problems: result.error.issues.flatMap((issue) =>
      complaintsOf(issue).map(({ path, isKey, message }) => ({
        ...at(offsetOf(document, ['redact', ...path], isKey)),
        message,
      })),
    ),
  };
}

function rulesOf(section: z.infer<typeof SECTION>): RedactionRules {
  const { names, paths, patterns } = section;
  const neverNames = section['never-names'];
  const neverValues = section['never-values'];
  return {
    ...(names === undefined ? {} : { names }),
    ...(paths === undefined ? {} : { jsonPaths: paths }),
    ...(patterns === undefined
      ? {}
      : {
          patterns: patterns.map(({ name, pattern, 'ignore-case': ignoresCase }) => ({
            name,
            pattern,
            ignoresCase: ignoresCase === true,
          })),
        }),
    ...(neverNames === undefined ? {} : { neverNames }),
    ...(neverValues === undefined ? {} : { neverValues }),
  };
}

function patternFault(pattern: string): string | undefined {
  try {
    compilePattern(pattern, false);
    return undefined;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

interface Complaint {
  readonly path: readonly PropertyKey[];
  /** It is about the key, not about what stands under it. */
  readonly isKey: boolean;
  readonly message: string;
}

function complaintsOf(issue: z.core.$ZodIssue): readonly Complaint[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, isKey: false, message: issue.message }];
  const known = issue.path.length === 0 ? KEYS : PATTERN_KEYS;
  return issue.keys.map((key) => ({
    path: [...issue.path, key],
    isKey: true,
    message: `redact has no key "${key.slice(0, 60)}"${didYouMean(key, known)}`,
  }));
}
