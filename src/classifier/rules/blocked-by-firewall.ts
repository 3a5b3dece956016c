import type { Evidence } from '../../exchange/annotation.ts';
import { fingerprintOfFirewall } from '../access/firewalls.ts';
import { type Refusal, refusalOf } from '../access/refusal.ts';
import { saidBy, sentence } from '../access/sentence.ts';
import type { Facts } from '../facts.ts';
import { andServerSays } from '../quoting/telling.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, hostOf } from '../shown.ts';

/** Did a firewall, bot protection or rule of a CDN answer in place of the API? */
export const rule: RuleDefinition = { causes: ['blocked-by-firewall'], find };

const USER_AGENT = /\buser[- ]agent\b/i;
const CHALLENGE = /challenge|captcha|javascript|just a moment|checking your browser|not a (?:ro)?bot|verify/i;

function find(facts: Facts): Finding | undefined {
  const refusal = refusalOf(facts);
  if (refusal?.cause !== 'blocked-by-firewall') return undefined;
  const gateway = facts.gateway();
  const isGateways = gateway?.meaning?.signal === 'firewall' && gateway.answeredItself;
  const mark = fingerprintOfFirewall(facts);
  const name = isGateways ? gateway.name : mark?.name;
  const said = saidBy(facts, refusal) ?? refusal.what;
  const agent = facts.request.header('user-agent');
  const lacksAgent = agent === undefined && USER_AGENT.test(said);
  const isChallenge = CHALLENGE.test(`${refusal.what} ${gateway?.meaning?.says ?? ''}`);
  const code = /\berror(?: code)?:? ?(1\d{3})\b/i.exec(said)?.[1];
  const what = lacksAgent
    ? 'no User-Agent was sent'
    : name === undefined
      ? undefined
      : `${name} ${isChallenge ? 'wants a browser to pass its challenge' : 'blocked the call'}${code === undefined ? '' : ` (error ${code})`}`;
  const evidence: Evidence[] = [
    ...(lacksAgent ? [{ where: 'request.headers', what: 'no User-Agent' }] : []),
    { where: refusal.where, what: refusal.what },
    { where: 'response.status', what: String(facts.status) },
    ...(isGateways ? [{ where: gateway.where, what: gateway.what }] : []),
  ];
  return {
    cause: 'blocked-by-firewall',
    confidence: lacksAgent || (name !== undefined && isProven(refusal, name)) ? 'certain' : 'likely',
    summary: isPage(facts, refusal)
      ? andServerSays(facts, `${what ?? 'a firewall blocked the call'}: ${callOnHost(facts)}`, facts.errorMessage())
      : sentence(facts, refusal, { before: what }),
    evidence,
    advice: adviceOf(facts, lacksAgent, isChallenge, said),
  };
}

/** The page or header is the firewall's own; Akamai's says the same where the origin denies. */
function isProven({ by }: Refusal, name: string): boolean {
  return by === 'page' && name !== 'Akamai' && name !== 'HAProxy' && name !== 'Squid';
}

/** Titles of such pages ("Just a moment…") say nothing. */
function isPage(facts: Facts, { by }: Refusal): boolean {
  return by === 'page' && (facts.error()?.shape === 'html' || (facts.errorMessage()?.length ?? 0) < 24);
}

function adviceOf(facts: Facts, lacksAgent: boolean, isChallenge: boolean, said: string): string {
  if (lacksAgent) return 'Send a User-Agent that names the program and a contact.';
  if (USER_AGENT.test(said))
    return 'Send another User-Agent: one that names the program and a contact, and no library’s default.';
  if (isChallenge)
    return `Ask the owner of ${hostOf(facts)} to let API calls pass: a program cannot solve a challenge for browsers.`;
  return `Ask the owner of ${hostOf(facts)} with the id on the page which rule matched; look at User-Agent, path and body for what looks like an attack.`;
}
