import { UserError } from '../../exchange/user-error.ts';
import type { CaptureReader } from '../../store/capture-reader.ts';
import { writePieces } from '../output-file.ts';
import { troubleText } from './capture-trouble.ts';
import { gitHubAnnotations } from './github.ts';
import { type JUnitContext, junitXml } from './junit.ts';
import { tallyOfMatches } from './matches.ts';
import { writeReports } from './report-file.ts';
import type { Tally } from './tally.ts';

/** The command went well, and an exchange matches what the run is to fail on. */
export const MATCHED_EXIT_CODE = 3;

export interface AftermathOptions {
  readonly failOn?: string;
  readonly junit?: string;
  readonly report?: string;
}

export interface FinishedRun extends JUnitContext {
  readonly id: number;
  readonly folder: string;
  readonly tally: Tally;
  readonly isOnGitHub: boolean;
  /** Of the command. */
  readonly exitCode: number;
}

export interface Aftermath {
  readonly exitCode: number;
  /** For the person, one line each. */
  readonly lines: readonly string[];
  /** For the runner of GitHub Actions, as they are. */
  readonly annotations: readonly string[];
}

/**
 * What a CI gets of a run: its exit code, files, annotations. With `--fail-on` its matches are the failures everywhere,
 * without it what the log shows as failed. The exit code of a command that failed by itself stays, whatever goes wrong here;
 * of one that went well it becomes 1 where a file could not be written.
 */
export async function aftermath(
  run: FinishedRun,
  reader: CaptureReader,
  options: AftermathOptions,
): Promise<Aftermath> {
  try {
    return await resultsOf(run, reader, options);
  } catch (error) {
    const isFile = error instanceof UserError && error.code === 'unwritable-file';
    const trouble = troubleText(error);
    if (isFile) return { exitCode: run.exitCode === 0 ? 1 : run.exitCode, lines: [trouble], annotations: [] };
    const without = withoutCapture(run, options);
    return { ...without, lines: [trouble, ...without.lines] };
  }
}

/** The same where the capture was damaged while the command ran: results that lack exchanges would be taken for whole ones. */
export function withoutCapture({ exitCode }: Pick<FinishedRun, 'exitCode'>, options: AftermathOptions): Aftermath {
  const { failOn, junit, report } = options;
  const wanted = [failOn && '--fail-on', junit && '--junit', report && '--report'].filter(Boolean);
  const line = `${wanted.join(', ')}: not done, because not all exchanges are known; the exit code ${exitCode} is the command's own.`;
  return { exitCode, lines: wanted.length === 0 ? [] : [line], annotations: [] };
}

async function resultsOf(run: FinishedRun, reader: CaptureReader, options: AftermathOptions): Promise<Aftermath> {
  const { failOn, junit, report } = options;
  const tally = failOn === undefined ? run.tally : tallyOfMatches(reader, run.id, failOn);
  const hasMatch = failOn !== undefined && tally.troubled > 0;
  const lines = hasMatch ? [matchLine(tally, failOn, run.exitCode)] : [];
  if (junit !== undefined) {
    await written('--junit', writePieces(junit, onePiece(junitXml(tally, run))));
    lines.push(`JUnit results are in ${junit}.`);
  }
  if (report !== undefined) {
    const count = await written('--report', writeReports(report, reader, tally.incidents, run.folder));
    lines.push(`${count === 1 ? '1 bug report is' : `${count} bug reports are`} in ${report}.`);
  }
  return {
    exitCode: hasMatch && run.exitCode === 0 ? MATCHED_EXIT_CODE : run.exitCode,
    lines,
    annotations: run.isOnGitHub ? gitHubAnnotations(tally) : [],
  };
}

function matchLine({ troubled, incidents }: Tally, failOn: string, exitCode: number): string {
  const exchanges = troubled === 1 ? `#${incidents[0]!.first.id} matches` : `${troubled} exchanges match`;
  const ending =
    exitCode === 0 ? `so it ends with ${MATCHED_EXIT_CODE}` : `the exit code ${exitCode} is the command's own`;
  return `${exchanges} --fail-on ${failOn}; ${ending}.`;
}

async function* onePiece(text: string): AsyncGenerator<string> {
  yield text;
}

/** Names the option that the file was given with. */
async function written<T>(option: string, writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'unwritable-file') throw error;
    throw new UserError(error.code, error.message, `Choose another file with ${option}.`);
  }
}
