import type { Confidence, Evidence } from '../../exchange/annotation.ts';
import { type CauseId, causeOf } from '../../exchange/causes.ts';
import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import { type ClientDeadline, clientDeadline, hasRunOut } from '../readers/client-deadline.ts';
import type { ErrorReport, FailedSuccess } from '../readers/error-report/report.ts';
import { requestValues } from '../refusal/mentioned.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { secretsOf } from '../secrets.ts';
import { clip, hostOf } from '../shown.ts';
import { CAUSE_OF_STATUS, causeOfReport } from '../signal-causes.ts';

/** Does a 2xx say in its envelope, its parts or its gRPC status that the call failed, and why? */
export const rule: RuleDefinition = { causes: ['error-in-success'], find };

function find(facts: Facts): Finding | undefined {
  const failed = facts.failedSuccess();
  if (failed === undefined || isUnderWay(facts, failed)) return undefined;
  const said = causeOfReport(facts);
  const inner = innerOf(failed, said?.cause);
  const { report } = failed;
  const evidence: Evidence[] = [{ where: failed.where, what: failed.what }];
  if (report.message !== undefined && report.where !== failed.where)
    evidence.push({ where: report.where, what: report.message });
  if (report.code !== undefined && report.code !== failed.what)
    evidence.push({ where: report.codeWhere, what: report.code });
  const deadline = inner === 'gateway-timeout' ? clientDeadline(facts.request) : undefined;
  if (deadline !== undefined) evidence.push({ where: deadline.where, what: deadline.shown });
  const ofInner = inner === null ? undefined : causeOf(inner);
  return {
    cause: 'error-in-success',
    inner,
    confidence: confidenceOf(facts, failed),
    summary: summaryOf(facts, failed, deadline),
    evidence,
    advice:
      deadline !== undefined && hasRunOut(deadline, facts.exchange.durationMs)
        ? `The time that the client itself allows (${clip(deadline.shown, 60)}) had run out: allow more, or ask for less at once.`
        : adviceOf(facts, report, inner),
    ...(ofInner === undefined ? {} : { fault: ofInner.fault, retry: ofInner.retry }),
    ...delayOf(facts, inner),
  };
}

const UNDER_WAY = /in.?progress|accepted|queued|running|pending|started|scheduled|under way/i;

/** 202 with a number or a word and a sentence that the work goes on. */
function isUnderWay({ status }: Facts, { what, report }: FailedSuccess): boolean {
  return (
    status === 202 &&
    (/^\d+$/.test(what) || UNDER_WAY.test(report.code ?? '') || UNDER_WAY.test(report.type ?? '')) &&
    UNDER_WAY.test(report.message ?? '')
  );
}

/** What is left over of a batch without an error was not done for want of capacity: the caller is to send it again. */
function innerOf({ report, where, what }: FailedSuccess, cause: CauseId | undefined): CauseId | null {
  // What a program printed when it broke off is its own failure, whatever the words of the exception.
  if (report.shape === 'html')
    return cause !== undefined && causeOf(cause).fault === 'server' ? cause : 'unhandled-exception';
  if (cause !== undefined && cause !== 'unspecified') return cause;
  // WebDAV gives each part a status line.
  const ofPart = CAUSE_OF_STATUS[Number(/^HTTP\/[\d.]{1,3} (\d{3})\b/.exec(what)?.[1])];
  if (ofPart !== undefined) return ofPart;
  return report.shape === 'batch' && /#\/unprocessed/i.test(where) ? 'rate-limited' : null;
}

function delayOf(facts: Facts, inner: CauseId | null): Pick<Finding, 'retryAfterSeconds'> {
  const delay = inner === 'rate-limited' || inner === 'overloaded' ? facts.statedDelay() : undefined;
  return delay === undefined ? {} : { retryAfterSeconds: delay.seconds };
}

/** Forms in which an error cannot be anything else. */
const UNMISTAKABLE: ReadonlySet<string> = new Set([
  'graphql',
  'json-rpc',
  'soap',
  'grpc',
  'aws-xml',
  'event-stream',
  'form',
  'html',
]);

