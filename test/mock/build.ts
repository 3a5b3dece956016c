import { checkRule } from '../../src/cli/mock/read-rule.ts';
import type { Rule } from '../../src/mock/rule.ts';
import { type Chance, RuleEngine } from '../../src/mock/rule-engine.ts';
import { RuleRequest } from '../../src/mock/rule-request.ts';
import type { Verdict } from '../../src/mock/verdict.ts';

export const NOW = new Date(Date.UTC(2026, 10, 5, 12));

/** Chance that never changes; a test names what it wants otherwise. */
export function chance(differing: Partial<Chance> = {}): Chance {
  return { now: () => NOW, uuid: () => '6f1c2c7e-1a2b-4c3d-8e9f-001122334455', random: () => 0.5, ...differing };
}

/** A rule as somebody writes it in a file. */
export function rule(written: Readonly<Record<string, unknown>>, name = 'the rule'): Rule {
  const checked = checkRule({ name, ...written }, name, '/project');
  if ('issues' in checked) throw new Error(JSON.stringify(checked.issues));
  return checked.rule;
}

export function request(
  line: string,
  { headers = {}, body }: { readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown } = {},
): RuleRequest {
  const [method = '', url = ''] = line.split(' ');
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  return new RuleRequest(method, url, Object.entries(headers).flat(), Buffer.from(text));
}

/** What the engine makes of one request. */
export function decide(engine: RuleEngine, asked: RuleRequest): Verdict | undefined {
  return engine.look(asked)?.decide(asked);
}

export function engineOf(...written: readonly Readonly<Record<string, unknown>>[]): RuleEngine {
  return new RuleEngine(
    written.map((one, index) => rule(one, `rule ${index + 1}`)),
    chance(),
  );
}

/** Status and body of an answer; undefined where it is none. */
export function answerOf(verdict: Verdict | undefined): { readonly status: number; readonly body: string } | undefined {
  if (verdict?.course.kind !== 'answer') return undefined;
  const { status, body } = verdict.course.answer;
  if (body.kind === 'file') return { status, body: body.path };
  const pieces = body.kind === 'bytes' ? [body.bytes] : body.parts.map(({ bytes }) => bytes);
  return { status, body: Buffer.concat(pieces).toString('utf8') };
}
