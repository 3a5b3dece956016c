import { STATUS_CODES } from 'node:http';
import type { Facts } from './facts.ts';
import { shortPath } from './quoting/shorten.ts';
import { tellingWords } from './quoting/telling.ts';
import { callOnHost, clip, hostOf, LONGEST_LINE, pathOf, shownPath } from './shown.ts';

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
  // A code alone leaves open what the status means.
  const name = /\s/.test(said) || before !== undefined ? undefined : STATUS_CODES[facts.status ?? 0];
  const status = `${facts.status}${name === undefined ? '' : ` ${name}`}${isCodeNew ? ` ${/^\d/.test(code) ? 'code ' : ''}${clip(code, 60)}` : ''}`;
  const tailOf = (call: string) => ` (${[status, ...details, call].join(', ')})`;
  const head = before === undefined ? '' : `${before}: `;
  const roomBeside = (tail: string) => Math.max(SHORTEST_QUOTE, LONGEST_LINE - head.length - tail.length - 2);
  // Frameworks repeat the path: "Cannot GET /v2/orders".
  const whole = tailOf(path.length > 1 && said.includes(path) ? hostOf(facts) : callOnHost(facts));
  const tail =
    said.length > roomBeside(whole)
      ? tailOf(
          `${clip(facts.exchange.request.method, 20)} ${shortPath(shownPath(facts.url(), facts.exchange.request.url, LONGEST_LINE))} on ${hostOf(facts)}`,
        )
      : whole;
  const words = tellingWords(facts, said, roomBeside(tail), `${head} ${tail}`);
  return `${head}${before !== undefined || words.includes('"') ? words : `"${words}"`}${tail}`;
}
