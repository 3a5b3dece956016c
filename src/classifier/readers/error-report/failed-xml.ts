import { attribute, piecesOfXml } from './markup.ts';
import { SAYS_FAILED } from './members.ts';

/** Root elements that only errors have. */
const ERROR_ROOT =
  /^(?:Error|Errors|ErrorResponse|error|errors|errorResponse|Fault|ServiceExceptionReport|ExceptionReport|exception|problem)$/;

/** Answers to many, in which an error stands beside what succeeded. */
const PARTIAL_ROOT = /Result$|^(?:multistatus|BatchResponse|DeleteObjectsOutput)$/;

/** Below an answer, in place of what was asked for: `<serviceResponse><authenticationFailure code="…">`. */
const FAILURE_IN_PLACE = /^[A-Za-z]{0,30}[Ff]ailure$/;

/** Exchange and its like answer each part of a call with a class of its own; a `status` so deep may be that of a thing. */
const RESPONSE_CLASS = '(?:ResponseClass|responseClass|ResultClass|resultStatus|responseStatus)';
const DEEPEST_RESPONSE = 7;

/** `<response><returncode>FAILED</returncode><message>…`: the state of the call, beside why. */
const STATE = /^(?:return_?code|result_?code|response_?code|result|status|stat|ack)$/i;

/** States of an answer further down, of SOAP's that are no faults and of protocols that wrap everything. */
const DEEP_STATE =
  /^(?:overall_?status|highest_?severity|status_?code|status|result|result_?code|return_?code|ack|response_?status)$/i;
const FLAG = /^(?:is_?)?(?:success|successful|succeeded|ok)$/i;
const DEEPEST_STATE = 7;
/** The sentence beside it; `errtext` and its like have no other meaning. */
const SENTENCE =
  /^(?:error_?|err_?|status_?|fault_?|long|short|result_?)?(?:message|msg|text|detail|description|desc|reason)s?$/i;
const ERROR_SENTENCE = /^(?:err|fault)/i;
/** What wraps a state is about the call and no thing. */
const ABOUT_CALL = /(?:meta|header|reply|response|result|rs|results|notifications?)$/i;

/** A state further down that says no, with the sentence beside it: `<ocs><meta><status>failure</status><message>…`. */
function deepState(
  pieces: ReturnType<typeof piecesOfXml>,
): { readonly where: string; readonly what: string } | undefined {
  for (const { path, text, attributes } of pieces) {
    if (path.length < 3 || path.length > DEEPEST_STATE) continue;
    const name = path.at(-1)!;
    const where = `response.body#/${path.join('/')}`;
    const flag = path[0] === 'Envelope' ? attribute(attributes, '(?:is_?)?success(?:ful)?') : undefined;
    if (flag === 'false') return { where, what: 'false' };
    // SAML's codes are URIs (SAML Core §3.2.2.2).
    const uri = name === 'StatusCode' ? attribute(attributes, 'Value') : undefined;
    if (uri !== undefined && /:status:(?!Success)\w/.test(uri)) return { where, what: uri };
    // `<cmmMsgHeader><errMsg>SERVICE ERROR</errMsg>…`
    if (/header$/i.test(path.at(-2)!) && /^err(?:or)?_?(?:msg|message)$/i.test(name) && /error|fail/i.test(text))
      return { where, what: text };
    const isBad =
      (DEEP_STATE.test(name) && SAYS_FAILED.test(text)) || (FLAG.test(name) && text.toLowerCase() === 'false');
    if (!isBad) continue;
    const parent = path.slice(0, -1).join('/');
    const beside = pieces.filter(
      (piece) =>
        piece.text !== '' &&
        piece.path.slice(0, path.length - 1).join('/') === parent &&
        piece.path.length <= path.length + 1,
    );
    const isTold = beside.some(({ element }) => ERROR_SENTENCE.test(element) && SENTENCE.test(element));
    if (isTold || (ABOUT_CALL.test(path.at(-2)!) && beside.some(({ element }) => SENTENCE.test(element))))
      return { where, what: text };
  }
  return undefined;
}

function isExplained(pieces: ReturnType<typeof piecesOfXml>): boolean {
  return pieces.some(
    ({ path, text }) =>
      text !== '' &&
      ((path.length === 2 && /(?:message|reason|error)$/i.test(path[1]!)) ||
        // A thing has a description, whatever its state.
        (path.length === 2 && ABOUT_CALL.test(path[0]!) && /description$/i.test(path[1]!)) ||
        (path.length === 3 && /^errors?$/i.test(path[1]!) && /message$/i.test(path[2]!))),
  );
}

