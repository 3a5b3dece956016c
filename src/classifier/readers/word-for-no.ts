import { type ErrorReport, report } from './error-report/report.ts';

const LONGEST_SENTENCE = 400;

/** The whole body is a word for no. */
const ONLY_NO = /^(?:fail(?:s|ed|ure)?|err|error|denied|unauthorized|forbidden|invalid|ko)[.!]?$/i;

/** Answers of the protocol of dynamic DNS, which has no others: `badauth`, `nohost`, `911`. */
const OF_DYNAMIC_DNS = /^(?:badauth|nohost|notfqdn|badagent|badsys|numhost|dnserr|abuse|911|!donator|!yours)$/;

/**
 * The whole body is one short sentence, or a word, that reports a failure, as some webhooks and old APIs answer:
 * `… delivery failed with error: …`, `Bad API request, invalid api_dev_key`.
 */
export function failedWord(
  text: string,
  url: string,
): { readonly where: string; readonly what: string; readonly report: ErrorReport } | undefined {
  if (text.length > LONGEST_SENTENCE) return undefined;
  const sentence = text.trim();
  const isOfDns = OF_DYNAMIC_DNS.test(sentence) && /[?&]hostname=|\/nic\/update/.test(url.slice(0, 1000));
  const isWord = ONLY_NO.test(sentence) || isOfDns;
  if (!isWord && (sentence.includes('\n') || !FAILED_SENTENCE.test(sentence))) return undefined;
  const code = isOfDns ? sentence : undefined;
  return { where: 'response.body', what: sentence, report: report({ shape: 'text', code, message: sentence }) };
}

const FAILED_SENTENCE =
  /^(?:err(?:or)?|failed|failure|fatal|exception|invalid|unauthorized|forbidden|bad (?:api )?(?:request|login|credentials|key|token))\b.{0,3}[,:\s-]\s{0,3}\S|\bfailed with (?:error|status|code)\b|\breturned HTTP error \d{3}\b/i;
