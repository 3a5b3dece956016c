import { styleText } from 'node:util';
import type { AnnotatedExchange, Annotation } from '../../exchange/annotation.ts';
import { causeOf } from '../../exchange/causes.ts';
import { differenceInWords } from '../../exchange/difference.ts';
import { printable } from '../../exchange/printable.ts';
import { redactUrl } from '../../exchange/redact.ts';
import { formatDuration } from '../../exchange/units.ts';
import { CaptureReader } from '../../store/capture-reader.ts';
import { annotationToJson } from '../annotation-json.ts';
import { type CommandModule, print } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { addDataOption, type DataOptions, parseId } from '../options.ts';
import { hasColour } from '../plain-line.ts';
import { captureFile } from '../session.ts';
import { mustFind } from '../stored.ts';

export const command: CommandModule = {
  register(program, terminal, finish) {
    const why = program
      .command('why')
      .description('cause, evidence and advice of one exchange')
      .argument('<id>', 'number of the exchange', parseId)
      .option('--json', 'the annotation as one JSON object');
    addDataOption(why).action(
      finish((id: number, options: DataOptions & { json?: boolean }) => {
        const reader = new CaptureReader(captureFile(dataFolder(options.data, terminal.env)));
        try {
          const stored = mustFind(reader, id);
          if (options.json === true && stored.annotation !== null) {
            print(terminal.stdout, JSON.stringify(annotationToJson(id, stored.annotation)));
          } else {
            const isColoured = hasColour(terminal.stdout, terminal.env);
            print(terminal.stdout, whyText(stored, replayOf(reader, id), isColoured));
          }
        } finally {
          reader.close();
        }
        return 0;
      }),
    );
  },
};

/** Number of the exchange that this one repeats; null where it repeats none. */
export function replayOf(reader: CaptureReader, id: number): number | null {
  return reader.belongings(id)?.origin.replayOf ?? null;
}

/** The annotation as paragraphs for a person; `original` is the exchange that it repeats. */
export function whyText(
  { exchange, annotation }: AnnotatedExchange,
  original: number | null,
  isColoured: boolean,
): string {
  const strong = (text: string) => (isColoured ? styleText('bold', text, { validateStream: false }) : text);
  const dim = (text: string) => (isColoured ? styleText('dim', text, { validateStream: false }) : text);
  const { method, url } = exchange.request;
  const status = exchange.response?.status ?? 'no response';
  const call = strong(`#${exchange.id} ${printable(method)} ${printable(redactUrl(url))} → ${status}`);
  const title =
    original === null ? call : `${call}\nRepeats #${original}; what differs: httpwhy diff ${original} ${exchange.id}`;
  if (annotation === null) return `${title}\nStill pending.`;
  if (annotation.cause === null) return `${title}\n${printable(annotation.summary)}: nothing to explain.`;
  const lines = [
    title,
    '',
    `${strong(annotation.cause)}${annotation.inner ? ` (${annotation.inner})` : ''} · ${annotation.confidence} · to act: ${annotation.fault} · retry: ${retryText(annotation)}`,
    printable(annotation.summary),
    '',
  ];
  if (annotation.evidence.length > 0) {
    lines.push('Evidence');
    const width = Math.min(44, Math.max(...annotation.evidence.map(({ where }) => where.length)));
    for (const { where, what } of annotation.evidence) {
      lines.push(`  ${printable(where).padEnd(width)}  ${printable(what)}`);
    }
    lines.push('');
  }
  lines.push(...differenceLines(annotation, exchange.startedAt), ...runnersUpLines(annotation));
  if (annotation.advice !== '') lines.push('What to do', `  ${printable(annotation.advice)}`, '');
  lines.push(
    `${annotation.cause}: ${causeOf(annotation.cause).when}.`,
    dim(`More about it: httpwhy explain ${annotation.cause}`),
  );
  return lines.join('\n');
}

function differenceLines({ difference }: Annotation, startedAt: number): readonly string[] {
  if (difference === undefined) return [];
  const { against, items } = difference;
  const success = `the latest success of this route, #${against.id}, ${formatDuration(startedAt - against.at)} before`;
  if (items.length === 0) return [`Nothing that matters differs from ${success}.`, ''];
  return [`Differs from ${success}`, ...items.map((item) => `  ${printable(differenceInWords(item))}`), ''];
}

function runnersUpLines({ runnersUp = [] }: Annotation): readonly string[] {
  if (runnersUp.length === 0) return [];
  const lines = runnersUp.map(({ cause, confidence, summary }) => `  ${cause} (${confidence}): ${printable(summary)}`);
  return ['What else it may be', ...lines, ''];
}

function retryText({ retry, retryAfterSeconds }: Annotation): string {
  const words = { never: 'never', after_fix: 'after the fix', safe: 'safe', unsafe: 'unsafe, may have been processed' };
  return retryAfterSeconds === undefined
    ? words[retry]
    : `${words[retry]}, in ${formatDuration(retryAfterSeconds * 1000)}`;
}
