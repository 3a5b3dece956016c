import { isObject } from '../readers/error-report/members.ts';

/** An answer that is nothing but the steps of a sign-in: `{"flows": [{"stages": ["m.login.password"]}], "session": "…"}`. */
export function asksForStages(json: unknown): boolean {
  if (!isObject(json) || !Array.isArray(json.flows)) return false;
  const [first]: readonly unknown[] = json.flows;
  return isObject(first) && Array.isArray(first.stages);
}
