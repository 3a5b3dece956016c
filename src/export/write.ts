import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnnotatedExchange } from '../exchange/annotation.ts';
import { redactInto } from '../exchange/redact/all.ts';
import { Ledger } from '../exchange/redact/ledger.ts';
import { type RedactionRules, redactAll } from '../exchange/redact.ts';
import { type ExportBundle, type ExportContext, type ExportItem, NO_CONTEXT } from './bundle.ts';
import type { Destination, DocumentFormat, ExportFormat, Redaction, StreamFormat, WriteOptions } from './format.ts';

export interface ExportOptions {
  readonly redact: boolean;
  /** What the person adds to the rules of the program. */
  readonly rules?: RedactionRules;
  readonly toolVersion?: string;
  readonly destination?: Destination;
}

export interface WrittenDocument {
  readonly text: string;
  /** Null where the person asked for the secrets. */
  readonly redaction: Redaction | null;
}

/** All exchanges as one text. What a format gets was redacted before, unless the person said otherwise. */
export function writeDocument(bundle: ExportBundle, format: DocumentFormat, options: ExportOptions): WrittenDocument {
  if (!options.redact) return { text: format.write(bundle, writeOptions(options, null)), redaction: null };
  const { lastSuccess } = bundle.context;
  const before: readonly ExportItem[] = lastSuccess === null ? [] : [{ ...lastSuccess, messages: [] }];
  // The success stands behind the others, so that places are counted from the first of them.
  const redacted = redactAll([...bundle.items, ...before], options.rules);
  const items = redacted.items.slice(0, bundle.items.length);
  const success = redacted.items[bundle.items.length] ?? null;
  const context = redactContext(bundle.context, success, redacted.text);
  const redaction: Redaction = { masked: redacted.masked, kept: redacted.kept };
  return { text: format.write({ items, context }, writeOptions(options, redaction)), redaction };
}

function redactContext(
  context: ExportContext,
  lastSuccess: AnnotatedExchange | null,
  text: (text: string) => string,
): ExportContext {
  const { incident, runName } = context;
  return {
    ...context,
    lastSuccess,
    runName: runName === null ? null : text(runName),
    incident: incident && {
      ...incident,
      others: incident.others.map((other) => ({
        ...other,
        requestId: other.requestId === null ? null : text(other.requestId),
      })),
    },
  };
}

export interface WrittenStream {
  /** The text, in order; each piece is made when it is asked for. */
  readonly pieces: AsyncIterable<string>;
  /** Once all pieces were taken. */
  summary(): StreamSummary;
}

export interface StreamSummary {
  readonly written: number;
  /** Exchanges that the format cannot hold. */
  readonly leftOut: number;
  readonly redaction: Redaction | null;
}

/** So much is redacted together, and held in memory. */
const WINDOW_ITEMS = 200;
const WINDOW_BYTES = 32 * 1024 * 1024;

/**
 * Exchanges one after the other, however many there are; `items` is asked for them twice where they are many, because
 * a secret that the last of them names is masked in the first, too.
 */
export function writeStream(
  items: () => Iterable<ExportItem>,
  format: StreamFormat,
  options: ExportOptions,
): WrittenStream {
  const ledger = options.redact ? new Ledger(options.rules) : null;
  const redaction = (): Redaction | null => ledger && { masked: ledger.masked, kept: ledger.kept };
  let written = 0;
  let leftOut = 0;

  async function* pieces(): AsyncGenerator<string> {
    const given = writeOptions(options, ledger && { masked: [], kept: [] });
    const { before, between, after } = format.frame(given);
    yield before;
    for await (const item of ledger === null ? items() : redactedItems(items, ledger)) {
      const text = format.write(item, given);
      if (text === undefined) leftOut += 1;
      else {
        yield written === 0 ? text : between + text;
        written += 1;
      }
    }
    yield after;
  }
  return { pieces: pieces(), summary: () => ({ written, leftOut, redaction: redaction() }) };
}

/** The exchanges without their secrets, window by window, all with the same placeholders; `items` is asked for them twice where they are many. */
export async function* redactedItems(items: () => Iterable<ExportItem>, ledger: Ledger): AsyncGenerator<ExportItem> {
  const windows = windowsOf(items());
  const first = windows.next();
  if (first.done) return;
  // A first reading only learns the secrets.
  let windowCount = 0;
  for (let next = windows.next(); !next.done; next = windows.next()) {
    if (windowCount === 0) redactInto(ledger, first.value);
    redactInto(ledger, next.value);
    windowCount += 1;
    await nextTurn();
  }
  if (windowCount === 0) {
    yield* redactInto(ledger, first.value).items;
    return;
  }
  for (const window of windowsOf(items())) {
    yield* redactInto(ledger, window).items;
    await nextTurn();
  }
}

/** As many of the exchanges as are redacted together, again and again. */
function* windowsOf(items: Iterable<ExportItem>): Generator<readonly ExportItem[]> {
  let window: ExportItem[] = [];
  let bytes = 0;
  for (const item of items) {
    window.push(item);
    bytes += sizeOf(item);
    if (window.length < WINDOW_ITEMS && bytes < WINDOW_BYTES) continue;
    yield window;
    window = [];
    bytes = 0;
  }
  if (window.length > 0) yield window;
}

function sizeOf({ exchange, messages }: ExportItem): number {
  const { request, response } = exchange;
  const passed = messages.reduce((sum, message) => sum + message.bytes.length, 0);
  return passed + (request.body?.bytes.length ?? 0) + (response?.body?.bytes.length ?? 0);
}

function writeOptions({ toolVersion, destination }: ExportOptions, redaction: Redaction | null): WriteOptions {
  return { redaction, toolVersion: toolVersion ?? null, destination: destination ?? null };
}

export interface Exported {
  readonly text: string;
  readonly redaction: Redaction | null;
}

/** A few exchanges in whatever format, as one text. */
export async function exportItems(
  items: readonly ExportItem[],
  format: ExportFormat,
  options: ExportOptions,
  context: ExportContext = NO_CONTEXT,
): Promise<Exported> {
  if (format.kind === 'document') return writeDocument({ items, context }, format, options);
  const stream = writeStream(() => items, format, options);
  const pieces: string[] = [];
  for await (const piece of stream.pieces) pieces.push(piece);
  return { text: pieces.join(''), redaction: stream.summary().redaction };
}