function confidenceOf(facts: Facts, { report, where, what, isOpen }: FailedSuccess): Confidence {
  if (isOpen === true) return 'likely';
  if (UNMISTAKABLE.has(report.shape)) return 'certain';
  if (report.parts !== undefined) return report.status !== undefined && report.status >= 400 ? 'certain' : 'likely';
  if (/userErrors\/0$/i.test(where)) return 'certain';
  const json = facts.response.json();
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return report.shape === 'xml' && report.code !== undefined && !/#\/[\w-]*(?:errors|codes)\b/i.test(where)
      ? 'certain'
      : 'likely';
  const keys = Object.keys(json);
  // A thing that was read may have a flag or an error of its own.
  const isThing =
    facts.exchange.request.method === 'GET' &&
    (keys.length > 6 || 'id' in json || /health|status|check|ready|live|ping/i.test(facts.path()));
  if (isThing) return 'likely';
  if (what === 'false' || what === 'False') return 'certain';
  // A number means what the provider wants it to mean.
  return report.message !== undefined && !/^-?\d+$/.test(what) ? 'certain' : 'likely';
}

function summaryOf(facts: Facts, failed: FailedSuccess, deadline: ClientDeadline | undefined): string {
  const { report, where, what } = failed;
  const { parts } = report;
  const before =
    parts === undefined
      ? report.shape === 'event-stream'
        ? 'the stream reported an error'
        : 'success in name only'
      : parts.total > parts.failed || parts.total > 1
        ? `${parts.failed} of ${parts.total} parts failed`
        : `${parts.failed === 1 ? 'a part' : `${parts.failed} parts`} failed`;
  const said = facts.errorMessage() ?? wordsBesideCode(report) ?? signInWords(where, what);
  const isPointed = parts !== undefined || report.shape === 'xml';
  return quoteServer(facts, said, {
    before,
    details: [
      ...placeIn(facts),
      ...(isPointed ? [partName(where, what), ...partValues(facts, where, said)] : []),
      ...(report.parts !== undefined && report.status !== undefined && report.shape !== 'grpc'
        ? [`status ${report.status} inside`]
        : []),
      ...(deadline === undefined ? [] : [`the client allowed ${clip(deadline.shown, 60)}`]),
      ...namedFields(facts, said),
      ...needed(facts),
    ],
  });
}

function wordsBesideCode({ code, type }: ErrorReport): string | undefined {
  return code ?? type;
}

