import { isTrouble, outcomeOf } from '../../exchange/outcome.ts';
import { printable } from '../../exchange/printable.ts';
import type { ExchangeRow } from '../../exchange/row.ts';
import { UserError } from '../../exchange/user-error.ts';
import { CaptureReader } from '../../store/capture-reader.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { followFinished } from '../follow.ts';
import { isInteractive } from '../live-log.ts';
import { maskedCommand } from '../masked-command.ts';
import { addSessionOptions, dataOption, proxySettings, type SessionOptions } from '../options.ts';
import { hasColour, plainLine } from '../plain-line.ts';
import { type AftermathOptions, aftermath, MATCHED_EXIT_CODE, withoutCapture } from '../run/aftermath.ts';
import { spokenTrouble } from '../run/capture-trouble.ts';
import { type ClientRun, runClient } from '../run/client.ts';
import { harmlessOnGitHub, isGitHub } from '../run/github.ts';
import { failFilter } from '../run/matches.ts';
import { Refusals } from '../run/refusals.ts';
import { checkResultFiles } from '../run/result-files.ts';
import { silentLine, survivorsLine } from '../run/silent-line.ts';
import { summaryLines } from '../run/summary.ts';
import { RunTally } from '../run/tally.ts';
import { announce } from '../running.ts';
import { type Session, startSession } from '../session.ts';

interface RunOptions extends SessionOptions, AftermathOptions {
  readonly name?: string;
  readonly bypass?: readonly string[];
  readonly quiet?: boolean;
  readonly all?: boolean;
  readonly tui?: boolean;
}

export const command: CommandModule = {
  register(program, terminal, finish) {
    const run = program
      .command('run')
      .description('run a command with every proxy and CA variable set; ends with its exit code')
      .usage('[options] -- <command...>')
      .argument('<command...>', 'the command and its arguments')
      .option('--name <name>', 'what the run is called in the capture: httpwhy log run:NAME')
      .option('--bypass <hosts...>', 'hosts that the command reaches without the proxy (NO_PROXY)')
      .option('--quiet', 'say nothing about exchanges, and no summary')
      .option('--all', 'a line for every exchange, not for failing ones only')
      .option('--tui', 'the live log on this terminal; what the command prints goes to a file')
      .option(
        '--fail-on <filter>',
        `end with ${MATCHED_EXIT_CODE} where an exchange matches and the command itself went well`,
      )
      .option('--junit <file>', 'results for CI: a test case for each method and route')
      .option('--report <file>', 'bug reports of what failed, secrets masked')
      .passThroughOptions();
    addSessionOptions(run, 0).action(
      finish((words: readonly string[], options: RunOptions) => runCommand(words, options, terminal)),
    );
  },
};

async function runCommand(words: readonly string[], options: RunOptions, terminal: Terminal): Promise<number> {
  checkOptions(options, terminal);
  const startedAt = Date.now();
  const session = await startSession(proxySettings(options, terminal.env), {
    kind: 'run',
    command: words.join(' '),
    ...(options.name === undefined ? {} : { name: options.name }),
  });
  const withdraw = announce(session.folder, { pid: process.pid, port: session.port, isOfRun: true });
  try {
    const reader = new CaptureReader(session.capture);
    try {
      return await recordRun(words, options, terminal, session, reader, startedAt);
    } finally {
      reader.close();
    }
  } finally {
    await session.close(0);
    withdraw();
  }
}

async function recordRun(
  words: readonly string[],
  options: RunOptions,
  terminal: Terminal,
  session: Session,
  reader: CaptureReader,
  startedAt: number,
): Promise<number> {
  const id = reader.runs().find(({ pid }) => pid === process.pid)?.id ?? 0;
  const say = speaker(terminal);
  if (options.tui !== true) session.onNotice((line) => say(printable(line)));
  const tally = new RunTally();
  const refusals = new Refusals();
  const onRow = rowListener([tally, refusals], session, options, terminal);
  const following = followFinished(reader, reader.revision(), onRow, `run:${id}`);
  let run: ClientRun;
  try {
    run = await runClient(words, session, terminal, { ...options, runId: id, bypass: hosts(options.bypass) });
    await session.close(0);
  } catch (error) {
    spokenTrouble(() => following.stop());
    throw error;
  }
  const lost = spokenTrouble(() => following.stop());
  const { ending, outputFile, silent } = run;
  if (ending.kind === 'not-started') {
    say(`${printable(ending.message)} ${ending.nextStep}`);
    return ending.exitCode;
  }
  const durationMs = Date.now() - startedAt;
  if (lost !== undefined) say(`${printable(lost)} What was recorded of this run is not known in full.`);
  if (options.quiet !== true) {
    const context = { durationMs, runId: id, dataOption: dataOption(options.data) };
    // Nothing read of a damaged capture does not mean that nothing came through.
    if (lost === undefined || tally.result().total > 0) {
      for (const line of summaryLines(tally.result(), context)) say(line);
    }
    for (const line of refusals.lines(session.caFile)) say(line);
    for (const client of silent) say(silentLine(client));
    const survivors = survivorsLine(run.survivors());
    if (survivors !== undefined) say(survivors);
    if (outputFile !== undefined) say(`What the command printed is in ${outputFile}`);
  }
  const finished = {
    id,
    // It ends up in files and logs of CI.
    name: options.name ?? maskedCommand(words.join(' ')),
    startedAt,
    durationMs,
    folder: session.folder,
    tally: tally.result(),
    isOnGitHub: isGitHub(terminal.env),
    exitCode: ending.exitCode,
  };
  const { exitCode, lines, annotations } =
    lost === undefined ? await aftermath(finished, reader, options) : withoutCapture(finished, options);
  for (const line of lines) say(printable(line));
  for (const line of annotations) print(terminal.stderr, line);
  return exitCode;
}

/** What is wrong with the options is said before anything starts. */
function checkOptions({ failOn, tui, junit, report }: RunOptions, terminal: Terminal): void {
  if (failOn !== undefined) failFilter(failOn, Date.now());
  checkResultFiles({ '--junit': junit, '--report': report });
  if (tui === true && !isInteractive(terminal, {})) {
    throw new UserError('not-a-terminal', 'The live log needs a terminal.', 'Leave out --tui.', 2);
  }
}

/** Hands every exchange to those who add up, and prints those that the person wants to see. */
function rowListener(
  tallies: readonly Pick<RunTally, 'add'>[],
  session: Session,
  options: RunOptions,
  terminal: Terminal,
) {
  const isSilent = options.quiet === true || options.tui === true;
  const isColoured = hasColour(terminal.stderr, terminal.env);
  const harmless = isGitHub(terminal.env) ? harmlessOnGitHub : (line: string) => line;
  return (row: ExchangeRow): void => {
    const shown = session.display?.row(row) ?? row;
    for (const tally of tallies) tally.add(shown);
    if (isSilent || !(options.all === true || isTrouble(outcomeOf(row)))) return;
    print(terminal.stderr, harmless(plainLine(shown, isColoured)));
  };
}

function speaker({ stderr, env }: Terminal): (line: string) => void {
  const harmless = isGitHub(env) ? harmlessOnGitHub : (line: string) => line;
  return (line) => print(stderr, `httpwhy: ${harmless(line)}`);
}

/** `a,b` or one by one. */
function hosts(values: readonly string[] = []): string[] {
  const names = values.flatMap((value) => value.split(',')).map((name) => name.trim());
  return names.filter((name) => name !== '');
}
