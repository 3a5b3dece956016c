import { UserError } from '../../exchange/user-error.ts';

/** What the command line says about a new rule. */
export interface RuleOptions {
  readonly name?: string;
  readonly status?: string;
  readonly json?: string;
  readonly body?: string;
  readonly file?: string;
  readonly folder?: string;
  readonly header?: readonly string[];
  readonly delay?: string;
  readonly sequence?: string;
  readonly afterLast?: string;
  readonly cause?: string;
  readonly style?: string;
  readonly to?: string;
  readonly keepHost?: boolean;
  readonly path?: string;
  readonly setQuery?: readonly string[];
  readonly setHeader?: readonly string[];
  readonly removeHeader?: readonly string[];
  readonly setJson?: readonly string[];
  readonly responseStatus?: string;
  readonly responseHeader?: readonly string[];
  readonly responseJson?: readonly string[];
  /** `--no-cache`; commander gives false. */
  readonly cache?: boolean;
  readonly block?: boolean;
  readonly pass?: boolean;
  readonly whenHeader?: readonly string[];
  readonly whenJson?: readonly string[];
  readonly nth?: string;
  readonly probability?: string;
  readonly times?: string;
  readonly latency?: string;
  readonly jitter?: string;
  readonly bandwidth?: string;
  readonly slowBody?: string;
  readonly reset?: boolean;
  readonly timeout?: string | boolean;
  readonly refused?: boolean;
  readonly dns?: boolean;
  readonly tls?: string | boolean;
  readonly truncate?: string | boolean;
  readonly malformedJson?: boolean;
  readonly wrongLength?: boolean;
  readonly notHttp?: boolean;
}

/** The rule as it would stand in a file; what is not said is left out. @throws UserError `rule-option` */
export function ruleFromOptions(match: string, options: RuleOptions): Record<string, unknown> {
  const conditions = without({
    headers:
      options.whenHeader && Object.fromEntries(options.whenHeader.map((text) => headerPair(text, '--when-header'))),
    json: options.whenJson && jsonPairs(options.whenJson, '--when-json'),
    nth: options.nth,
    probability: options.probability,
  });
  const answer = without({
    status: number(options.status),
    headers: options.header && grouped(options.header.map((text) => headerPair(text, '--header'))),
    json: options.json === undefined ? undefined : json(options.json, '--json'),
    text: options.body,
    file: options.file,
    folder: options.folder,
    delay: options.delay,
  });
  const change = without({
    to: options.to,
    keep_host: options.keepHost,
    path: options.path,
    query: options.setQuery && Object.fromEntries(options.setQuery.map((text) => pair(text, '=', '--set-query'))),
    request: nonEmpty({
      headers: nonEmpty({
        ...Object.fromEntries((options.setHeader ?? []).map((text) => headerPair(text, '--set-header'))),
        ...Object.fromEntries((options.removeHeader ?? []).map((name) => [name, null])),
      }),
      json: options.setJson && jsonPairs(options.setJson, '--set-json'),
    }),
    response: nonEmpty({
      status: number(options.responseStatus),
      headers:
        options.responseHeader &&
        Object.fromEntries(options.responseHeader.map((text) => headerPair(text, '--response-header'))),
      json: options.responseJson && jsonPairs(options.responseJson, '--response-json'),
    }),
    no_cache: options.cache === false ? true : undefined,
  });
  const fault = without({
    latency: options.latency,
    jitter: options.jitter,
    bandwidth: options.bandwidth,
    slow_body: options.slowBody,
    reset: options.reset,
    timeout: options.timeout,
    refused: options.refused,
    dns: options.dns,
    tls: options.tls,
    truncate: options.truncate,
    malformed_json: options.malformedJson,
    wrong_length: options.wrongLength,
    not_http: options.notHttp,
  });
  return without({
    name: options.name,
    match: Object.keys(conditions).length === 0 ? match : { url: match, ...conditions },
    answer: nonEmpty(answer),
    sequence: options.sequence?.split(',').map((status) => ({ status: number(status.trim()) })),
    after_last: options.afterLast,
    cause: options.cause,
    style: options.style,
    change: nonEmpty(change),
    block: options.block,
    pass: options.pass,
    fault: nonEmpty(fault),
    times: number(options.times),
  });
}

function without(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function nonEmpty(members: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const kept = without(members);
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** What is no number stays as it is, for the check of the rule to name. */
function number(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : text;
}

function pair(text: string, mark: string, option: string): [string, string] {
  const at = text.indexOf(mark);
  if (at > 0) return [text.slice(0, at).trim(), text.slice(at + mark.length).trim()];
  const example = mark === '=' ? 'name=value' : '"Name: value"';
  throw new UserError(
    'rule-option',
    `${option} ${text.slice(0, 60)} has no ${mark}.`,
    `Write ${option} ${example}.`,
    2,
  );
}

function headerPair(text: string, option: string): [string, string] {
  return pair(text, ':', option);
}

/** Fields of one name as a list. */
function grouped(pairs: readonly (readonly [string, string])[]): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of pairs) {
    const before = fields[name];
    fields[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return fields;
}

/** `/amount=12` as a number, `/name=Ada` as text. */
function jsonPairs(texts: readonly string[], option: string): Record<string, unknown> {
  return Object.fromEntries(
    texts.map((text) => {
      const [pointer, value] = pair(text, '=', option);
      return [pointer.startsWith('/') ? pointer : `/${pointer.replaceAll('.', '/')}`, lenientJson(value)];
    }),
  );
}

function lenientJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function json(text: string, option: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message.split('\n', 1)[0]!;
    throw new UserError(
      'rule-option',
      `${option} is not JSON: ${reason}.`,
      'Put it in single quotes: --json \'{"a": 1}\'.',
      2,
    );
  }
}
