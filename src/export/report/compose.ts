import type { Exchange } from '../../exchange/exchange.ts';
import type { ExportBundle, ExportItem } from '../bundle.ts';
import type { WriteOptions } from '../format.ts';
import { curlScript } from '../snippet/curl.ts';
import { subjectOf } from '../subject.ts';
import { type Block, clip, code, heading, paragraph, words } from './block.ts';
import { type BodyView, bodyBlocks, viewBody } from './body.ts';
import { markedParts } from './evidence.ts';
import { factsTable } from './facts.ts';
import { requestHead, responseHead } from './head.ts';
import { messageBlocks } from './messages.ts';
import { otherOccurrences, workedBefore } from './past.ts';
import { redactionNote } from './redaction-note.ts';
import { timeline } from './timeline.ts';
import { callInlines, opening, title } from './title.ts';
import { why } from './why.ts';

/** How much room the parts of a report are given, in characters. */
export interface Room {
  /** Of each body, in the order request, response, request, … */
  readonly bodies: readonly number[];
  /** Of each head. */
  readonly head: number;
  /** What `reproduction` gave: it does not depend on the bodies' room. */
  readonly reproduction: readonly Block[];
  /** Of what passed in a stream. */
  readonly messages: number;
  /** How many calls the timeline shows. */
  readonly calls: number;
  /** How many secrets are named that were masked, or kept. */
  readonly listed: number;
}

/** The bodies of a bundle, laid out once however often the report is composed. */
export function viewBodies({ items }: ExportBundle, limit: number): readonly BodyView[] {
  return items.flatMap(({ exchange, annotation }) => {
    const { request, response } = exchange;
    return [
      viewBody(request.headers, request.body, markedParts(annotation, 'request'), limit),
      viewBody(response?.headers ?? [], response?.body ?? null, markedParts(annotation, 'response'), limit),
    ];
  });
}

/** The report as blocks: shape and order are always the same, only the room differs. */
export function compose(
  bundle: ExportBundle,
  views: readonly BodyView[],
  options: WriteOptions,
  room: Room,
): readonly Block[] {
  const { items, context } = bundle;
  const subject = subjectOf(items);
  if (subject === undefined) return [paragraph(words('There is no exchange to report.'))];
  const { exchange, annotation } = subject;
  const isOne = items.length === 1;
  return [
    title(subject),
    ...opening(subject),
    factsTable(exchange, context, options.toolVersion),
    ...otherOccurrences(context.incident),
    ...(isOne ? [] : timeline(items, room.calls)),
    ...room.reproduction,
    ...why(annotation, exchange.startedAt, context.repeats),
    ...workedBefore(annotation, exchange.startedAt, context.lastSuccess),
    ...items.flatMap((item, index) => [
      ...(isOne ? [] : [heading(2, words(`${index + 1}. `), ...callInlines(item))]),
      ...messages(
        item,
        views.slice(2 * index, 2 * index + 2),
        room,
        room.bodies.slice(2 * index, 2 * index + 2),
        isOne ? 2 : 3,
      ),
    ]),
    heading(2, words('Expected and actual')),
    {
      kind: 'list',
      items: [[words('Expected: ')], [words('Actual: ')]],
    },
    ...redactionNote(options.redaction, items.length, room.listed),
  ];
}

function messages(
  { exchange, annotation, messages: passed }: ExportItem,
  [requestView, responseView]: readonly BodyView[],
  room: Room,
  [requestRoom = 0, responseRoom = 0]: readonly number[],
  level: 2 | 3,
): Block[] {
  const { request, response } = exchange;
  return [
    heading(level, words('Request')),
    ...requestHead(request, markedParts(annotation, 'request'), room.head),
    ...bodyBlocks(requestView!, requestRoom),
    heading(level, words('Response')),
    ...(response === null
      ? [noResponse(exchange)]
      : [
          ...responseHead(response, markedParts(annotation, 'response'), room.head),
          ...(passed.length === 0 ? bodyBlocks(responseView!, responseRoom) : []),
          ...breakage(exchange),
        ]),
    ...messageBlocks(exchange, passed, room.messages),
  ];
}

function noResponse(exchange: Exchange): Block {
  const { error, durationMs } = exchange;
  if (error === null) {
    return paragraph(words(durationMs === null ? 'No response has arrived yet.' : 'No response arrived.'));
  }
  return paragraph(words('No response arrived. '), ...breakageInlines(error));
}

/** What broke after a status line was seen; nothing where nothing did. */
function breakage({ error }: Exchange): Block[] {
  return error === null ? [] : [paragraph(...breakageInlines(error))];
}

function breakageInlines({ phase, code: errorCode, message }: NonNullable<Exchange['error']>) {
  return [
    words('It broke off in the phase '),
    code(phase),
    words(' with '),
    code(clip(errorCode, 100)),
    words(': '),
    code(clip(message, 500)),
  ];
}

/** Commands that make the same calls, at most so many characters. */
export function reproduction(items: readonly ExportItem[], { redaction }: WriteOptions, longest: number): Block[] {
  const masked = redaction?.masked ?? [];
  const exchanges = items.map(({ exchange }) => exchange);
  // A command is never shorter than its body: what cannot fit is not written first.
  const longestBody = exchanges.some(({ request }) => (request.body?.bytes.length ?? 0) > longest)
    ? longest / 8
    : longest;
  const whole = curlScript(exchanges, { masked, longestBody });
  const command = whole.length <= longest ? whole : curlScript(exchanges, { masked, longestBody: longest / 8 });
  const top = heading(2, words('Reproduce'));
  if (command.length > longest) {
    return [
      top,
      paragraph(words('The command is too long for this report: httpwhy export writes it with --format curl.')),
    ];
  }
  const hasVariables = /^[A-Z][A-Z0-9_]*='/m.test(command);
  const hint = 'Fill in the variables on top, then run it in a shell.';
  return [
    top,
    ...(hasVariables && masked.length > 0 ? [paragraph(words(hint))] : []),
    { kind: 'code', language: 'sh', text: command, marked: [] },
  ];
}
