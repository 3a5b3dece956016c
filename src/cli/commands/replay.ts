import { type Command, InvalidArgumentError } from 'commander';
import { UserError } from '../../exchange/user-error.ts';
import { type Changes, parseHeader, parseNamedValue } from '../../replay/changes.ts';
import { consentForMany, consentForOne } from '../../replay/consent.ts';
import { parseDestination, sentTo } from '../../replay/destination.ts';
import { CaptureReader } from '../../store/capture-reader.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { addDataOption, type DataOptions, parseId, parseSize } from '../options.ts';
import { consents } from '../question.ts';
import { editRequest } from '../replay/editor.ts';
import {
  type CredentialFlow,
  credentialFlow,
  credentialFlowOfHead,
  credentialsRemark,
  mustBeWhole,
  type Preparation,
  prepare,
} from '../replay/prepare.ts';
import type { ReplaySettings } from '../replay/replayer.ts';
import { replayIds } from '../replay/selection.ts';
import { type SeriesPlan, sendSeries } from '../replay/series.ts';
import { captureFile } from '../session.ts';
import { mustFind } from '../stored.ts';

const MOST_TIMES = 10_000;
const MOST_AT_ONCE = 100;
const DEFAULT_TIMEOUT_SECONDS = 300;

interface ReplayOptions extends DataOptions {
  readonly to?: string;
  readonly setHeader?: readonly string[];
  readonly removeHeader?: readonly string[];
  readonly setQuery?: readonly string[];
  readonly setJson?: readonly string[];
  readonly authFrom?: number;
  readonly edit?: boolean;
  readonly times: number;
  readonly concurrency: number;
  readonly timeout: number;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly maxBody: number;
  readonly upstreamCa?: string;
  readonly insecureUpstream?: boolean;
  readonly upstreamProxy?: string;
  readonly clientCert?: readonly string[];
  readonly redactAtCapture?: boolean;
}

export const command: CommandModule = {
  register(program, terminal, finish) {
    const replay = program
      .command('replay')
      .description('send recorded requests again, and compare what comes of them')
      .argument('<ids or filter...>', 'numbers of exchanges (17 or #17), or a filter as in `httpwhy log`')
      .option('--to <url or host>', 'another server, for example localhost:3000; a URL with a path replaces the path')
      .option('--set-header <name:value>', 'set a header (repeatable)', collect)
      .option('--remove-header <name>', 'leave a header out (repeatable)', collect)
      .option('--set-query <name=value>', 'set a query parameter (repeatable)', collect)
      .option('--set-json </path=value>', 'set a value of the JSON body: /items/0/price=12 (repeatable)', collect)
      .option('--auth-from <id>', 'the credentials of another exchange, or those that it handed out', parseId)
      .option('--edit', 'change the request in $VISUAL or $EDITOR first')
      .option('-n, --times <n>', 'send it so many times, and sum up how long it took', counter(MOST_TIMES), 1)
      .option('-c, --concurrency <n>', 'so many at a time', counter(MOST_AT_ONCE), 1)
      .option('--timeout <seconds>', 'how long to wait for each response', counter(86_400), DEFAULT_TIMEOUT_SECONDS)
      .option('--yes', 'do not ask before methods that are not idempotent')
      .option('--json', 'one JSON object per replay')
      .option('--max-body <size>', 'how much of each body is recorded', parseSize, parseSize('10mb'));
    addUpstreamOptions(addDataOption(replay))
      .addHelpText('after', HELP)
      .action(finish((words: readonly string[], options: ReplayOptions) => replayExchanges(words, options, terminal)));
  },
};

const HELP = `
Exit code: 0 fixed or still fine, 3 the same cause, 4 a new cause, 5 it was fine and broke (of several, the highest);
1 nothing was sent, 2 wrong usage, 130 interrupted.`;

function addUpstreamOptions(command: Command): Command {
  return command
    .option('--upstream-ca <file>', 'PEM file with a further CA that servers may use')
    .option('--insecure-upstream', 'accept any certificate of servers')
    .option('--upstream-proxy <url>', 'go through this proxy (default: HTTPS_PROXY and so on; none)')
    .option('--client-cert <host=file...>', 'client certificate for a host')
    .option('--redact-at-capture', 'mask secrets before anything is stored');
}

