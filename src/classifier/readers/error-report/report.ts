/** How the body of an error is built. It says where things stand, not who sent it. */
export type Shape =
  | 'problem'
  | 'json-api'
  | 'oauth'
  | 'google'
  | 'aws-json'
  | 'odata'
  | 'stripe-like'
  | 'graphql'
  | 'json-rpc'
  | 'validation-map'
  | 'list'
  | 'envelope'
  | 'batch'
  | 'grpc'
  | 'soap'
  | 'aws-xml'
  | 'xml'
  | 'html'
  | 'form'
  | 'event-stream'
  | 'text'
  | 'headers'
  | 'empty';

/** One field, parameter or header that the server names as wrong. */
export interface FieldError {
  /** As the server spelled it: `#/profile/color`, `items.0.price`, `To`. */
  readonly path: string;
  readonly segments: readonly (string | number)[];
  /** Undefined where the server does not say. */
  readonly location: FieldLocation | undefined;
  /** The server's words; its code where there are none. */
  readonly message: string;
  readonly code: string | undefined;
  /** Evidence pointer of the place that names the field: `response.body#/errors/0/field`. */
  readonly where: string;
  /** What would be right, in the server's words: `int`, `red, green`. */
  readonly expected?: string;
  /** What came, as the server repeats it. Raw: mask it before it is shown. */
  readonly received?: string;
}

export type FieldLocation = 'body' | 'query' | 'path' | 'header';

/** What a response says about its error, whatever the shape. Strings are raw and on one line; bounded in length. */
export interface ErrorReport {
  readonly shape: Shape;
  /** The name or number that was made for programs: `order_already_exists`, `NoSuchKey`, `20404`. */
  readonly code: string | undefined;
  /** A second, finer one where there are two: `insufficient_funds` beside `card_declined`, Graph's `error_subcode`. */
  readonly subcode: string | undefined;
  /** The class of error: `card_error`, `PERMISSION_DENIED`, `java.lang.NullPointerException`, the URI of a problem. */
  readonly type: string | undefined;
  /** A sentence, or the word that stands in its place; never only the name of the status. */
  readonly message: string | undefined;
  /** The status that the body itself states; of `grpc` the gRPC code. */
  readonly status: number | undefined;
  /** Evidence pointer of the message, else of the code: `response.body#/error/message`. */
  readonly where: string;
  readonly codeWhere: string;
  readonly fields: readonly FieldError[];
  /** Further sentences, the most telling first. */
  readonly more: readonly string[];
  readonly requestId: string | undefined;
  /** URL of the documentation. */
  readonly help: string | undefined;
  /** Where several parts were answered one by one. */
  readonly parts: { readonly failed: number; readonly total: number } | undefined;
}

/** A success that is none: the sign that says so, and what the body reports. */
export interface FailedSuccess {
  /** Evidence pointer. */
  readonly where: string;
  readonly what: string;
  readonly report: ErrorReport;
  /** Data may look so, too: it is no proof. */
  readonly isOpen?: boolean | undefined;
}

export const MOST_FIELDS = 20;
export const MOST_REMARKS = 8;
const LONGEST_SENTENCE = 2000;
const LONGEST_CODE = 200;

const NOTHING: ErrorReport = {
  shape: 'empty',
  code: undefined,
  subcode: undefined,
  type: undefined,
  message: undefined,
  status: undefined,
  where: 'response.body',
  codeWhere: 'response.body',
  fields: [],
  more: [],
  requestId: undefined,
  help: undefined,
  parts: undefined,
};

/** A report with what is known, everything bounded. */
export function report(known: Partial<ErrorReport> & { readonly shape: Shape }): ErrorReport {
  const message = known.message === undefined ? undefined : oneLine(known.message) || undefined;
  return {
    ...NOTHING,
    ...known,
    code: known.code?.slice(0, LONGEST_CODE),
    subcode: known.subcode?.slice(0, LONGEST_CODE),
    type: known.type?.slice(0, LONGEST_CODE),
    message,
    codeWhere: known.codeWhere ?? known.where ?? NOTHING.codeWhere,
    fields: (known.fields ?? []).slice(0, MOST_FIELDS),
    more: distinct(known.more ?? [], message),
  };
}

/** White space becomes single spaces; at most 2000 characters. */
export function oneLine(text: string): string {
  const line = text.length > LONGEST_SENTENCE ? text.slice(0, LONGEST_SENTENCE) : text;
  // Nearly every sentence is one line already.
  return (/[^\S ]| {2}/.test(line) ? line.replace(/\s+/g, ' ') : line).trim();
}

function distinct(remarks: readonly string[], message: string | undefined): readonly string[] {
  const seen = new Set([message]);
  const kept: string[] = [];
  for (const remark of remarks) {
    const line = oneLine(remark);
    if (line === '' || seen.has(line)) continue;
    seen.add(line);
    kept.push(line);
    if (kept.length === MOST_REMARKS) break;
  }
  return kept;
}
