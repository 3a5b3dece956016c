import { Buffer } from 'node:buffer';
import { CAUSE_IDS, type CauseId } from '../../exchange/causes.ts';
import type { TransportError } from '../../exchange/transport-error.ts';
import { BLOCKED, failureOf } from '../failures.ts';
import { ruleField, wireText } from '../ready-answer.ts';
import type { Breakage, CauseStyle } from '../rule.ts';
import type { Scope } from '../template.ts';
import type { Damage, Verdict } from '../verdict.ts';
import { PECULIAR } from './peculiar.ts';
import { REFUSALS, type Refusal } from './refusal.ts';
import { STYLES, type StyledAnswer } from './styles.ts';

interface Provocation {
  readonly course: Verdict['course'];
  readonly damage: Damage | null;
}

/** Causes that are no answer but a call that breaks. */
const BREAKAGES: Partial<Readonly<Record<CauseId, Breakage>>> = {
  'dns-failure': { kind: 'dns' },
  'connection-refused': { kind: 'refused' },
  'connection-reset': { kind: 'reset' },
  'response-timeout': { kind: 'timeout', afterMs: 0 },
  'tls-untrusted-certificate': { kind: 'tls', problem: 'untrusted' },
  'tls-certificate-expired': { kind: 'tls', problem: 'expired' },
  'tls-hostname-mismatch': { kind: 'tls', problem: 'name' },
  'tls-handshake-failed': { kind: 'tls', problem: 'handshake' },
  'invalid-response': { kind: 'not-http' },
};

/** Why a cause cannot be provoked: it is in what the client sends or does, and in no answer. */
export const UNPROVOKABLE: Partial<Readonly<Record<CauseId, string>>> = {
  'client-rejects-proxy-ca': 'the client refuses our certificate before there is a request to answer',
  'client-aborted': 'the client hangs up; a rule with a timeout makes an impatient client do so',
  'redirect-changes-method': 'the client repeats a POST as GET; a rule that answers 302 makes it do so',
  'placeholder-in-url': 'it is in the URL that the client builds',
  'hidden-by-auth': 'it shows only beside another call to the same address that is allowed',
  'retried-too-soon': 'the client comes back too early; provoke rate-limited, and it is named when the client does',
};

/** Every cause that a rule can bring about. */
export const PROVOKABLE: readonly CauseId[] = CAUSE_IDS.filter((cause) => UNPROVOKABLE[cause] === undefined);

/** What a server of this style answers when it refuses for this reason, or how the call breaks. */
export function provoke(cause: CauseId, style: CauseStyle, rule: string, scope: Scope): Provocation {
  const breakage = BREAKAGES[cause];
  const course = breakage && failureOf(breakage, scope.request);
  if (course !== undefined) return { course, damage: null };
  if (cause === 'connect-timeout')
    return failed('connect', 'ETIMEDOUT', `connect ETIMEDOUT ${scope.request.parts.host}`);
  if (cause === 'proxy-rejected')
    return { course: { kind: 'fail', error: BLOCKED(rule), isCutOff: false }, damage: null };
  const refusal = REFUSALS[cause];
  const { host, path } = scope.request.parts;
  const occasion = { host, path, requestId: scope.uuid() };
  const answer =
    refusal === undefined
      ? PECULIAR[cause]?.({ ...occasion, url: scope.request.url, style })
      : STYLES[style](spoken(refusal, path), occasion);
  if (answer === undefined) throw new Error(`there is no way to provoke ${cause}`);
  const damage: Damage | null =
    cause === 'truncated-response'
      ? { bytesPerSecond: null, slowBodyMs: null, breakage: { kind: 'truncated', afterBytes: null } }
      : null;
  return { course: { kind: 'answer', answer: readyAnswer(answer, rule, scope) }, damage };
}

function spoken(refusal: Refusal, path: string): Refusal {
  const last = path.split('/').findLast((segment) => segment !== '') ?? '';
  return { ...refusal, message: refusal.message.replace('{last}', last.slice(0, 60)) };
}

function failed(phase: TransportError['phase'], code: string, message: string): Provocation {
  return { course: { kind: 'fail', error: { phase, code, message }, isCutOff: false }, damage: null };
}

function readyAnswer({ status, headers, body }: StyledAnswer, rule: string, { now }: Scope) {
  return {
    status,
    rawHeaders: [
      ...headers.flatMap(([name, value]) => [name, wireText(value)]),
      ...['Date', now.toUTCString()],
      ...ruleField(rule),
    ],
    body: { kind: 'bytes', bytes: Buffer.from(body) },
  } as const;
}
