import type { MessageFacts } from './message.ts';

/** What an error says stands in its first kilobytes. */
const LONGEST_TEXT = 4096;

/**
 * The words of a response body for phrases to be matched against: at most 4 kB, without markup and links (an address
 * such as `…/docs/rate-limits` is no statement), `CamelCase` and `snake_case` taken apart. Empty where there are none.
 */
export function errorText(response: MessageFacts): string {
  return (response.body()?.text ?? '')
    .slice(0, LONGEST_TEXT)
    .replace(/https?:\/\/[^\s"'<>]+/g, ' ')
    .replace(/<(?:style|script)\b[^>]*>[^<]*/gi, ' ')
    .replace(/<[^<>]{0,500}>/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ');
}
