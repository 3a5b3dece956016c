import type { Facts } from '../facts.ts';
import { isObject } from '../readers/error-report/members.ts';
import { announcedFormat } from './body-format.ts';

const GRANTS: ReadonlySet<unknown> = new Set(['client_credentials', 'authorization_code', 'refresh_token', 'password']);

/**
 * A token call whose body is JSON, and whose server has seen nothing of it: tokens are asked for with a form (RFC 6749 §4). It
 * misses the very `grant_type` that stands there, or does not know one that every server knows.
 */
export function isFormWanted(facts: Facts): boolean {
  const { status, exchange } = facts;
  if ((status !== 400 && status !== 401 && status !== 415) || exchange.request.method !== 'POST') return false;
  const json = facts.request.json();
  if (!isObject(json) || !GRANTS.has(json.grant_type) || announcedFormat(facts) !== 'json') return false;
  const { code, message } = facts.error() ?? {};
  const said = `${code ?? ''} ${message ?? ''}`.slice(0, 600);
  // Whoever repeats the value has read it.
  if (said.includes(String(json.grant_type))) return false;
  return /\bgrant[_ ]?type\b/i.test(message?.slice(0, 600) ?? '') || code === 'unsupported_grant_type';
}