/** XML-RPC has no status but its fault. */
export function isXmlRpcFault(pieces: readonly { readonly path: readonly string[] }[]): boolean {
  return pieces.some(({ path }) => path[0] === 'methodResponse' && path[1] === 'fault');
}

/** The sign of a failure in XML under 2xx: a fault, an error as root, `stat="fail"`; undefined in a document that has none. */
export function isFailedXml(text: string, type: string): { readonly where: string; readonly what: string } | undefined {
  if (/^\s{0,64}<(?:!doctype html|html)\b/i.test(text)) return undefined;
  // A root with a prefix is that of a protocol, whatever the type says: CAS sends it as a page.
  const isPrefixed = /^\s{0,64}(?:<\?xml\b[^>]{0,200}>\s{0,64})?<[A-Za-z][\w-]{0,30}:[A-Za-z]/.test(text);
  if (type !== '' && !isPrefixed && !/xml|soap|text\/plain/.test(type)) return undefined;
  const pieces = piecesOfXml(text);
  const root = pieces[0]?.path[0];
  if (root === undefined) return undefined;
  if (ERROR_ROOT.test(root)) return { where: `response.body#/${root}`, what: root };
  if (root === 'methodResponse') {
    return isXmlRpcFault(pieces) ? { where: 'response.body#/methodResponse/fault', what: 'fault' } : undefined;
  }
  for (const piece of pieces) {
    const { path, attributes } = piece;
    if (path.length === 2 && FAILURE_IN_PLACE.test(path[1]!) && (piece.text !== '' || attributes !== '')) {
      return { where: `response.body#/${path.join('/')}`, what: attribute(attributes, 'code') ?? path[1]! };
    }
    if (path.length === 2 && STATE.test(path[1]!) && SAYS_FAILED.test(piece.text) && isExplained(pieces)) {
      return { where: `response.body#/${path.join('/')}`, what: piece.text };
    }
    if (root === 'Envelope' && path.length <= DEEPEST_RESPONSE && attributes !== '') {
      const state = attribute(attributes, RESPONSE_CLASS);
      if (state !== undefined && SAYS_FAILED.test(state)) {
        return { where: `response.body#/${path.join('/')}`, what: state };
      }
    }
    if (root === 'Envelope' && path[1] === 'Body' && path[2] === 'Fault') {
      return { where: 'response.body#/Envelope/Body/Fault', what: 'Fault' };
    }
    if (path.length <= 2) {
      const state = attribute(attributes, '(?:stat|status|success|result|ok)');
      if (state !== undefined && /^(?:fail|failed|failure|error|false|ko)$/i.test(state)) {
        return { where: `response.body#/${path.join('/')}`, what: state };
      }
      // OAI-PMH and the like answer with an error element right below the root.
      if (
        path.length === 2 &&
        /^(?:error|Error|fault|Errors)$/.test(path[1]!) &&
        !PARTIAL_ROOT.test(root) &&
        !isEmptyError(pieces, path)
      ) {
        return { where: `response.body#/${path.join('/')}`, what: path[1]! };
      }
    }
    // `<paymentService><reply><error code="5">…`
    if (path.length === 3 && /^(?:reply|response)$/i.test(path[1]!) && path[2] === 'error' && piece.text !== '')
      return { where: `response.body#/${path.join('/')}`, what: attribute(attributes, 'code') ?? 'error' };
    if (PARTIAL_ROOT.test(root) && path.length === 3 && /^(?:Error|error)$/.test(path[1]!)) {
      return { where: `response.body#/${root}/${path[1]}`, what: piece.text };
    }
    // WebDAV: of one resource; of a property 404 only means that it is not set.
    if (
      root === 'multistatus' &&
      path[1] === 'response' &&
      path[2] === 'status' &&
      / [45]\d\d /.test(`${piece.text} `)
    ) {
      return { where: 'response.body#/multistatus/response/status', what: piece.text };
    }
  }
  const listed = /(?:Response|Reply|RS)$/.test(root) ? pieces.find(({ path }) => path[1] === 'Errors') : undefined;
  if (listed !== undefined && !isEmptyError(pieces, listed.path))
    return { where: `response.body#/${listed.path.join('/')}`, what: attribute(listed.attributes, 'Code') ?? 'Errors' };
  return root === 'multistatus' ? undefined : deepState(pieces);
}

function isEmptyError(pieces: ReturnType<typeof piecesOfXml>, path: readonly string[]): boolean {
  return !pieces.some(
    (piece) =>
      piece.path[1] === path[1] &&
      (piece.text !== '' || /code|msg|message/i.test(piece.attributes)) &&
      !/^(?:0|false|none|null)$/i.test(piece.text),
  );
}
