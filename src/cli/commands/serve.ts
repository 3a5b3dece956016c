import { splitUrl } from '../../exchange/routes.ts';
import { UserError } from '../../exchange/user-error.ts';
import { CaptureReader } from '../../store/capture-reader.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { selectionOf } from '../export-selection.ts';
import { type LiveLogOptions, proxyUrl, showLive } from '../live-log.ts';
import { MOST_RECORDED, unplayable } from '../mock/recorded-calls.ts';
import { addSessionOptions, DEFAULT_PORT, proxySettings, type SessionOptions } from '../options.ts';
import { captureFile, startSession } from '../session.ts';
import type { ProxySettings } from '../threads/messages.ts';

interface ServeOptions extends SessionOptions, LiveLogOptions {
  readonly delays?: boolean;
  readonly ignoreQuery?: boolean;
  readonly ignoreBody?: boolean;
  readonly capture?: string;
}

/** Stands for all servers of a capture in requests that name none. */
const NO_HOST = 'http://recorded.invalid';
/** Port 9, "discard": what no recorded exchange can answer (a WebSocket, say) goes nowhere. */
const NOWHERE = 'http://127.0.0.1:9';

export const command: CommandModule = {
  register(program, terminal, finish) {
    const serve = program
      .command('serve')
      .description('play recorded exchanges as a server, without the network')
      .argument('[filter...]', 'which: a filter of the log, or numbers (default: all)')
      .option('--capture <file>', 'a capture.db of another machine')
      .option('--delays', 'answer as slowly as it was')
      .option('--ignore-query', 'whatever the query')
      .option('--ignore-body', 'whatever the body')
      .option('--headless', 'no interface: one annotated line per exchange')
      .option('--json', 'no interface: one JSON object per exchange');
    addSessionOptions(serve, DEFAULT_PORT).action(
      finish(async (words: readonly string[], options: ServeOptions) => {
        await serveCapture(words, options, terminal);
        return 0;
      }),
    );
  },
};

async function serveCapture(words: readonly string[], options: ServeOptions, terminal: Terminal): Promise<void> {
  const given = proxySettings(options, terminal.env);
  const capture = options.capture ?? captureFile(dataFolder(options.data, terminal.env));
  const chosen = choose(capture, words);
  const { mocks: _mocks, ...settings } = given;
  const served: ProxySettings = {
    ...settings,
    reverse: given.reverse ?? (chosen.origins.length === 1 ? chosen.origins[0]! : NO_HOST),
    upstreamProxy: NOWHERE,
    playback: {
      capture,
      ids: chosen.ids,
      hasDelays: options.delays === true,
      ignoresQuery: options.ignoreQuery === true,
      ignoresBody: options.ignoreBody === true,
    },
  };
  const session = await startSession(served, { kind: 'start', name: 'serve' });
  const count = chosen.ids.length === 1 ? '1 exchange' : `${chosen.ids.length} exchanges`;
  const hosts = chosen.origins.length === 1 ? chosen.origins[0] : `${chosen.origins.length} servers`;
  print(terminal.stderr, `httpwhy plays ${count} of ${hosts}: as a proxy, or with the base URL ${proxyUrl(session)}`);
  for (const [reason, skipped] of chosen.skipped) print(terminal.stderr, `  ${skipped} left out: ${reason}`);
  await showLive(session, terminal, options);
}

interface Chosen {
  readonly ids: readonly number[];
  readonly origins: readonly string[];
  /** Why exchanges cannot be played, and how many. */
  readonly skipped: ReadonlyMap<string, number>;
}

function choose(capture: string, words: readonly string[]): Chosen {
  const reader = new CaptureReader(capture);
  try {
    const selection = selectionOf(words);
    const wanted =
      words.length > 0 && selection.kind === 'ids'
        ? selection.ids
        : reader.matching(selection.kind === 'filter' ? selection.filter : '', MOST_RECORDED);
    const ids: number[] = [];
    const origins = new Set<string>();
    const skipped = new Map<string, number>();
    for (const id of wanted) {
      const exchange = reader.exchange(id)?.exchange;
      const reason = exchange === undefined ? 'they are not in the capture' : unplayable(exchange);
      if (reason === undefined) {
        ids.push(id);
        origins.add(splitUrl(exchange!.request.url).origin);
      } else skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
    }
    if (ids.length === 0) {
      throw new UserError(
        'nothing-to-serve',
        'No exchange that can be played matches.',
        'See `httpwhy log` for what there is.',
      );
    }
    return { ids, origins: [...origins], skipped };
  } finally {
    reader.close();
  }
}
