import type { Evidence } from '../exchange/annotation.ts';
import type { Facts } from './facts.ts';
import type { ServerFailure } from './server-failure.ts';
import { clip, headerEvidence } from './shown.ts';

/** `x-request-id: req-7`, the id under which the server's people find the call; else one that the body names. */
export function referenceWords(facts: Facts, said: string | undefined): readonly string[] {
  const id = facts.requestIds().find(({ side }) => side === 'response');
  const inBody = bodyReference(facts);
  return [
    ...(inBody === undefined || said?.includes(inBody) === true ? [] : [`reference ${clip(inBody, 60)}`]),
    ...(id === undefined || id.value === inBody ? [] : [`${clip(id.header, 40)}: ${clip(id.value, 60)}`]),
  ];
}

export function referenceEvidence(facts: Facts): readonly Evidence[] {
  const id = facts.requestIds().find(({ side }) => side === 'response');
  return id === undefined ? [] : [headerEvidence('response', id.header, id.value)];
}

/** Groups of letters and digits with a dash, a UUID or a long number in hexadecimal. */
const REFERENCE =
  /\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,40}|[A-Z]{1,6}[0-9A-Z]{0,8}(?:-[0-9A-Z]{2,12}){1,4}|[A-Z0-9]{10,30})\b/;

function bodyReference(facts: Facts): string | undefined {
  const report = facts.error();
  if (report === undefined) return undefined;
  if (report.requestId !== undefined) return report.requestId;
  for (const text of [report.message ?? '', ...report.more]) {
    const found = REFERENCE.exec(text.slice(0, 500))?.[0];
    if (found !== undefined && /\d/.test(found) && !/^(?:HTTP|UTF|ISO|RFC|SHA)-/.test(found)) return found;
  }
  return undefined;
}

/** The status, what the failure was read from, and what the body says. */
export function failureEvidence(facts: Facts, failure: ServerFailure): readonly Evidence[] {
  const said = facts.errorMessage();
  return [
    { where: 'response.status', what: `${facts.status} ${facts.exchange.response?.reason ?? ''}`.trim() },
    ...(failure.where === 'response.status' || failure.what === ''
      ? []
      : [{ where: failure.where, what: failure.what }]),
    ...(said === undefined || said === failure.what
      ? []
      : [{ where: facts.error()?.where ?? 'response.body', what: said }]),
  ];
}

/** `nginx`, where it answered itself; else undefined. */
export function answeringGateway(facts: Facts): string | undefined {
  const gateway = facts.gateway();
  return gateway?.answeredItself === true ? gateway.name : undefined;
}
