import { isIP } from 'node:net';
import { refusalOf } from '../access/refusal.ts';
import { saidBy, saidFinding } from '../access/sentence.ts';
import type { Facts } from '../facts.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { hostOf } from '../shown.ts';

/** Is it the caller's address, network or country that is refused? */
export const rule: RuleDefinition = { causes: ['ip-not-allowed'], find };

/** What may be an address: checked by the parser afterwards. */
const ADDRESS = /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![\w:])/gi;
const GEOGRAPHY = /\b(?:countr(?:y|ies)|region|territory|location|geo\w*|embargo|sanction\w*|european|jurisdiction)\b/i;
const REFERRER = /\bhttp[ _-]?referr?er|referr?ers?\b/i;

function find(facts: Facts): Finding | undefined {
  const refusal = refusalOf(facts);
  if (refusal?.cause !== 'ip-not-allowed') return undefined;
  const said = saidBy(facts, refusal) ?? refusal.what;
  const address = [...said.slice(0, 500).matchAll(ADDRESS)].map(([text]) => text).find((text) => isIP(text) !== 0);
  const gateway = facts.gateway();
  const meaning = gateway?.meaning?.says;
  const isGeography = GEOGRAPHY.test(said) || gateway?.meaning?.signal === 'geo';
  const what = isGeography ? 'the country or region of the caller is refused' : 'the caller’s IP address is refused';
  const before =
    address === undefined
      ? refusal.by === 'page'
        ? `${what} by ${gateway?.name ?? 'the gateway'}`
        : undefined
      : `${address} is refused`;
  return saidFinding(facts, refusal, {
    before,
    details: refusal.by === 'page' && meaning !== undefined ? [meaning] : [],
    advice: REFERRER.test(said)
      ? 'Add the page’s address to the referrers that the key allows, or use a key for servers from a server.'
      : isGeography
        ? `Call from a country that ${hostOf(facts)} serves; another credential does not help.`
        : `Add the outbound address${address === undefined ? '' : ` ${address}`} to the allowlist, IPv4 and IPv6 both, or call from an address that is on it.`,
  });
}
