import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import { type AddressFault, addressFault } from '../refusal/address-fault.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, hostOf, pathOf } from '../shown.ts';

/** Is there no such route: is path, version prefix, host or trailing slash wrong? */
export const rule: RuleDefinition = { causes: ['wrong-url'], find };

function find(facts: Facts): Finding | undefined {
  if (facts.isPreflight()) return undefined;
  const verdict = refusalFor(facts, 'wrong-url');
  const fault = addressFault(facts);
  if (verdict !== undefined) {
    return finding(facts, verdict, {
      summary: quoted(facts, `no such route: ${callOnHost(facts)}`, fault?.summary ?? 'no such route'),
      advice: adviceOf(facts, fault),
    });
  }
  return unknownApp(facts) ?? notAtGateway(facts) ?? withHtml(facts);
}

function adviceOf(facts: Facts, fault: AddressFault | undefined): string {
  if (fault !== undefined) return fault.advice;
  const said = facts.errorMessage() ?? '';
  if (/APPEND_SLASH|end in a slash/.test(said)) return 'Add the slash at the end of the path.';
  if (/trailing slash/i.test(said))
    return 'Check the slash at the end of the path, and whether an id is missing there.';
  return 'Check the path for spelling, version prefix and a missing or extra slash, the method, and the host for the right service.';
}

/** A hosting platform that knows no site or application by that name. */
function unknownApp(facts: Facts): Finding | undefined {
  const gateway = facts.gateway();
  if (
    gateway?.meaning?.signal !== 'no-route' ||
    !gateway.answeredItself ||
    facts.status === 401 ||
    (facts.status ?? 0) >= 500
  )
    return undefined;
  const { says, where, what } = gateway.meaning;
  return {
    cause: 'wrong-url',
    confidence: 'likely',
    summary: `${gateway.name}: ${says} (${facts.status}, ${callOnHost(facts)})`,
    evidence: [
      { where, what },
      { where: 'response.status', what: String(facts.status) },
      { where: 'request.url', what: hostOf(facts) },
    ],
    advice:
      'Check host and path against the address that the platform shows for this application, and whether it is deployed.',
  };
}

/** API Gateway answers an unknown route or method with this sentence and 403, whatever credential was sent. */
const UNKNOWN_AT_GATEWAY = /^Missing Authentication Token$/;

function notAtGateway(facts: Facts): Finding | undefined {
  const said = facts.errorMessage() ?? '';
  const isGateway =
    facts.response.header('x-amzn-errortype') !== undefined ||
    facts.response.header('x-amz-apigw-id') !== undefined ||
    /\.execute-api\./.test(hostOf(facts));
  if (facts.status !== 403 || !isGateway || !UNKNOWN_AT_GATEWAY.test(said)) return undefined;
  return {
    cause: 'wrong-url',
    confidence: 'likely',
    summary: quoteServer(facts, said, { before: 'no such route or method at this API Gateway' }),
    evidence: [
      { where: 'response.body', what: said },
      { where: 'request.url', what: pathOf(facts) },
      { where: 'response.status', what: '403' },
    ],
    advice: 'Check stage, path and method: the gateway answers so wherever it has no route, not for want of a token.',
    explains: ['missing-credentials', 'malformed-credentials', 'invalid-credentials', 'insufficient-scope'],
  };
}

/** A web server's or framework's page where JSON was asked for: the call did not reach the API. */
function withHtml(facts: Facts): Finding | undefined {
  if (facts.status !== 404 || facts.error()?.shape !== 'html') return undefined;
  const accept = facts.request.header('accept') ?? '';
  const wantsData = /json|xml/.test(accept) && !/text\/html/.test(accept);
  if (!wantsData || facts.signals().some(({ score }) => score >= 20)) return undefined;
  const said = facts.errorMessage();
  return {
    cause: 'wrong-url',
    confidence: 'guess',
    summary: `an HTML page${said === undefined ? '' : ` ("${clip(said, 100)}")`} in place of ${clip(accept, 40)}: the call did not reach the API (404, ${callOnHost(facts)})`,
    evidence: [
      { where: 'response.headers.content-type', what: facts.response.header('content-type') ?? 'HTML' },
      { where: 'request.headers.accept', what: accept },
      { where: 'response.status', what: '404' },
    ],
    advice: 'Check host, port and path prefix: a web server answered, not the API behind it.',
  };
}
