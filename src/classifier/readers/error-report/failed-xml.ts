import { attribute, piecesOfXml } from './markup.ts';

/** Root elements that only errors have. */
const ERROR_ROOT =
  /^(?:Error|Errors|ErrorResponse|error|errors|errorResponse|Fault|ServiceExceptionReport|ExceptionReport|exception|problem)$/;

/** Answers to many, in which an error stands beside what succeeded. */
const PARTIAL_ROOT = /Result$|^(?:multistatus|BatchResponse|DeleteObjectsOutput)$/;

/** The sign of a failure in XML under 2xx: a fault, an error as root, `stat="fail"`; undefined in a document that has none. */
export function isFailedXml(text: string, type: string): { readonly where: string; readonly what: string } | undefined {
  if (/^\s{0,64}<(?:!doctype html|html)\b/i.test(text)) return undefined;
  if (type !== '' && !/xml|soap|text\/plain/.test(type)) return undefined;
  const pieces = piecesOfXml(text);
  const root = pieces[0]?.path[0];
  if (root === undefined) return undefined;
  if (ERROR_ROOT.test(root)) return { where: `response.body#/${root}`, what: root };
  for (const piece of pieces) {
    const { path, attributes } = piece;
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
  return undefined;
}

function isEmptyError(pieces: ReturnType<typeof piecesOfXml>, path: readonly string[]): boolean {
  return !pieces.some(
    (piece) =>
      piece.path[1] === path[1] &&
      (piece.text !== '' || /code|msg|message/i.test(piece.attributes)) &&
      !/^(?:0|false|none|null)$/i.test(piece.text),
  );
}