async function replayExchanges(
  words: readonly string[],
  options: ReplayOptions,
  terminal: Terminal,
): Promise<number | undefined> {
  const folder = dataFolder(options.data, terminal.env);
  const changes = changesOf(options);
  const reader = new CaptureReader(captureFile(folder));
  try {
    const ids = replayIds(reader, words);
    const donor = options.authFrom === undefined ? null : mustFind(reader, options.authFrom).exchange;
    const chosen: Chosen = { reader, ids, preparation: { changes, donor }, options, terminal };
    const plan = ids.length === 1 ? await planForOne(chosen, ids[0]!) : await planForMany(chosen);
    if (plan === undefined) {
      print(terminal.stderr, 'httpwhy: Nothing was sent.');
      return 1;
    }
    return await sendSeries(plan, {
      reader,
      terminal,
      settings: settingsOf(folder, options),
      command: words.join(' '),
      isJson: options.json === true,
    });
  } finally {
    reader.close();
  }
}

interface Chosen {
  readonly reader: CaptureReader;
  readonly ids: readonly number[];
  readonly preparation: Preparation;
  readonly options: ReplayOptions;
  readonly terminal: Terminal;
}

/** Undefined where the person does not want it. */
async function planForOne(chosen: Chosen, id: number): Promise<SeriesPlan | undefined> {
  const { reader, preparation, options, terminal } = chosen;
  const before = mustFind(reader, id);
  const prepared = prepare(before.exchange, preparation);
  const request = options.edit === true ? await editRequest(prepared, terminal) : prepared;
  if (request === null) return undefined;
  mustBeWhole(before.exchange, request);
  const flow = credentialFlow(before.exchange, request, preparation.donor);
  tellFlows(flow === undefined ? [] : [flow], preparation, terminal);
  const consent = { yes: options.yes === true, question: 'Send it?' };
  if (!(await consents(terminal, consentForOne(request, options.times), consent))) return undefined;
  return { ...seriesOf(options), ids: [id], requestFor: () => ({ before, request }) };
}

async function planForMany({ reader, ids, preparation, options, terminal }: Chosen): Promise<SeriesPlan | undefined> {
  if (options.edit === true) {
    throw new UserError('edit-one', '--edit takes one exchange.', `Name one of these ${ids.length}.`, 2);
  }
  const { to } = preparation.changes;
  if (to !== null && to.target !== null) {
    throw new UserError(
      'replay-to',
      `--to with a path would send ${ids.length} different requests to one address.`,
      'Leave the path out.',
      2,
    );
  }
  const flows = new Map<string, CredentialFlow>();
  const heads = ids.flatMap((id) => {
    const exchange = reader.exchange(id, 0)?.exchange;
    if (exchange === undefined) return [];
    const flow = credentialFlowOfHead(exchange, preparation);
    if (flow !== undefined) flows.set(`${flow.from} ${flow.to}`, flow);
    const { method, url } = to === null ? exchange.request : sentTo(exchange.request, to);
    return [{ method, url }];
  });
  tellFlows([...flows.values()], preparation, terminal);
  const consent = { yes: options.yes === true, question: 'Send them?' };
  if (!(await consents(terminal, consentForMany(heads, options.times), consent))) return undefined;
  return {
    ...seriesOf(options),
    ids,
    requestFor(id) {
      const before = mustFind(reader, id);
      const request = prepare(before.exchange, preparation);
      mustBeWhole(before.exchange, request);
      return { before, request };
    },
  };
}

function tellFlows(flows: readonly CredentialFlow[], { donor }: Preparation, terminal: Terminal): void {
  const remark = credentialsRemark(flows, donor);
  if (remark !== undefined) print(terminal.stderr, `httpwhy: ${remark}`);
}

function seriesOf({ times, concurrency }: ReplayOptions): Pick<SeriesPlan, 'times' | 'concurrency'> {
  return { times, concurrency };
}

function changesOf(options: ReplayOptions): Changes {
  const { setHeader = [], removeHeader = [], setQuery = [], setJson = [] } = options;
  return {
    to: options.to === undefined ? null : parseDestination(options.to),
    removeHeaders: removeHeader,
    setHeaders: setHeader.map(parseHeader),
    setQuery: setQuery.map((text) => parseNamedValue('--set-query', 'page=2', text)),
    setJson: setJson.map((text) => parseNamedValue('--set-json', '/items/0/price=12', text)),
  };
}

function settingsOf(folder: string, options: ReplayOptions): ReplaySettings {
  return {
    folder,
    maxBodyBytes: options.maxBody,
    upstreamCaFile: options.upstreamCa ?? null,
    verifiesServers: options.insecureUpstream !== true,
    upstreamProxy: options.upstreamProxy ?? null,
    clientCertificates: options.clientCert ?? [],
    redactsCapture: options.redactAtCapture === true,
    responseTimeoutMs: options.timeout * 1000,
  };
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function counter(most: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (!/^\d{1,9}$/.test(text) || count < 1 || count > most) {
      throw new InvalidArgumentError(`A whole number from 1 to ${most.toLocaleString('en')} is expected.`);
    }
    return count;
  };
}
