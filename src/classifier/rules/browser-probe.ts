import type { Facts } from '../facts.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { hostOf } from '../shown.ts';

/** Is this a file that browsers and crawlers ask for on their own, and that the server may well not have? */
export const rule: RuleDefinition = { causes: [null], find };

const PROBES =
  /^(?:\/favicon\.(?:ico|png|svg)|\/apple-touch-icon(?:-\d{1,4}x\d{1,4})?(?:-precomposed)?\.png|\/browserconfig\.xml|\/(?:site\.webmanifest|manifest\.webmanifest)|\/robots\.txt|\/\.well-known\/appspecific\/com\.chrome\.devtools\.json)$/;

function find(facts: Facts): Finding | undefined {
  const { method } = facts.exchange.request;
  const path = facts.url()?.pathname ?? '';
  if ((facts.status !== 404 && facts.status !== 410) || (method !== 'GET' && method !== 'HEAD')) return undefined;
  if (path.length > 100 || !PROBES.test(path)) return undefined;
  return {
    cause: null,
    confidence: 'likely',
    summary: `browsers and crawlers ask for ${path} on their own; ${hostOf(facts)} has none`,
    evidence: [{ where: 'request.url', what: path }],
    advice: '',
  };
}
