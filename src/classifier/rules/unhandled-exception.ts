import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { serverFailure, traceOf } from '../server-failure.ts';
import { failureEvidence, referenceEvidence, referenceWords } from '../server-words.ts';
import { callOnHost, clip } from '../shown.ts';

/** Did the server's own code fail, and where? */
export const rule: RuleDefinition = { causes: ['unhandled-exception'], find };

function find(facts: Facts): Finding | undefined {
  const failure = serverFailure(facts);
  if (failure?.cause !== 'unhandled-exception' || failure.sign === 'status') return undefined;
  const trace = traceOf(facts);
  const said = facts.errorMessage();
  const exception = trace?.exception;
  // Of words that only apologise the status says as much.
  const isBare =
    failure.sign === 'words' &&
    trace === undefined &&
    !facts.signals().some(({ signal, weight }) => signal === 'exception' && weight === 3);
  if (isBare) return undefined;
  const isProven = exception !== undefined && trace?.frame !== undefined && !isAboutRequest(facts, exception);
  const details = [
    ...(exception === undefined || said?.includes(shortName(exception)) === true || facts.errorCode() === exception
      ? []
      : [shortName(exception)]),
    ...(trace?.frame === undefined ? [] : [`at ${clip(trace.frame, 100)}`]),
    ...referenceWords(facts, said),
  ];
  const summary =
    said === undefined
      ? `${exception ?? 'an exception'} was thrown and not handled${trace?.frame === undefined ? '' : ` at ${clip(trace.frame, 100)}`}: ${callOnHost(facts)}`
      : quoteServer(facts, said, { details });
  return {
    cause: 'unhandled-exception',
    confidence: isProven ? 'certain' : 'likely',
    summary,
    evidence: [...failureEvidence(facts, failure), ...referenceEvidence(facts)],
    advice:
      trace?.frame !== undefined
        ? 'Correct the code at that place; the same call will fail again until then.'
        : `Look in the server log at this moment${facts.requestIds().some(({ side }) => side === 'response') ? ' for that id' : ''}; a retry of the same call will most likely fail again.`,
  };
}

/** Classes that frameworks throw because of what was sent, and words that say so: another rule may know better. */
const OF_REQUEST =
  /valid|notfound|missing|denied|auth|forbidden|duplicate|conflict|argument|badrequest|unsupported|integrity|constraint|notallowed|parse|syntax|multipart|encoding|csrf/i;
const OF_SERVER: ReadonlySet<string> = new Set(['exception', 'type', 'value', 'dependency', 'not-found']);

function isAboutRequest(facts: Facts, exception: string): boolean {
  return (
    OF_REQUEST.test(shortName(exception)) ||
    facts.signals().some(({ signal, score }) => score >= 28 && !OF_SERVER.has(signal))
  );
}

/** The class without its package. */
function shortName(exception: string): string {
  return exception.length <= 40 ? exception : exception.replace(/^.*[.:\\]/, '');
}
