import type { RequestMessage, ResponseMessage } from '../../exchange/exchange.ts';
import { isTunnel } from '../../exchange/extended-connect.ts';
import type { Header } from '../../exchange/headers.ts';
import { isRequestIdField } from '../../exchange/request-ids.ts';
import { authorityOf, targetOf } from '../target.ts';
import { type Block, clip } from './block.ts';
import type { MarkedParts } from './evidence.ts';

const LONGEST_HEADER = 1000;
const MOST_HEADERS = 100;
/** Fewer of them are not worth a fold. */
const FEWEST_FOLDED = 4;

/** What browsers, caches and page policies add, and no call of an API fails for. */
const NOISE =
  /^(?:sec-(?:ch-ua|fetch|gpc)[\w-]*|dnt|priority|upgrade-insecure-requests|accept-language|cache-control|pragma|expires|age|vary|via|alt-svc|server-timing|nel|report-to|reporting-endpoints|permissions-policy|content-security-policy(?:-report-only)?|strict-transport-security|referrer-policy|expect-ct|p3p|cross-origin-[\w-]+|origin-agent-cluster|x-(?:frame-options|xss-protection|content-type-options|dns-prefetch-control|download-options|permitted-cross-domain-policies|powered-by|aspnet-version|cache[\w-]*|served-by|timer|runtime|ua-compatible)|timing-allow-origin|accept-ranges|last-modified|keep-alive|cf-cache-status|set-cookie|cookie)$/i;

export function requestHead(request: RequestMessage, marks: MarkedParts, limit: number): Block[] {
  const { method, url, httpVersion } = request;
  const target = isTunnel(request) ? authorityOf(url) : targetOf(url);
  return head(`${method} ${target} HTTP/${httpVersion}`, request, marks, limit);
}

export function responseHead(response: ResponseMessage, marks: MarkedParts, limit: number): Block[] {
  const { status, reason, httpVersion } = response;
  return head(`HTTP/${httpVersion} ${status}${reason === '' ? '' : ` ${reason}`}`, response, marks, limit);
}

function head(
  startLine: string,
  { headers, trailers }: RequestMessage | ResponseMessage,
  marks: MarkedParts,
  limit: number,
): Block[] {
  const isMarked = (name: string): boolean => marks.headers.has(name.toLowerCase());
  const isNoise = ([name]: Header): boolean => NOISE.test(name) && !isMarked(name) && !isRequestIdField(name);
  const noise = headers.filter(isNoise);
  const isFolded = noise.length >= FEWEST_FOLDED;
  const lines: MarkedLine[] = [
    { text: startLine, isMarked: marks.isStartLine },
    ...headerLines(isFolded ? headers.filter((header) => !isNoise(header)) : headers, isMarked),
  ];
  if (trailers.length > 0) {
    lines.push(
      { text: '', isMarked: false },
      { text: '(trailers)', isMarked: false },
      ...headerLines(trailers, isMarked),
    );
  }
  const main = block(lines, limit);
  if (!isFolded) return [main];
  const summary = `${noise.length} more headers, of browsers, caches and policies`;
  const folded = block(headerLines(noise, isMarked), limit);
  return [main, { kind: 'details', summary, blocks: [folded], instead: `(${summary})` }];
}

interface MarkedLine {
  readonly text: string;
  readonly isMarked: boolean;
}

function headerLines(headers: readonly Header[], isMarked: (name: string) => boolean): MarkedLine[] {
  const lines = headers
    .slice(0, MOST_HEADERS)
    .map(([name, value]) => ({ text: clip(`${name}: ${value}`, LONGEST_HEADER), isMarked: isMarked(name) }));
  const rest = headers.length - lines.length;
  return rest > 0 ? [...lines, { text: `(${rest} more headers)`, isMarked: false }] : lines;
}

/** At most so many characters, lines of evidence before others; at least the first line. */
function block(lines: readonly MarkedLine[], limit: number): Block {
  let room = limit - lines.reduce((sum, { text, isMarked }) => (isMarked ? sum + text.length + 1 : sum), 0);
  // A header cannot hold a line feed on the wire, but an imported capture may say so.
  const kept = lines
    .map(({ text, isMarked }) => ({ text: clip(text.replace(/[\r\n]+/g, ' '), Math.max(200, limit / 4)), isMarked }))
    .filter(({ text, isMarked }, index) => {
      if (isMarked) return true;
      room -= text.length + 1;
      return index === 0 || room >= 0;
    });
  const marked = kept.flatMap(({ isMarked }, index) => (isMarked ? [index] : []));
  const rest = lines.length - kept.length;
  const text = [...kept.map((line) => line.text), ...(rest > 0 ? [`(${rest} more lines)`] : [])].join('\n');
  return { kind: 'code', language: 'http', text, marked };
}
