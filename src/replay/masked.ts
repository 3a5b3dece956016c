import { bodyText } from '../exchange/body.ts';
import type { RequestMessage } from '../exchange/exchange.ts';

/** What redaction puts in place of a secret: `<token-k3f9x, 30+ characters>`. */
const PLACEHOLDER =
  /<[a-z][^<>"\\\n]{0,80}, (?:under \d{1,5}|\d{1,5}\+) (?:characters|digits)(?:, [a-z][a-z0-9 ]{0,40}){0,3}>/;

/**
 * Where a request holds a placeholder instead of a secret, because it was recorded so or comes from an export; in the
 * words of a sentence (`the header Authorization`), at most a few. Empty where it holds none.
 */
export function maskedPlaces({ url, headers, body }: RequestMessage): readonly string[] {
  const text = body === null ? undefined : bodyText(headers, body);
  return [
    ...(PLACEHOLDER.test(decoded(url)) ? ['the URL'] : []),
    ...headers.filter(([, value]) => PLACEHOLDER.test(value)).map(([name]) => `the header ${name}`),
    ...(text !== undefined && PLACEHOLDER.test(decoded(text)) ? ['the body'] : []),
  ].slice(0, 5);
}

/** Forms and queries hold it percent-encoded. */
function decoded(text: string): string {
  if (!text.includes('%3C')) return text;
  return text.replaceAll('+', ' ').replace(/%(2[0CBb]|3[CE])/gi, (code) => decodeURIComponent(code));
}
