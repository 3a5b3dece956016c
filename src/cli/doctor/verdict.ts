import type { ExchangeRow } from '../../exchange/row.ts';
import type { Check } from './check.ts';
import type { DoctorClient } from './clients.ts';
import type { Trial } from './trial.ts';

/** What was seen of a client that was made to call the endpoint. */
export interface Observation {
  readonly trial: Trial;
  /** What the proxy recorded of its host. */
  readonly rows: readonly ExchangeRow[];
  /** The endpoint has been called. */
  readonly hasArrived: boolean;
}

/** Whether a client comes through the proxy and trusts the CA, and the step that helps where it does not. */
export function verdict(client: DoctorClient, { trial, rows, hasArrived }: Observation): Check {
  const { name, guide } = client;
  const check = { id: `client:${name}`, title: name };
  const guideText = `httpwhy ca guide${guide === null ? '' : ` ${guide}`}`;
  if (rows.some(({ status }) => status !== null)) {
    return { ...check, state: 'good', detail: 'comes through and trusts the CA' };
  }
  if (rows.some(({ cause }) => cause === 'client-rejects-proxy-ca')) {
    return {
      ...check,
      state: 'failure',
      detail: `comes through, but does not trust the CA${complaintOf(trial)}`,
      fix: guide === 'java' ? `httpwhy ca trust --java, or ${guideText}` : `httpwhy ca trust --system, or ${guideText}`,
    };
  }
  if (rows.length > 0) {
    const [{ summary, cause }] = rows as readonly [ExchangeRow];
    return {
      ...check,
      state: 'failure',
      detail: `comes through, but the call fails: ${cause ?? ''} ${summary}`.trim(),
    };
  }
  const looksUp = NAME_NOT_FOUND.test(trial.complaint);
  if (hasArrived || looksUp) {
    const how = hasArrived
      ? 'reaches servers without the proxy'
      : 'looks the server up itself instead of asking the proxy';
    return {
      ...check,
      state: 'failure',
      detail: `${how}, although the variables name it`,
      fix: 'Look for a proxy setting of its own, or call the server through httpwhy: httpwhy start --reverse URL',
    };
  }
  if (trial.isLate) {
    return {
      ...check,
      state: 'warning',
      detail: 'did not call the server in time',
      fix: `httpwhy doctor ${client.programs[0]}`,
    };
  }
  return { ...check, state: 'failure', detail: `did not call the server at all${complaintOf(trial)}`, fix: guideText };
}

/** What resolvers say of a name that only the proxy can find. */
const NAME_NOT_FOUND = /getaddrinfo|ENOTFOUND|EAI_AGAIN|not known|(?:resolve|find|lookup).{0,20}host|no such host/i;

/** The last line that says something: many print a trace first. */
function complaintOf({ complaint, exitCode }: Trial): string {
  const last =
    complaint
      .split('\n')
      .filter((line) => line.trim() !== '')
      .at(-1)
      ?.trim() ?? '';
  if (last === '') return exitCode === null || exitCode === 0 ? '' : ` (exit code ${exitCode})`;
  return ` (${last.length > 120 ? `${last.slice(0, 119)}…` : last})`;
}
