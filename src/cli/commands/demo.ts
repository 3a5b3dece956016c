import { type CommandModule, print, type Terminal } from '../command.ts';
import { startDemoApi } from '../demo/api.ts';
import { demoCalls } from '../demo/calls.ts';
import { runDemoCalls } from '../demo/client.ts';
import { isInteractive, prepareLive, proxyUrl, showStarting, streamLines } from '../live-log.ts';
import { addSessionOptions, proxySettings, type SessionOptions } from '../options.ts';
import { type Session, startSession } from '../session.ts';

/** Slow enough to watch, quick enough not to wait for. */
const PACE_MS = 250;

interface DemoCommandOptions extends SessionOptions {
  readonly headless?: boolean;
  readonly json?: boolean;
}

export const command: CommandModule = {
  register(program, terminal, finish) {
    const demo = program
      .command('demo')
      .description('watch 30 calls to a built-in API, most of which fail in different ways')
      .option('--headless', 'no interface: one annotated line per exchange')
      .option('--json', 'no interface: one JSON object per exchange');
    addSessionOptions(demo, 0).action(finish((options: DemoCommandOptions) => runDemo(options, terminal)));
  },
};

async function runDemo(options: DemoCommandOptions, terminal: Terminal): Promise<number> {
  // The rules of the project that it happens to be started in are for other calls.
  const { mocks, ...settings } = proxySettings(options, terminal.env);
  const wanted = mocks?.isWanted ? { ...settings, mocks } : settings;
  prepareLive(terminal, options);
  const starting = startSession(wanted);
  const api = await startDemoApi();
  const leaving = new AbortController();
  const hasInterface = isInteractive(terminal, options);
  const calls = (session: Session, paceMs: number) =>
    runDemoCalls(api.url, proxyUrl(session), { paceMs, signal: leaving.signal });
  try {
    if (hasInterface) {
      const all = starting.then((session) => calls(session, PACE_MS));
      all.catch(() => undefined); // What kept it from starting is said by the interface.
      await showStarting(starting, wanted, terminal);
      leaving.abort();
      await all;
    } else {
      const session = await starting;
      const stop = streamLines(session, terminal, options.json === true);
      process.once('SIGINT', () => leaving.abort());
      process.once('SIGTERM', () => leaving.abort());
      await calls(session, 0);
      await session.close();
      stop();
      if (options.json !== true) {
        const count = demoCalls(api.url).length;
        print(
          terminal.stderr,
          `httpwhy: those were ${count} calls. Try \`httpwhy why ID\`, \`httpwhy show ID\`, \`httpwhy export ID\`.`,
        );
      }
    }
    return 0;
  } finally {
    leaving.abort();
    await starting.then((session) => session.close()).catch(() => undefined);
    await api.close();
  }
}
