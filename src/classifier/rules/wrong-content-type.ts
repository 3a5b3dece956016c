import type { Facts } from '../facts.ts';
import { FORMAT_TYPE, formatMismatch } from '../refusal/body-format.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Is `Content-Type` missing, not what the body is, or not what the server takes? */
export const rule: RuleDefinition = { causes: ['wrong-content-type'], find };

function find(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'wrong-content-type');
  const mismatch = formatMismatch(facts);
  const type = facts.request.header('content-type');
  const header = {
    where: 'request.headers.content-type',
    what: type ?? 'none',
  };
  if (verdict !== undefined) {
    const before =
      mismatch === undefined
        ? undefined
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
      advice:
        mismatch === undefined
          ? 'Set Content-Type to what the body is and the API takes, usually application/json.'
          : `Send Content-Type: ${FORMAT_TYPE[mismatch.is]}, or the body in the format that is announced.`,
    });
    return { ...base, evidence: [header, ...base.evidence] };
  }
  return silent(facts, mismatch, header);
}

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
