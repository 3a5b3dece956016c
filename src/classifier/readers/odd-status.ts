import { isObject } from './error-report/members.ts';
import { type FailedSuccess, report } from './error-report/report.ts';

/** The last status of the row of successes that is registered, 226 aside. */
export const LAST_REGISTERED = 208;

/** Members by which a sign-in tells what is left to do before it gives a token. */
const STAGE =
  /^(?:two_?factor|mfa|otp|challenge|step_?up|(?:email|phone|registration)_?verification|change_?password)_?(?:id|token|state)$/i;

/** A success of an API's own (FusionAuth's 212 and 242), whose body says that something is still to be done. */
export function inOddStatus(status: number, json: unknown): FailedSuccess | undefined {
  if (status === 226 || !isObject(json) || 'token' in json) return undefined;
  const stage = Object.keys(json)
    .slice(0, 40)
    .find((key) => STAGE.test(key));
  if (stage === undefined) return undefined;
  const where = `response.body#/${stage}`;
  return {
    where: 'response.status',
    what: String(status),
    report: report({ shape: 'envelope', code: stage, where, codeWhere: where }),
  };
}
