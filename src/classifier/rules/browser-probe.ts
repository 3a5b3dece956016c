import type { Facts } from '../facts.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { clip, hostOf } from '../shown.ts';

/** Is this a file that browsers, their tools and crawlers ask for on their own, and that the server may well not have? */
export const rule: RuleDefinition = { causes: [null], ofSuccesses: true, find };

const PROBES =
  /^(?:\/favicon\.(?:ico|png|svg)|\/apple-touch-icon(?:-\d{1,4}x\d{1,4})?(?:-precomposed)?\.png|\/browserconfig\.xml|\/(?:site|manifest)\.webmanifest|\/manifest\.json|\/(?:robots|humans|security|ads|app-ads)\.txt|\/sitemap(?:_index)?\.xml|\/crossdomain\.xml|\/apple-app-site-association|\/\.well-known\/(?:appspecific\/com\.chrome\.devtools\.json|apple-app-site-association|assetlinks\.json|security\.txt|change-password|traffic-advice|gpc\.json|dnt-policy\.txt|passkey-endpoints|related-website-set\.json|resource-that-should-not-exist-whose-status-code-should-not-be-200\/?))$/;

/** Developer tools look for the source of each script and style sheet. */
const SOURCE_MAP = /\.(?:[cm]?js|css)\.map$/;

/** Object stores answer 403 for what is not there. */
const ABSENT: ReadonlySet<number | null> = new Set([403, 404, 410]);

function find(facts: Facts): Finding | undefined {
  const { method } = facts.exchange.request;
  if (!ABSENT.has(facts.status) || (method !== 'GET' && method !== 'HEAD')) return undefined;
  const path = facts.url()?.pathname ?? '';
  const isMap = path.length < 500 && SOURCE_MAP.test(path);
  if (!isMap && (path.length > 120 || !PROBES.test(path))) return undefined;
  // A client that signs in for it wants it.
  if (facts.credentials().some(({ place, secret }) => place !== 'cookie' && secret !== '')) return undefined;
  return {
    cause: null,
    confidence: 'likely',
    summary: isMap
      ? `developer tools ask for the source map ${clip(path, 80)} on their own; ${hostOf(facts)} has none`
      : `browsers and crawlers ask for ${path} on their own; ${hostOf(facts)} has none`,
    evidence: [{ where: 'request.url', what: path }],
    advice: '',
  };
}
