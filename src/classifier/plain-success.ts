import type { Facts } from './facts.ts';

/** Fields by which a success says that something is about to change or did not quite work. */
const TELLING_FIELD = /deprecat|sunset|^warning$|^grpc-status$|^x-error/;

/** Words of failures in data that a machine wrote. */
const FAILURE_WORDS =
  /err(?:or|ors|code|msg)?\b|error|fault|fail|denied|invalid|forbidden|unauthori|exception|unprocess|rejected|exceeded|"(?:ok|success|succeeded)"\s{0,4}:\s{0,4}false|"(?:code|status|statusCode)"\s{0,4}:\s{0,4}"?[1-9]/i;

const SEARCHED_CHARACTERS = 4096;

/**
 * A success in which nothing hints at the contrary: no telling field, no page where data was asked for, no words of
 * failure at the beginning of the body. Of any other a rule that knows better may say more.
 */
export function isPlainSuccess(facts: Facts): boolean {
  if (facts.isPreflight() || facts.status === 207 || facts.status === 205) return false;
  if (facts.response.headerNames().some((name) => TELLING_FIELD.test(name))) return false;
  if (facts.exchange.response?.trailers.some(([name]) => name.toLowerCase() === 'grpc-status')) return false;
  const length = facts.response.header('content-length') ?? '0';
  if (facts.status === 204) return length === '0';
  const body = facts.response.body();
  if (body === undefined) return true;
  const start = body.text.slice(0, SEARCHED_CHARACTERS);
  return !start.trimStart().startsWith('<') && !FAILURE_WORDS.test(start);
}
