import type { CauseId } from '../exchange/causes.ts';
import type { Facts } from './facts.ts';
import type { ErrorReport } from './readers/error-report/report.ts';

/**
 * Codes of JSON-RPC 2.0 (§5.1). `isExact` where the code says all; the others are classes that words may make finer.
 * -32000 to -32099 are the server's own.
 */
const RPC_CODES: ReadonlyMap<string, { readonly cause: CauseId; readonly isExact: boolean }> = new Map([
  ['-32700', { cause: 'malformed-json', isExact: true }],
  ['-32600', { cause: 'malformed-request', isExact: false }],
  ['-32601', { cause: 'wrong-url', isExact: true }],
  ['-32602', { cause: 'invalid-value', isExact: false }],
  ['-32603', { cause: 'unhandled-exception', isExact: false }],
]);

export function rpcCause({ shape, code }: ErrorReport) {
  return shape === 'json-rpc' && code !== undefined ? RPC_CODES.get(code) : undefined;
}

/** What GraphQL servers say of a document that does not fit their schema (graphql-js, Hasura, Absinthe, gqlgen). */
const NOT_IN_SCHEMA =
  /^(?:Validation error (?:of type |\()(?:FieldUndefined|Unknown(?:Argument|Type|Directive))|Cannot query field|Unknown (?:argument|type|field|fragment|directive|enum)|field '[^']{1,80}' not found in type|Field '[^']{1,80}' (?:doesn't|is not defined)|'[^']{1,80}' has no argument)/;
const NOT_READABLE =
  /^(?:Syntax Error|GraphQL parse error|not a valid graphql query|Must provide (?:a )?(?:query|document))/i;
const NOT_GIVEN =
  /^(?:Validation error (?:of type |\()MissingFieldArgument|Variable "?\$[^"]{1,80}"? of required type|Field "[^"]{1,80}" (?:argument|of required type) .{0,200}(?:is required|was not provided))/;

/** GraphQL's own validation, which comes before anything the application says. */
export function schemaCause({ shape, message }: ErrorReport): CauseId | undefined {
  if (shape !== 'graphql' || message === undefined) return undefined;
  const start = message.slice(0, 400);
  if (NOT_IN_SCHEMA.test(start)) return 'unknown-field';
  if (NOT_READABLE.test(start)) return 'malformed-body';
  return NOT_GIVEN.test(start) ? 'missing-field' : undefined;
}

/**
 * Classes of error that many dialects share, in capitals without separators: gRPC's and Google's status names, the codes of
 * Apollo and other GraphQL servers, faults of SOAP. They say the kind and leave the rest to words.
 */
const CLASSES: ReadonlyMap<string, CauseId> = new Map<string, CauseId>([
  ['CANCELLED', 'client-aborted'],
  ['CANCELED', 'client-aborted'],
  ['UNKNOWN', 'unhandled-exception'],
  ['INVALIDARGUMENT', 'invalid-value'],
  ['DEADLINEEXCEEDED', 'gateway-timeout'],
  ['NOTFOUND', 'resource-not-found'],
  ['ALREADYEXISTS', 'already-exists'],
  ['PERMISSIONDENIED', 'insufficient-scope'],
  ['ACCESSDENIED', 'insufficient-scope'],
  ['FORBIDDEN', 'insufficient-scope'],
  ['RESOURCEEXHAUSTED', 'rate-limited'],
  ['FAILEDPRECONDITION', 'invalid-state'],
  ['ABORTED', 'version-conflict'],
  ['OUTOFRANGE', 'invalid-value'],
  ['UNIMPLEMENTED', 'not-implemented'],
  ['NOTIMPLEMENTED', 'not-implemented'],
  ['INTERNAL', 'unhandled-exception'],
  ['INTERNALERROR', 'unhandled-exception'],
  ['INTERNALSERVERERROR', 'unhandled-exception'],
  ['SERVERERROR', 'unhandled-exception'],
  ['UNAVAILABLE', 'overloaded'],
  ['SERVICEUNAVAILABLE', 'overloaded'],
  ['DATALOSS', 'unhandled-exception'],
  ['UNAUTHENTICATED', 'invalid-credentials'],
  ['UNAUTHORIZED', 'invalid-credentials'],
  ['BADUSERINPUT', 'invalid-value'],
  ['GRAPHQLPARSEFAILED', 'malformed-body'],
  ['GRAPHQLVALIDATIONFAILED', 'unknown-field'],
  ['PERSISTEDQUERYNOTFOUND', 'related-resource-missing'],
  ['VALIDATIONERROR', 'invalid-value'],
  ['VALIDATIONFAILED', 'invalid-value'],
  ['TIMEOUT', 'gateway-timeout'],
  ['TOOMANYREQUESTS', 'rate-limited'],
  ['CONFLICT', 'unspecified'],
]);

/** The cause of the report's own code or class, where one of them is such a name. */
export function errorClassCause(facts: Facts, report: ErrorReport): CauseId | undefined {
  for (const name of [report.subcode, report.code, report.type]) {
    if (name === undefined || name.length > 60) continue;
    const cause =
      CLASSES.get(
        name
          .replace(/(?:Exception|Error|Fault)$/, '')
          .replace(/[^A-Za-z]/g, '')
          .toUpperCase(),
      ) ?? CLASSES.get(name.replace(/[^A-Za-z]/g, '').toUpperCase());
    if (cause === undefined || cause === 'unspecified') continue;
    const isUnauthenticated = cause === 'invalid-credentials';
    return isUnauthenticated && !facts.credentials().some(({ secret }) => secret !== '')
      ? 'missing-credentials'
      : cause;
  }
  return undefined;
}
