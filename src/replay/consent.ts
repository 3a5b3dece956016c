import type { RequestMessage } from '../exchange/exchange.ts';
import { idempotencyKeyName, isIdempotent } from '../exchange/idempotency.ts';
import { printable } from '../exchange/printable.ts';
import { redactUrl } from '../exchange/redact.ts';
import { serverOf } from './destination.ts';

/** A filter may match more than the person has in mind who names it. */
const MANY = 100;

/**
 * What a person has to agree to before one request is sent, `times` times; undefined where nobody needs to be asked.
 * A sentence without the question.
 */
export function consentForOne(request: RequestMessage, times: number): string | undefined {
  const { method, url } = request;
  if (isIdempotent(method)) return undefined;
  const address = printable(redactUrl(url));
  const work = times === 1 ? 'may do its work twice' : `may do its work ${count(times)} times more`;
  const key = idempotencyKeyName(request.headers);
  const remark = key === undefined ? '' : ` It carries ${key}, by which the server may recognise the repetition.`;
  return `${printable(method)} is not idempotent: sending it again ${work} (${address}).${remark}`;
}

/** The same for several requests. */
export function consentForMany(
  requests: readonly Pick<RequestMessage, 'method' | 'url'>[],
  times: number,
): string | undefined {
  const risky = requests.filter(({ method }) => !isIdempotent(method));
  const total = requests.length * times;
  if (risky.length === 0 && requests.length <= MANY) return undefined;
  const servers = [...new Set(requests.map(({ url }) => serverOf(url)))];
  const where = servers.length === 1 ? printable(servers[0]!) : `${count(servers.length)} servers`;
  const all = `${count(total)} requests would be sent to ${where}`;
  if (risky.length === 0) return `${all}.`;
  const methods = [...new Set(risky.map(({ method }) => printable(method)))].sort();
  const those = `${count(risky.length * times)} of them ${risky.length * times === 1 ? 'is' : 'are'} ${listed(methods)}`;
  return `${all}; ${those}, not idempotent: their work may be done twice.`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4);
  return shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

function count(number: number): string {
  return number.toLocaleString('en');
}
