import type { History } from '../../exchange/history.ts';
import type { Facts } from '../facts.ts';
import { agoInWords, pastCallInWords } from '../past-words.ts';
import { quoteServer } from '../quote.ts';
import { FORMAT_TYPE, FORMAT_WORDS, formatMismatch, formatOfBytes } from '../refusal/body-format.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import { isFormWanted } from '../refusal/form-wanted.ts';
import { formatBefore } from '../refusal/format-before.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Is `Content-Type` missing, not what the body is, or not what the server takes? */
export const rule: RuleDefinition = { causes: ['wrong-content-type'], find };

function find(facts: Facts, history: History): Finding | undefined {
  return byHistory(facts, history) ?? byTokenCall(facts) ?? byBytes(facts);
}

/** The route took another format until now. */
function byHistory(facts: Facts, history: History): Finding | undefined {
  const past = formatBefore(facts, history);
  if (past === undefined) return undefined;
  const { call, before, now } = past;
  const words = `the body came ${now === undefined ? 'without Content-Type' : `as ${clip(now, 60)}`}, and ${clip(before, 60)} worked in #${call.id}, ${agoInWords(call, facts)}`;
  const said = facts.errorMessage();
  const type = facts.request.header('content-type');
  const isRefused = facts.status === 415 && isRefusedType(facts, type);
  return {
    cause: 'wrong-content-type',
    confidence: isRefused ? 'certain' : 'likely',
    summary:
      said === undefined
        ? `${words} (${facts.status}, ${callOnHost(facts)})`
        : quoteServer(facts, said, { before: words }),
    evidence: [
      { where: 'request.headers.content-type', what: type ?? 'none' },
      { where: `history:${call.id}`, what: `${pastCallInWords(call, facts)} got ${call.status} with ${before}` },
      { where: 'response.status', what: String(facts.status) },
    ],
    advice: `Send the body as ${before} with that Content-Type, as in #${call.id}.`,
    explains: [
      'missing-field',
      'malformed-body',
      'malformed-json',
      'malformed-request',
      'related-resource-missing',
      'unspecified',
    ],
  };
}

function byTokenCall(facts: Facts): Finding | undefined {
  if (!isFormWanted(facts)) return undefined;
  const before = 'the body is JSON, and a token endpoint reads forms';
  const said = facts.errorMessage();
  return {
    cause: 'wrong-content-type',
    confidence: 'likely',
    summary:
      said === undefined ? `${before} (${facts.status}, ${callOnHost(facts)})` : quoteServer(facts, said, { before }),
    evidence: [
      { where: 'request.headers.content-type', what: facts.request.header('content-type') ?? 'none' },
      { where: 'request.body#/grant_type', what: 'sent' },
      { where: 'response.status', what: String(facts.status) },
    ],
    advice: 'Send grant_type and the rest as application/x-www-form-urlencoded (RFC 6749 §4).',
    explains: [
      'missing-field',
      'invalid-value',
      'unspecified',
      'feature-not-enabled',
      'malformed-request',
      'malformed-body',
    ],
  };
}

function byBytes(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'wrong-content-type');
  const mismatch = formatMismatch(facts);
  const type = facts.request.header('content-type');
  const header = {
    where: 'request.headers.content-type',
    what: type ?? 'none',
  };
  if (verdict !== undefined) {
    const format = formatOfBytes(facts);
    // A form that is announced as one is still no JSON.
    const isUnwanted = format !== undefined && format !== 'json' && WANTS_JSON.test(facts.errorMessage() ?? '');
    const before =
      mismatch === undefined
        ? isUnwanted
          ? `the body is ${FORMAT_WORDS[format]}, and the server wants JSON`
          : undefined
        : `the body is ${mismatch.isInWords}, ${mismatch.announced === undefined ? 'sent without Content-Type' : `announced as ${clip(mismatch.announced, 60)}`}`;
    const said = facts.errorMessage();
    const details =
      before === undefined && type !== undefined && said?.includes(type) !== true
        ? [`Content-Type: ${clip(type, 80)}`]
        : [];
    const base = finding(facts, verdict, {
      ...(facts.status === 415
        ? {
            confidence:
              verdict.by === 'field'
                ? ('likely' as const)
                : isRefusedType(facts, type)
                  ? ('certain' as const)
                  : ('likely' as const),
          }
        : {}),
      summary: quoted(
        facts,
        `${before ?? `${type ?? 'no Content-Type'} is not taken`}: ${callOnHost(facts)}`,
        before,
        details,
      ),
      advice: isUnwanted
        ? `Send the values as JSON with Content-Type: application/json; ${FORMAT_WORDS[format]} is not read here.`
        : mismatch === undefined
          ? 'Set Content-Type to what the body is and the API takes, usually application/json.'
          : `Send Content-Type: ${FORMAT_TYPE[mismatch.is]}, or the body in the format that is announced.`,
    });
    return { ...base, evidence: [header, ...base.evidence] };
  }
  return silent(facts, mismatch, header);
}

const WANTS_JSON = /\b(?:json|dict(?:ionary)?|object|struct)\b/i;

/** The server repeats the very type that was sent, as one that it does not take. */
function isRefusedType(facts: Facts, type: string | undefined): boolean {
  const bare = type?.split(';', 1)[0]?.trim();
  return bare !== undefined && bare !== '' && facts.errorMessage()?.includes(bare) === true;
}

/** A silent refusal of a body that is not what its header says. */
function silent(
  facts: Facts,
  mismatch: ReturnType<typeof formatMismatch>,
  header: { readonly where: string; readonly what: string },
): Finding | undefined {
  const { status } = facts;
  if (mismatch === undefined || (status !== 400 && status !== 415 && status !== 422)) return undefined;
  if (status !== 415 && (facts.signals().length > 0 || facts.fields().length > 0)) return undefined;
  const how =
    mismatch.announced === undefined ? 'sent without Content-Type' : `announced as ${clip(mismatch.announced, 60)}`;
  return {
    cause: 'wrong-content-type',
    confidence: status === 415 ? 'likely' : 'guess',
    summary: `the body is ${mismatch.isInWords}, ${how} (${status}, ${callOnHost(facts)})`,
    evidence: [header, { where: 'response.status', what: String(status) }],
    advice: `Send Content-Type: ${FORMAT_TYPE[mismatch.is]}, or the body in the format that is announced.`,
  };
}
