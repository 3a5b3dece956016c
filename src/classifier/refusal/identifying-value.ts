import type { Facts } from '../facts.ts';
import { type Mention, requestValues } from './mentioned.ts';

const NAMES =
  /^(?:(?:\w{0,40}[_-]?)?(?:name|username|email|slug|ref|key|code|identifier|arn|uri)|\w{0,40}Name|\w{0,40}_?ids?|\w{0,40}Ids?)$/i;

/** The member of body or query that names a thing, where the server does not say which it means. */
export function identifyingValue(facts: Facts): Mention | undefined {
  const values = requestValues(facts).filter(({ value }) => value !== '' && value.length <= 100);
  return (
    values.find(({ name }) => name !== undefined && name.length <= 60 && NAMES.test(name)) ??
    (values.length === 1 ? values[0] : undefined)
  );
}
