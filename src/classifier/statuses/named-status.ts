import type { Facts } from '../facts.ts';
import { isObject } from '../readers/error-report/members.ts';
import { statusOfName } from '../readers/status-name.ts';
import { notFound, refusedCaller, refusedPermission } from './refusals.ts';
import type { StatusReading } from './status-reading.ts';

const NAMES = ['error', 'message', 'title', 'reason', 'detail', 'status', 'statusText', 'error_description'];
const LONGEST_TEXT = 60;

/** The status whose name is all that the body says, where it is another than the one sent: 401 of `{"error": "Unauthorized"}` under 400. */
function namedStatus(facts: Facts): number | undefined {
  const json = facts.response.json();
  const text = json === undefined ? facts.response.body()?.text : undefined;
  const inner = isObject(json) && isObject(json.error) ? json.error : json;
  const words = isObject(inner) ? NAMES.map((name) => inner[name]) : [json ?? text];
  for (const word of words) {
    if (typeof word !== 'string' || word.length > LONGEST_TEXT) continue;
    const named = statusOfName(word);
    if (named !== undefined && named >= 400 && named !== facts.status) return named;
  }
  return undefined;
}

/** Some servers answer everything with 400, and name the status that they mean. */
export function readingByName(facts: Facts): StatusReading | undefined {
  const named = facts.errorMessage() === undefined ? namedStatus(facts) : undefined;
  if (named === 401) return refusedCaller(facts);
  if (named === 403) return refusedPermission(facts);
  return named === 404 ? notFound(facts) : undefined;
}
