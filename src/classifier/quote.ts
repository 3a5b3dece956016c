import type { Facts } from './facts.ts';
import { callOnHost, clip, hostOf, LONGEST_LINE, pathOf } from './shown.ts';

export interface Surroundings {
  /** What we know and the server does not say; its words follow after a colon. */
  readonly before?: string | undefined;
  /** What belongs to the call and helps to find or understand it, such as a request id. */
  readonly details?: readonly string[] | undefined;
}

/** Below this a quotation says too little: what stands behind it is cut instead. */
const SHORTEST_QUOTE = 140;

/**
 * A summary around the server's own words, which come first because they are what is new:
 * `"An order 'web-5521' already exists." (409 order_already_exists, POST /v1/orders on api.example.com)`.
 */
export function quoteServer(facts: Facts, said: string, { before, details = [] }: Surroundings = {}): string {
  const code = facts.errorCode();
  const isCodeNew = code !== undefined && !said.includes(code);
  const path = pathOf(facts);
  // Frameworks repeat the path: "Cannot GET /v2/orders".
  const call = path.length > 1 && said.includes(path) ? hostOf(facts) : callOnHost(facts);
  const tail = ` (${[`${facts.status}${isCodeNew ? ` ${/^\d/.test(code) ? 'code ' : ''}${clip(code, 60)}` : ''}`, ...details, call].join(', ')})`;
  const head = before === undefined ? '' : `${before}: `;
  const words = clip(said, Math.max(SHORTEST_QUOTE, LONGEST_LINE - head.length - tail.length - 2));
  return `${head}${before !== undefined || said.includes('"') ? words : `"${words}"`}${tail}`;
}
