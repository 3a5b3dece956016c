import { Buffer } from 'node:buffer';
import { decodeBody } from '../exchange/body.ts';
import { headersFromRaw, headerValue } from '../exchange/headers.ts';
import { redactUrl } from '../exchange/redact.ts';
import { splitUrl, templateOf } from '../exchange/routes.ts';
import { plainJson } from './plain-json.ts';
import { RULE_FIELD, wireText } from './ready-answer.ts';
import type { Prospect, RequestDecider } from './rule-engine.ts';
import type { RuleRequest } from './rule-request.ts';
import type { Verdict } from './verdict.ts';

/** One recorded exchange, as far as it takes to find it again and to answer by it. */
export interface RecordedCall {
  readonly id: number;
  readonly method: string;
  readonly url: string;
  /** What `comparableBody` makes of the request's body. */
  readonly requestBody: string;
  readonly status: number;
  /** Flat, without fields of the framing. */
  readonly rawHeaders: readonly string[];
  /** From the request to the head of the response, as it was. */
  readonly delayMs: number;
}

export interface PlaybackOptions {
  /** The response's body as it was on the wire, content coding included. */
  bodyOf(id: number): Uint8Array;
  /** Answers take as long as they took. */
  readonly hasDelays: boolean;
  readonly ignoresQuery: boolean;
  readonly ignoresBody: boolean;
}

interface Known extends RecordedCall {
  readonly host: string;
  readonly path: string;
  readonly route: string;
  readonly query: string;
}

/** How many of the nearest are named to a request that nothing answers. */
const MOST_NEAREST = 3;

/**
 * Plays recorded exchanges as if their servers were there. A request is answered by the exchange with the same method, path,
 * query and body; else by one whose path differs only in ids. Several are played in their order, the last of them from then on.
 */
export class Playback implements RequestDecider {
  readonly isEmpty = false;
  readonly #calls: readonly Known[];
  readonly #byKey = new Map<string, Known[]>();
  readonly #hosts: ReadonlySet<string>;
  readonly #played = new Map<string, number>();
  readonly #options: PlaybackOptions;

  constructor(calls: readonly RecordedCall[], options: PlaybackOptions) {
    this.#options = options;
    this.#calls = calls.map((call) => {
      const { host, path, search } = splitUrl(call.url);
      return { ...call, host, path, route: templateOf(path, () => false), query: comparableQuery(search) };
    });
    this.#hosts = new Set(this.#calls.map(({ host }) => host));
    for (const call of this.#calls) {
      // By host, and for a client that knows a base URL only, by no host.
      for (const host of [call.host, '']) {
        this.#add(this.#key(call.method, host, `=${call.path}`, call.query, call.requestBody), call);
        this.#add(this.#key(call.method, host, `~${call.route}`, call.query, call.requestBody), call);
      }
    }
  }

  look(_request: RuleRequest): Prospect {
    return { needsBody: true, decide: (whole) => this.#decide(whole) };
  }

  #add(key: string, call: Known): void {
    const calls = this.#byKey.get(key);
    if (calls === undefined) this.#byKey.set(key, [call]);
    else calls.push(call);
  }

  #key(method: string, host: string, path: string, query: string, body: string): string {
    const { ignoresQuery, ignoresBody } = this.#options;
    return JSON.stringify([method, host, path, ignoresQuery ? '' : query, ignoresBody ? '' : body]);
  }

  #decide(request: RuleRequest): Verdict {
    const { host: asked, path, search } = request.parts;
    const host = this.#hosts.has(asked) ? asked : '';
    const query = comparableQuery(search);
    const body = comparableBody(request.text());
    const route = templateOf(path, () => false);
    for (const place of [`=${path}`, `~${route}`]) {
      const key = this.#key(request.method, host, place, query, body);
      const calls = this.#byKey.get(key)?.filter(({ status }) => status !== 304 || isConditional(request));
      if (calls === undefined || calls.length === 0) continue;
      const played = this.#played.get(key) ?? 0;
      this.#played.set(key, played + 1);
      return this.#answer(calls[Math.min(played, calls.length - 1)]!, request);
    }
    return this.#unmatched(request, { method: request.method, host, path, route, query, requestBody: body });
  }

  #answer(call: Known, request: RuleRequest): Verdict {
    const name = `recorded #${call.id}`;
    const { rawHeaders, bytes } = acceptable(call.rawHeaders, this.#options.bodyOf(call.id), request);
    return {
      rule: name,
      delayMs: this.#options.hasDelays ? call.delayMs : 0,
      course: {
        kind: 'answer',
        answer: {
          status: call.status,
          rawHeaders: [...rawHeaders, RULE_FIELD, name],
          body: { kind: 'bytes', bytes },
        },
      },
      damage: null,
    };
  }

  #unmatched(request: RuleRequest, wanted: Wanted): Verdict {
    const nearest = this.#calls
      .map((call) => ({ call, differences: this.#differences(call, wanted) }))
      .sort((a, b) => weight(a.differences) - weight(b.differences) || a.call.id - b.call.id)
      .slice(0, MOST_NEAREST);
    const url = redactUrl(request.url);
    const answer = {
      error: {
        source: 'httpwhy',
        message: `No recorded exchange answers ${request.method} ${url}.`,
        nearest: nearest.map(({ call, differences }) => ({
          id: call.id,
          request: `${call.method} ${redactUrl(call.url)}`,
          status: call.status,
          differs: differences.map(({ text }) => text),
        })),
      },
    };
    return {
      rule: 'nothing recorded',
      delayMs: 0,
      course: {
        kind: 'answer',
        answer: {
          status: 501,
          rawHeaders: ['Content-Type', 'application/json', RULE_FIELD, wireText('nothing recorded')],
          body: { kind: 'bytes', bytes: Buffer.from(`${JSON.stringify(answer, null, 2)}\n`) },
        },
      },
      damage: null,
    };
  }

  #differences(call: Known, wanted: Wanted): readonly Difference[] {
    const found: Difference[] = [];
    const { ignoresQuery, ignoresBody } = this.#options;
    if (call.method !== wanted.method) found.push({ weight: 4, text: `the method is ${call.method}` });
    if (wanted.host !== '' && call.host !== wanted.host) found.push({ weight: 5, text: `the host is ${call.host}` });
    if (call.route !== wanted.route) {
      found.push({
        weight: 3 + segmentsThatDiffer(call.path, wanted.path),
        text: `the path is ${redactUrl(call.path)}`,
      });
    }
    if (!ignoresQuery) found.push(...queryDifferences(call.query, wanted.query));
    if (!ignoresBody && call.requestBody !== wanted.requestBody) {
      found.push({ weight: 1, text: bodyDifference(call.requestBody, wanted.requestBody) });
    }
    return found;
  }
}

