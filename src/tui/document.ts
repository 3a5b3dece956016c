import type { AnnotatedExchange, Annotation } from '../exchange/annotation.ts';
import { type Difference, differenceInWords } from '../exchange/difference.ts';
import type { Exchange, ResponseMessage } from '../exchange/exchange.ts';
import { grpcStatusOf } from '../exchange/grpc-status.ts';
import type { Headers } from '../exchange/headers.ts';
import { namedPhases, phasesOf } from '../exchange/phases.ts';
import type { Phase } from '../exchange/transport-error.ts';
import { formatDuration, formatMessages } from '../exchange/units.ts';
import { shownBody } from './body-lines.ts';
import { safeText } from './cells.ts';
import { type Line, span, type Wrap, wrapLine } from './line.ts';
import { judgement, signOf } from './signs.ts';

export interface DocumentLine {
  readonly line: Line;
  /** Indentation of what does not fit on the first line. */
  readonly hang: number;
  readonly wrap: Wrap;
}

export interface Section {
  readonly title: 'Why' | 'Request' | 'Response';
  readonly lines: readonly DocumentLine[];
}

/** One exchange laid out for reading, before it is broken into the lines of a screen. */
export interface ExchangeDocument {
  readonly sections: readonly Section[];
}

/** What stands where, for one width. */
export interface BrokenDocument {
  readonly lines: readonly Line[];
  /** Index of each section's first line. */
  readonly starts: readonly number[];
}

/** Decodes and lays out the bodies; meant to be called once per exchange, not per frame. */
export function documentOf(detail: AnnotatedExchange): ExchangeDocument {
  return {
    sections: [
      { title: 'Why', lines: whyLines(detail) },
      { title: 'Request', lines: requestLines(detail.exchange) },
      { title: 'Response', lines: responseLines(detail.exchange) },
    ],
  };
}

const broken = new WeakMap<ExchangeDocument, { readonly cells: number; readonly result: BrokenDocument }>();

/** The document in lines of at most so many cells; remembered, because every frame and every movement asks for it. */
export function brokenAt(document: ExchangeDocument, cells: number): BrokenDocument {
  const known = broken.get(document);
  if (known?.cells === cells) return known.result;
  const lines: Line[] = [];
  const starts: number[] = [];
  for (const [index, section] of document.sections.entries()) {
    if (index > 0) lines.push([]);
    starts.push(lines.length);
    // The first tab is in sight when the document opens; a heading under it would only say it again.
    if (index > 0) lines.push([span(section.title.toUpperCase(), 'title')]);
    for (const { line, hang, wrap } of section.lines) {
      for (const part of wrapLine(line, cells, hang, wrap)) lines.push(part);
    }
  }
  const result = { lines, starts };
  broken.set(document, { cells, result });
  return result;
}

const GAP: DocumentLine = { line: [], hang: 0, wrap: 'words' };

function prose(text: string, hang = 0): DocumentLine {
  return { line: [span(safeText(text))], hang, wrap: 'words' };
}

function wire(line: Line, hang = 2): DocumentLine {
  return { line, hang, wrap: 'anywhere' };
}

function whyLines({ exchange, annotation }: AnnotatedExchange): readonly DocumentLine[] {
  if (annotation === null)
    return [prose('Still running: the reason is known when the exchange has ended.'), GAP, ...factLines(exchange)];
  const { cause, inner, summary, advice, evidence } = annotation;
  const lines: DocumentLine[] = [];
  if (cause !== null) {
    const name = inner ? `${cause} (${inner})` : cause;
    const { tone } = signOf(annotation);
    lines.push({ line: [span(name, tone), span(` · ${judgement(annotation)}`)], hang: 2, wrap: 'words' });
  }
  if (summary !== '') lines.push({ line: [span(safeText(summary), 'strong')], hang: 0, wrap: 'words' });
  if (lines.length === 0) lines.push(prose('Nothing needs explaining.'));
  if (advice !== '') lines.push(GAP, { line: [span('do  ', 'dim'), span(safeText(advice))], hang: 4, wrap: 'words' });
  if (evidence.length > 0) {
    const widest = Math.min(32, Math.max(...evidence.map(({ where }) => where.length)));
    lines.push(GAP, { line: [span('evidence', 'dim')], hang: 0, wrap: 'words' });
    for (const { where, what } of evidence) {
      const place = safeText(where);
      lines.push(wire([span(`  ${place.padEnd(widest)}  `, 'name'), span(safeText(what))], 4));
    }
  }
  return [
    ...lines,
    ...differenceLines(annotation.difference),
    ...runnersUpLines(annotation),
    GAP,
    ...factLines(exchange),
  ];
}

function differenceLines(difference: Difference | undefined): readonly DocumentLine[] {
  if (difference === undefined) return [];
  const { against, items } = difference;
  const title = items.length === 0 ? 'nothing that matters differs from' : 'differs from';
  const heading: DocumentLine = {
    line: [span(`${title} the latest success of this route, #${against.id}`, 'dim')],
    hang: 0,
    wrap: 'words',
  };
  return [GAP, heading, ...items.map((item) => wire([span(`  ${safeText(differenceInWords(item))}`)], 4))];
}

