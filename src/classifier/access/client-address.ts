const ADDRESS = '["\'`(\\[]?(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7})\\b';
const REFUSED =
  "(?:not|n't|never|denied|blocked|forbidden|restricted|rejected|banned|unauthori[sz]ed|disallowed|refused)\\b";
const FROM = '\\b(?:from|by|ip|address|client|source|caller|host)(?: is)?:?';
const SAYS = new RegExp(`${FROM} ${ADDRESS}[^.]{0,60}\\b${REFUSED}|\\b${REFUSED}[^.]{0,60}${FROM} ${ADDRESS}`, 'i');
const MAY_SAY = /\d\.\d{1,3}\.\d|[0-9a-f]:[0-9a-f]{0,4}:/i;

/** "Access from 203.0.113.9 is not allowed": the address from which the call came is what the server refuses. */
export function refusesAddress(sentence: string): boolean {
  const text = sentence.slice(0, 400);
  return MAY_SAY.test(text) && SAYS.test(text);
}