/** `ok: false` */
function signInWords(where: string, what: string): string {
  const name = where.replace(/^.*[#/.]/, '');
  return name === '' || name === 'body' ? clip(what, 80) : `${clip(name, 40)}: ${clip(what, 80)}, without a reason`;
}

/** `locked.log`, `results/1`, `UnprocessedItems/events`: which part. */
function partName(where: string, what: string): string {
  const pointer = /#\/(.{1,80})$/.exec(where)?.[1];
  const isOfXml = pointer === undefined || !/\d/.test(pointer);
  return isOfXml && what !== 'failed' && !/^\d+$/.test(what)
    ? clip(what, 60)
    : (pointer ?? where.replace('response.', ''));
}

/** What of the request stands in the failed part: its id, mostly. The server's sentence may have it already. */
function partValues(facts: Facts, where: string, said: string): readonly string[] {
  const part = partAt(facts.response.json(), where);
  if (part === undefined) return [];
  const secrets = secretsOf(facts);
  const sent = new Set(requestValues(facts).flatMap(({ value }) => (secrets.includes(value) ? [] : value)));
  const found = scalarsIn(part, 0).filter((value) => sent.has(value) && !said.includes(value));
  return [...new Set(found)].slice(0, 3).map((value) => clip(value, 60));
}

/** The item of a list in which the failure was found. */
function partAt(root: unknown, where: string): unknown {
  let part = root;
  let item: unknown;
  for (const step of (/#\/(.{1,200})$/.exec(where)?.[1] ?? '').split('/')) {
    if (typeof part !== 'object' || part === null) break;
    const isList = Array.isArray(part);
    part = (part as Readonly<Record<string, unknown>>)[step];
    if (isList) item = part;
  }
  return item;
}

const MOST_SCALARS = 40;

function scalarsIn(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string' || typeof value === 'number') return String(value).length > 1 ? [String(value)] : [];
  if (typeof value !== 'object' || value === null || depth > 3) return [];
  return Object.values(value)
    .slice(0, MOST_SCALARS)
    .flatMap((inner) => scalarsIn(inner, depth + 1))
    .slice(0, MOST_SCALARS);
}

/** GraphQL's path to the field that failed: `at order.shipping`. */
function placeIn(facts: Facts): readonly string[] {
  const json = facts.response.json();
  if (typeof json !== 'object' || json === null) return [];
  const { errors } = json as { readonly errors?: unknown };
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const path = typeof first === 'object' && first !== null ? (first as { readonly path?: unknown }).path : undefined;
  if (!Array.isArray(path) || path.length === 0) return [];
  return [`at ${clip(path.slice(0, 8).map(String).join('.'), 60)}`];
}

/** Fields that the error names and its sentence does not. */
function namedFields(facts: Facts, said: string): readonly string[] {
  const names = (facts.error()?.fields ?? [])
    .map(({ path, segments }) => String(segments.findLast((part) => typeof part === 'string') ?? path))
    .filter((name) => name !== '' && !said.toLowerCase().includes(name.toLowerCase()));
  return names.length === 0 ? [] : [`field ${clip([...new Set(names)].slice(0, 4).join(', '), 80)}`];
}

/** Members by which dialects say which permission is wanted. */
const NEEDED = [
  'needed',
  'required',
  'required_scope',
  'required_scopes',
  'missing_scopes',
  'missing_scope',
  'requiredScopes',
  'required_permission',
];

function needed(facts: Facts): readonly string[] {
  const json = facts.response.json();
  if (typeof json !== 'object' || json === null) return [];
  for (const name of NEEDED) {
    const value = (json as Readonly<Record<string, unknown>>)[name];
    const text = Array.isArray(value) ? value.slice(0, 6).map(String).join(', ') : value;
    if (typeof text === 'string' && text !== '') return [`needs ${clip(text, 80)}`];
  }
  return [];
}

/** What to do about what the body reports. */
const NEXT: Readonly<Partial<Record<CauseId, string>>> = {
  'missing-credentials': ', and send the credential that it wants',
  'expired-credentials': '; get a new token, then repeat the call',
  'invalid-credentials': '; check that the credential is the right one for this host, and not revoked',
  'insufficient-scope': ', and grant this caller what it names',
  'rate-limited': '; send fewer calls, and retry with growing pauses',
  'quota-exhausted': '; quick retries cannot help before the quota starts anew or is raised',
  'concurrency-limited': '; run fewer calls at once, and retry when one has ended',
  'payment-required': '; settle balance or billing of the account first',
  'resource-not-found': '; check that what it names exists in this environment and for this account',
  'related-resource-missing': '; check that what it names exists in this environment and for this account',
  'already-exists': '; use the one that exists, update it, or choose another name',
  'missing-field': ', and add what it names',
  'resource-locked': '; retry once the other operation has ended',
};

function adviceOf(facts: Facts, report: ErrorReport, inner: CauseId | null): string {
  const check =
    report.shape === 'grpc'
      ? 'Check grpc-status, not the HTTP status'
      : 'Check the body of every answer, not only its status';
  if (report.parts !== undefined)
    return 'Send only the failed parts again, after a correction where they name one; the others are done.';
  const delay = delayOf(facts, inner).retryAfterSeconds;
  if (delay !== undefined) return `${check}; wait ${delay} s, then retry.`;
  return inner !== null && causeOf(inner).fault === 'server'
    ? `${check}; the failure is on the side of ${hostOf(facts)}, so retry later or report it.`
    : `${check}${inner === null ? ', and correct what it names' : (NEXT[inner] ?? ', and correct what it names')}.`;
}
