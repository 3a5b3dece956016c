import { InvalidArgumentError } from 'commander';
import type { Classify } from '../../classifier/classify.ts';
import { MemoryHistory } from '../../classifier/memory-history.ts';
import type { Annotation } from '../../exchange/annotation.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { printable } from '../../exchange/printable.ts';
import { formatOf } from '../annotate/format.ts';
import { openInput } from '../annotate/input.ts';
import { ownClassifier } from '../annotate/own-classifier.ts';
import { READERS } from '../annotate/readers.ts';
import type { NamedRequest } from '../annotate/recorded.ts';
import { asFarAsKnown } from '../annotate/unknown.ts';
import { annotationToJson } from '../annotation-json.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { dataFolder } from '../data-folder.ts';

interface AnnotateOptions {
  readonly data?: string;
  readonly classifierRules?: string;
  readonly request?: NamedRequest;
}

export const command: CommandModule = {
  register(program, terminal, finish) {
    program
      .command('annotate')
      .description('annotate exchanges that were recorded elsewhere; stores nothing')
      .argument('<file>', 'JSON lines, a HAR file, or the output of curl -i or curl -v; - for standard input')
      .option(
        '--request <request>',
        "the request of curl -i output: 'POST https://api.example.com/v1/orders'",
        parseRequest,
      )
      // `--rules` names mocks wherever traffic passes.
      .option('--classifier-rules <file>', 'a file of rules that goes before those of project and data folder')
      .option('--data <dir>', 'data folder, for its rules.yaml')
      .action(finish((file: string, options: AnnotateOptions) => annotateFile(file, options, terminal)));
  },
};

/** A file of another kind has an error on every line; the first few tell. */
const MAX_COMPLAINTS = 5;

async function annotateFile(file: string, options: AnnotateOptions, terminal: Terminal): Promise<number> {
  const complain = (line: string) => print(terminal.stderr, `httpwhy: ${printable(line)}`);
  const folder = dataFolder(options.data, terminal.env);
  const classify = await ownClassifier(folder, options.classifierRules, complain);
  const input = await openInput(file, terminal);
  const format = formatOf(input.head);
  const { read } = await READERS[format]();
  const fileHistory = new MemoryHistory();
  let failures = 0;
  for await (const recorded of read(input.chunks, {
    recordedAt: input.writtenAt,
    request: options.request,
    complain,
  })) {
    if (recorded.kind === 'problem') {
      failures += 1;
      if (failures <= MAX_COMPLAINTS) complain(recorded.message);
      continue;
    }
    const { id, exchange, history, unknown } = recorded;
    const past = history === null ? fileHistory : pastOf(history, classify);
    const annotation: Annotation = asFarAsKnown(classify(exchange, past), unknown, exchange);
    if (history === null) fileHistory.add(exchange, annotation);
    print(terminal.stdout, JSON.stringify(annotationToJson(id, annotation)));
  }
  if (failures > MAX_COMPLAINTS) {
    complain(`${failures - MAX_COMPLAINTS} more ${format === 'json-lines' ? 'lines' : 'entries'} could not be read.`);
  }
  return failures === 0 ? 0 : 1;
}

function pastOf(history: readonly Exchange[], classify: Classify): MemoryHistory {
  const memory = new MemoryHistory();
  for (const earlier of history) memory.add(earlier, classify(earlier, memory));
  return memory;
}

/** `POST https://api.example.com/v1/orders`, or the URL alone. */
function parseRequest(text: string): NamedRequest {
  const [, method = 'GET', url = ''] = /^(?:([A-Za-z]{1,20})\s+)?(https?:\/\/\S+)$/.exec(text.trim()) ?? [];
  if (!URL.canParse(url))
    throw new InvalidArgumentError("Give method and URL, for example 'POST https://api.example.com/v1/orders'.");
  return { method: method.toUpperCase(), url };
}
