import type { PastCall } from '../exchange/history.ts';
import { redactUrl } from '../exchange/redact.ts';
import { formatDuration } from '../exchange/units.ts';
import type { Facts } from './facts.ts';
import { clip } from './shown.ts';

const LONGEST_PATH = 60;

/** `POST /v1/orders`, and `on id.example.com` where that is another host than this exchange's; secrets masked. */
export function pastCallInWords({ method, path, host }: PastCall, facts: Facts): string {
  const isHere = host === facts.url()?.host;
  const masked = redactUrl(`https://h${path.slice(0, 4 * LONGEST_PATH)}`).slice('https://h'.length);
  return `${clip(method, 20)} ${clip(masked, LONGEST_PATH)}${isHere ? '' : ` on ${clip(host, LONGEST_PATH)}`}`;
}

/** `8 s before`: from its end to the beginning of this exchange. */
export function agoInWords(call: PastCall, facts: Facts): string {
  const ms = facts.exchange.startedAt - call.endedAt;
  return ms < 0 ? 'at the same time' : `${formatDuration(ms)} before`;
}

/** `422 (missing-field)`, `no answer (connection-reset)`, `200, but the body reports a failure`. */
export function outcomeInWords({ status, cause, isSuccess }: PastCall): string {
  if (status === null) return `no answer${cause === null ? '' : ` (${cause})`}`;
  if (status < 300 && !isSuccess) return `${status}, but not what it asked for`;
  return `${status}${isSuccess || cause === null ? '' : ` (${cause})`}`;
}