function isConditional(request: RuleRequest): boolean {
  return request.headers('if-none-match').length > 0 || request.headers('if-modified-since').length > 0;
}

/** Plain for a client that does not take the coding in which the body was recorded. */
function acceptable(
  rawHeaders: readonly string[],
  bytes: Uint8Array,
  request: RuleRequest,
): { readonly rawHeaders: readonly string[]; readonly bytes: Uint8Array } {
  const headers = headersFromRaw(rawHeaders);
  const coding = headerValue(headers, 'content-encoding')?.trim().toLowerCase() ?? 'identity';
  const accepted = request.headers('accept-encoding').join(',').toLowerCase();
  if (coding === 'identity' || accepted.includes(coding)) return { rawHeaders, bytes };
  const decoded = decodeBody(headers, { bytes, totalBytes: bytes.length });
  if (decoded.isCut) return { rawHeaders, bytes };
  return {
    rawHeaders: headers.filter(([name]) => name.toLowerCase() !== 'content-encoding').flat(),
    bytes: decoded.bytes,
  };
}

type Wanted = Pick<Known, 'method' | 'host' | 'path' | 'route' | 'query' | 'requestBody'>;

interface Difference {
  readonly weight: number;
  readonly text: string;
}

function weight(differences: readonly Difference[]): number {
  return differences.reduce((sum, difference) => sum + difference.weight, 0);
}

function segmentsThatDiffer(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  const same = left.filter((segment, index) => segment === right[index]).length;
  return Math.max(left.length, right.length) - same;
}

/** The parameters in an order of their own: servers do not mind it. */
function comparableQuery(search: string): string {
  if (search.length <= 1) return '';
  const params = new URLSearchParams(search);
  params.sort();
  return params.toString();
}

function queryDifferences(recorded: string, asked: string): readonly Difference[] {
  if (recorded === asked) return [];
  const [left, right] = [new URLSearchParams(recorded), new URLSearchParams(asked)];
  const names = new Set([...left.keys(), ...right.keys()]);
  return [...names].flatMap((name): Difference[] => {
    const [before, after] = [left.getAll(name).join(','), right.getAll(name).join(',')];
    if (left.has(name) && right.has(name) && before === after) return [];
    if (!left.has(name)) return [{ weight: 1, text: `the parameter ${name} was not sent` }];
    if (!right.has(name)) return [{ weight: 1, text: `the parameter ${name} is missing` }];
    return [{ weight: 1, text: `the parameter ${name} has another value` }];
  });
}

/** A body in which the order of members and white space do not count. */
export function comparableBody(text: string): string {
  if (text === '') return '';
  const value = plainJson(text);
  return value === undefined ? text : JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, sorted(member)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Names, no values: they may be secrets. */
function bodyDifference(recorded: string, asked: string): string {
  if (recorded === '') return 'it had no body';
  if (asked === '') return 'the body is missing';
  const [left, right] = [members(recorded), members(asked)];
  if (left === undefined || right === undefined) return 'the body is another';
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter(
    (name) => JSON.stringify(left[name]) !== JSON.stringify(right[name]),
  );
  return `the body differs in ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}`;
}

function members(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = plainJson(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
