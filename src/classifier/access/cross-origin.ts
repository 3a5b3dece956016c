import type { Facts } from '../facts.ts';
import { clip } from '../shown.ts';

/** Why a browser does not let the page have this answer, by the algorithm of the Fetch standard. */
export interface CorsFault {
  readonly words: string;
  readonly where: string;
  readonly what: string;
  /** What the server has to answer. */
  readonly fix: string;
}

/** Methods and headers that need no permission (Fetch, "CORS-safelisted"). */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);
const SAFE_HEADERS: ReadonlySet<string> = new Set(['accept', 'accept-language', 'content-language', 'range']);

/** What is missing in the answer to a preflight; undefined where the browser goes on. */
export function preflightFault(facts: Facts): CorsFault | undefined {
  const origin = facts.request.header('origin') ?? '';
  const fault = originFault(facts, origin);
  if (fault !== undefined) return fault;
  const method = (facts.request.header('access-control-request-method') ?? '').trim();
  const methods = listOf(facts, 'access-control-allow-methods');
  if (!SAFE_METHODS.has(method) && !methods.includes(method) && !methods.includes('*')) {
    return {
      words: `the method ${clip(method, 20)} is not allowed`,
      where: 'response.headers.access-control-allow-methods',
      what: methods.length === 0 ? 'absent' : methods.join(', '),
      fix: `Access-Control-Allow-Methods with ${clip(method, 20)}`,
    };
  }
  const allowed = listOf(facts, 'access-control-allow-headers').map((name) => name.toLowerCase());
  const asked = (facts.request.header('access-control-request-headers') ?? '').slice(0, 2000).split(',', 60);
  for (const raw of asked) {
    const name = raw.trim().toLowerCase();
    if (name === '' || SAFE_HEADERS.has(name) || allowed.includes(name)) continue;
    // The wildcard does not cover Authorization.
    if (allowed.includes('*') && name !== 'authorization') continue;
    return {
      words: `the header ${clip(name, 40)} is not allowed`,
      where: 'response.headers.access-control-allow-headers',
      what: allowed.length === 0 ? 'absent' : allowed.join(', '),
      fix: `Access-Control-Allow-Headers with ${clip(name, 40)}`,
    };
  }
  return undefined;
}

/** Access-Control-Allow-Origin against the origin that asks; undefined where it fits. */
export function originFault(facts: Facts, origin: string): CorsFault | undefined {
  const allowed = facts.response.header('access-control-allow-origin')?.trim();
  const where = 'response.headers.access-control-allow-origin';
  const fix = `Access-Control-Allow-Origin: ${clip(origin, 100)}`;
  if (allowed === undefined || allowed === '') {
    return {
      words: 'no Access-Control-Allow-Origin came back',
      where: 'response.headers',
      what: 'no Access-Control-Allow-Origin',
      fix,
    };
  }
  if (allowed === '*' || allowed === origin) return undefined;
  return { words: `only ${clip(allowed, 80)} is allowed`, where, what: allowed, fix };
}

function listOf(facts: Facts, name: string): readonly string[] {
  return facts.exchange.response === null
    ? []
    : facts.exchange.response.headers
        .filter(([field]) => field.toLowerCase() === name)
        .flatMap(([, value]) => value.slice(0, 4000).split(',', 200))
        .map((item) => item.trim())
        .filter((item) => item !== '');
}