function runnersUpLines({ runnersUp = [] }: Annotation): readonly DocumentLine[] {
  if (runnersUp.length === 0) return [];
  const heading: DocumentLine = { line: [span('what else it may be', 'dim')], hang: 0, wrap: 'words' };
  const lines = runnersUp.map(
    ({ cause, confidence, summary }): DocumentLine => ({
      line: [span(`  ${cause}`, 'name'), span(` (${confidence}) ${safeText(summary)}`)],
      hang: 4,
      wrap: 'words',
    }),
  );
  return [GAP, heading, ...lines];
}

/** Connection and timing: they explain slow calls, and calls that went to another machine than meant. */
function factLines(exchange: Exchange): readonly DocumentLine[] {
  const { connection, timing, durationMs, messageCount } = exchange;
  const grpc = grpcStatusOf(exchange);
  const steps = [
    timing.connectedMs === null ? '' : `connected ${formatDuration(timing.connectedMs)}`,
    timing.requestSentMs === null ? '' : `request sent ${formatDuration(timing.requestSentMs)}`,
    timing.responseStartMs === null ? '' : `first byte ${formatDuration(timing.responseStartMs)}`,
    durationMs === null ? '' : `done ${formatDuration(durationMs)}`,
  ].filter((step) => step !== '');
  const { client, server, isReused } = connection;
  const route = [
    [client ?? 'imported', ...(server?.via ? [server.via] : []), server?.server ?? 'no server reached'].join(' → '),
    server?.tls?.protocol ?? '',
    server?.tls?.alpn ?? '',
    isReused ? 'connection reused' : '',
  ].filter((part) => part !== '');
  const opening = namedPhases(phasesOf(exchange)).filter(
    ([name]) => name === 'dns' || name === 'connect' || name === 'tls',
  );
  return [
    fact('route', route.join(' · ')),
    ...(opening.length === 0
      ? []
      : [fact('opened', opening.map(([name, ms]) => `${name} ${formatDuration(ms)}`).join(' · '))]),
    ...(steps.length === 0 ? [] : [fact('time', steps.join(' → '))]),
    ...(messageCount === 0 ? [] : [fact('stream', formatMessages(messageCount))]),
    ...(grpc === null ? [] : [fact('grpc', `${grpc.code} ${grpc.name ?? ''} ${grpc.message}`.trimEnd())]),
  ];
}

function fact(name: string, value: string): DocumentLine {
  return { line: [span(name.padEnd(7), 'dim'), span(safeText(value))], hang: 7, wrap: 'words' };
}

function requestLines({ request }: Exchange): readonly DocumentLine[] {
  const { method, url, httpVersion, headers, trailers, body } = request;
  return [
    wire([span(safeText(method), 'strong'), span(` ${safeText(url)}`), span(` ${protocol(httpVersion)}`, 'dim')]),
    ...headerLines(headers),
    ...bodyLines(headers, body),
    ...trailerLines(trailers),
  ];
}

const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  dns: 'resolving the name',
  connect: 'connecting',
  'tls-upstream': 'in the TLS handshake with the server',
  'tls-client': 'in the TLS handshake with the client',
  request: 'sending the request',
  response: 'reading the response',
};

function responseLines({ response, error, proxyStatus, durationMs }: Exchange): readonly DocumentLine[] {
  const lines: DocumentLine[] = [];
  if (error !== null) {
    const broke = `Broke while ${PHASE_WORDS[error.phase]}: ${error.code}`;
    lines.push({
      line: [span(safeText(broke), 'strong'), span(` ${safeText(error.message)}`)],
      hang: 2,
      wrap: 'words',
    });
  }
  if (proxyStatus !== null) lines.push(prose(`httpwhy itself answered the client with ${proxyStatus}.`));
  if (response !== null) lines.push(...messageLines(response));
  else if (lines.length === 0)
    lines.push(prose(durationMs === null ? 'Nothing has come back yet.' : 'No status line came.'));
  return lines;
}

function messageLines({
  status,
  reason,
  httpVersion,
  headers,
  trailers,
  body,
}: ResponseMessage): readonly DocumentLine[] {
  return [
    wire([span(`${protocol(httpVersion)} `, 'dim'), span(`${status} ${safeText(reason)}`.trimEnd(), 'strong')]),
    ...headerLines(headers),
    ...bodyLines(headers, body),
    ...trailerLines(trailers),
  ];
}

function headerLines(headers: Headers): readonly DocumentLine[] {
  return headers.map(([name, value]) => wire([span(safeText(name), 'name'), span(': ', 'dim'), span(safeText(value))]));
}

function trailerLines(trailers: Headers): readonly DocumentLine[] {
  if (trailers.length === 0) return [];
  return [GAP, { line: [span('trailers', 'dim')], hang: 0, wrap: 'words' }, ...headerLines(trailers)];
}

function bodyLines(headers: Headers, body: Parameters<typeof shownBody>[1]): readonly DocumentLine[] {
  const { facts, lines, cut } = shownBody(headers, body);
  const notice: readonly DocumentLine[] =
    cut === undefined ? [] : [{ line: [span(cut, 'warning')], hang: 0, wrap: 'words' }];
  return [
    GAP,
    { line: [span(`body  ${facts}`, 'dim')], hang: 6, wrap: 'words' },
    ...notice,
    ...lines.map((line) => wire(line, hangOf(line))),
  ];
}

/** Continuations of indented lines stand under what they continue. */
function hangOf(line: Line): number {
  const indent = /^ */.exec(line[0]?.text ?? '')![0].length;
  return Math.min(indent, 40) + 2;
}

function protocol(version: string): string {
  return `HTTP/${safeText(version === '2.0' ? '2' : version)}`;
}
