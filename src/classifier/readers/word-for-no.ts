import { type FailedSuccess, report } from './error-report/report.ts';

const LONGEST_SENTENCE = 400;

/** The whole body is a word for no. */
const ONLY_NO = /^(?:fail(?:s|ed|ure)?|err|error|denied|unauthorized|forbidden|invalid|ko)[.!]?$/i;

/** Answers of the protocol of dynamic DNS, which has no others: `badauth`, `nohost`, `911`. */
const OF_DYNAMIC_DNS = /^(?:badauth|nohost|notfqdn|badagent|badsys|numhost|dnserr|abuse|911|!donator|!yours)$/;

/**
 * The whole body is one short sentence, or a word, that reports a failure, as some webhooks and old APIs answer:
 * `… delivery failed with error: …`, `Bad API request, invalid api_dev_key`.
 */
export function failedWord(text: string, url: string, method: string): FailedSuccess | undefined {
  if (text.length > LONGEST_SENTENCE) return undefined;
  const sentence = text.trim();
  const isOfDns = OF_DYNAMIC_DNS.test(sentence) && /[?&]hostname=|\/nic\/update/.test(url.slice(0, 1000));
  const isAsked = method !== 'GET' || url.includes('?');
  if (!isAsked && OF_A_LOG.test(url.slice(0, 1000))) return undefined;
  // What was read without a question may be the state of a thing, or any text about failures.
  const isWord = isOfDns || (isAsked && ONLY_NO.test(sentence));
  const pattern = isAsked ? FAILED_SENTENCE : ANNOUNCED;
  if (!isWord && (sentence.includes('\n') || !pattern.test(sentence))) return undefined;
  const code = isOfDns ? sentence : undefined;
  return { where: 'response.body', what: sentence, report: report({ shape: 'text', code, message: sentence }) };
}

const OF_A_LOG = /(?:logs?|output|stderr|trace|errors?)(?:\.\w{1,5})?$/i;

/** `Error: no such key` */
const ANNOUNCED = /^(?:err(?:or)?|failed|failure|fatal|exception|invalid|unauthorized|forbidden)\b.{0,3}:\s{0,3}\S/i;

const FAILED_SENTENCE =
  /^(?:err(?:or)?|failed|failure|fatal|exception|invalid|unauthorized|forbidden|bad (?:api )?(?:request|login|credentials|key|token))\b.{0,3}[,:\s-]\s{0,3}\S|\bfailed with (?:error|status|code)\b|\breturned HTTP error \d{3}\b/i;
