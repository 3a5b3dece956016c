import { outcomeOf } from '../../exchange/outcome.ts';
import { causeOf, cut, reasonOf } from './summary.ts';
import { byUrgency, type Tally } from './tally.ts';

/** GitHub shows ten annotations of a kind per step, and drops the others without a word. */
const MOST = 10;
const LONGEST_TITLE = 150;

/** True on a runner of GitHub Actions, or of what speaks its language (Forgejo, Gitea). */
export function isGitHub(env: NodeJS.ProcessEnv): boolean {
  return env.GITHUB_ACTIONS === 'true';
}

/** Workflow commands, one for each incident, that show it on the page of the job. */
export function gitHubAnnotations(tally: Tally): string[] {
  return byUrgency(tally.incidents)
    .slice(0, MOST)
    .map(({ first, route, count }) => {
      const level = outcomeOf(first) === 'doubtful' ? 'warning' : 'error';
      const times = count === 1 ? '' : ` (${count} times)`;
      const title = cut(`${route} → ${first.status ?? 'no response'}: ${causeOf(first)}`, LONGEST_TITLE);
      return `::${level} title=${property(title)}::${message(`#${first.id} ${reasonOf(first)}${times}`)}`;
    });
}

/** A line of captured text that the runner must not take for a command; the old form `##[…]` counts anywhere in a line. */
export function harmlessOnGitHub(line: string): string {
  return line.replaceAll('##[', '# #[').replace(/^(\s*)::/, '$1: :');
}

// github.com/actions/toolkit, packages/core/src/command.ts
function message(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
