import { formatBytes, formatDuration } from '../../exchange/units.ts';
import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOf, hostOf } from '../shown.ts';
import { timeoutBehind } from '../timeout-behind.ts';

/** Was the client too slow to send its request? */
export const rule: RuleDefinition = { causes: ['request-timeout'], find };

function find(facts: Facts): Finding | undefined {
  const { status, exchange } = facts;
  if (status !== 408 && status !== 400) return undefined;
  if (timeoutBehind(facts) !== undefined) return undefined;
  const words = facts.says('request-timeout');
  const isSaid = words !== undefined && words.weight === 3 && !words.isAside;
  if (status === 400 && (!isSaid || facts.signals()[0]?.signal !== 'request-timeout')) return undefined;
  const announced = Number(facts.request.header('content-length') ?? '');
  const received = exchange.request.body?.totalBytes ?? 0;
  const isShort = exchange.request.body !== null && announced > received;
  const meaning = facts.gateway()?.meaning?.signal === 'request-timeout';
  const isUpload = announced > 0 || facts.request.header('transfer-encoding') !== undefined;
  if (!isSaid && !isShort && !meaning && !isUpload) return undefined;
  const waited = exchange.durationMs === null ? '' : ` after ${formatDuration(exchange.durationMs)}`;
  const part = isShort
    ? `${formatBytes(received)} of ${formatBytes(announced)} had arrived`
    : announced > 0
      ? `${formatBytes(announced)} were announced`
      : undefined;
  const before = `${hostOf(facts)} stopped waiting for the request${waited}`;
  const said = facts.errorMessage();
  return {
    cause: 'request-timeout',
    confidence: 'likely',
    summary:
      said === undefined
        ? `${before}: ${callOf(facts)} was not complete${part === undefined ? '' : ` (${part})`}`
        : quoteServer(facts, said, {
            before: 'the request came too slowly',
            details: part === undefined ? [] : [part],
          }),
    evidence: [
      { where: 'response.status', what: String(status) },
      ...(words === undefined ? [] : [{ where: words.where, what: words.text }]),
      ...(part === undefined ? [] : [{ where: 'request.headers.content-length', what: part }]),
    ],
    advice: 'Send the body faster or in smaller parts; where the connection had been idle, just retry.',
  };
}
