import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { type CauseId, causeOf } from '../../exchange/causes.ts';
import { PROVOKABLE } from '../../mock/causes/provoke.ts';
import { CAUSE_STYLES } from '../../mock/rule.ts';
import { type Finish, print, type Terminal } from '../command.ts';
import { startDemoApi } from '../demo/api.ts';
import { proxyUrl, streamLines } from '../live-log.ts';
import { addSessionOptions, proxySettings, type SessionOptions } from '../options.ts';
import { startSession } from '../session.ts';
import { makeProvokingCall } from './provoking-call.ts';

interface DemoOptions extends SessionOptions {
  readonly style: string;
  readonly json?: boolean;
}

const FOLDER = '/v1/faults/';
/** Successes at the end: what has worked is held against what fails later. */
const CAUSES = PROVOKABLE.toSorted((a, b) => Number(isSuccess(a)) - Number(isSuccess(b)));

function isSuccess(cause: CauseId): boolean {
  return causeOf(cause).group === 'success';
}

/** `fault demo`: the built-in API fails for every cause there is, and the log names each. */
export function addFaultDemo(parent: Command, terminal: Terminal, finish: Finish): void {
  const demo = parent
    .command('demo')
    .description('watch the built-in API fail for every cause that can be provoked')
    .addOption(new Option('--style <style>', 'in the form of').choices(CAUSE_STYLES).default('problem'))
    .option('--json', 'one JSON object per exchange');
  addSessionOptions(demo, 0).action(
    finish(async (options: DemoOptions) => {
      await runDemo(options, terminal);
      return 0;
    }),
  );
}

async function runDemo(options: DemoOptions, terminal: Terminal): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'httpwhy-faults-'));
  const api = await startDemoApi();
  try {
    const file = join(folder, 'mocks.yaml');
    writeFileSync(file, JSON.stringify({ rules: PROVOKABLE.map((cause) => faultRule(api.url, cause, options.style)) }));
    const session = await startSession({ ...proxySettings(options, terminal.env), mocks: { file, isWanted: true } });
    let named = 0;
    const stop = streamLines(session, terminal, options.json === true, ({ url, cause, inner }) => {
      const provoked = url.slice(url.indexOf(FOLDER) + FOLDER.length);
      if (cause === provoked || inner === provoked) named += 1;
      return true;
    });
    try {
      for (const cause of CAUSES) await makeProvokingCall(proxyUrl(session), `${api.url}${FOLDER}${cause}`, cause);
    } finally {
      await session.close();
      stop();
    }
    print(
      terminal.stderr,
      `httpwhy: ${PROVOKABLE.length} causes provoked, ${named} named. In your own program: httpwhy fault add 'api.example.com/*' --cause rate-limited`,
    );
  } finally {
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function faultRule(apiUrl: string, cause: string, style: string): Readonly<Record<string, unknown>> {
  return { name: cause, match: `${apiUrl}${FOLDER}${cause}`, cause, style };
}
