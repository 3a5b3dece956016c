import type { Confidence, Evidence } from '../../exchange/annotation.ts';
import { headerValues } from '../../exchange/headers.ts';
import type { Facts } from '../facts.ts';
import { nameTest } from '../readers/name-test.ts';
import { parseDate } from '../readers/server-clock.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, headerEvidence } from '../shown.ts';

/** Does a success say that this endpoint, version or field is about to go away? */
export const rule: RuleDefinition = { causes: ['deprecated-endpoint'], ofSuccesses: true, find };

const WORDS =
  /deprecat|sunset|obsolete|retire|will be (?:removed|turned off|shut down|disabled|discontinued|unavailable)|end[- ]of[- ]life|no longer (?:be )?supported|removal planned|is going away|veraltet|d[ée]pr[ée]ci|obsol[eè]t/i;

function find(facts: Facts): Finding | undefined {
  if (facts.status === null || facts.status < 200 || facts.status > 299) return undefined;
  if (!facts.exchange.response!.headers.some(([name]) => mayTell(name))) return undefined;
  const names = facts.response.headerNames().filter(mayTell);
  const notice = noticeOf(facts, names);
  if (notice === undefined) return undefined;
  const successor = successorOf(facts);
  const until = endOf(facts);
  const words = [
    notice.words,
    ...(until === undefined ? [] : [`switched off ${until.isPast ? 'since' : 'on'} ${until.day} (Sunset)`]),
    ...(successor === undefined ? [] : [`successor ${successor}`]),
  ].join('; ');
  return {
    cause: 'deprecated-endpoint',
    confidence: notice.confidence,
    summary: `works, but is deprecated: ${words} (${callOnHost(facts)})`,
    evidence: notice.evidence,
    advice: `Move to ${successor === undefined ? 'the successor that the documentation names' : 'the successor'}${until === undefined ? '' : ` before ${until.day}`}.`,
  };
}

/** Names are looked at before values: hardly any response has one of them. */
const mayTell = nameTest(/deprecat|sunset|warn|notice|end-of-life|eol/i);

interface Notice {
  readonly words: string;
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
}

function noticeOf(facts: Facts, names: readonly string[]): Notice | undefined {
  const evidence: Evidence[] = [];
  const words: string[] = [];
  let isProven = false;
  for (const name of names) {
    for (const value of headerValues(facts.exchange.response!.headers, name).slice(0, 4)) {
      const found = readField(name, value.trim().slice(0, 1000), facts);
      if (found === undefined) continue;
      evidence.push(headerEvidence('response', name, value));
      if (found.words !== '') words.push(found.words);
      isProven ||= found.isProof;
    }
  }
  return evidence.length === 0
    ? undefined
    : { words: words.slice(0, 2).join(', ') || 'it has an end', confidence: isProven ? 'certain' : 'likely', evidence };
}

interface Found {
  readonly words: string;
  readonly isProof: boolean;
}

function readField(name: string, value: string, facts: Facts): Found | undefined {
  if (value === '' || /^(?:false|0|no|none|null|\?0)$/i.test(value)) return undefined;
  if (name === 'deprecation') return { words: `Deprecation: ${clip(dayIn(value) ?? value, 60)}`, isProof: true };
  // RFC 8594 lets a resource end for other reasons, such as the time it is kept.
  if (name === 'sunset') return { words: '', isProof: false };
  if (name === 'warning') {
    const text =
      /^299\s+\S{1,200}\s+"((?:[^"\\]|\\.){0,800})"/.exec(value)?.[1] ??
      (/^299\b/.test(value) ? value.slice(4) : undefined);
    if (text === undefined) return undefined;
    const isTold = WORDS.test(text);
    // Kubernetes warns of fields that it does not know in the same way.
    if (!isTold && /unknown field|duplicate field|unrecognized/i.test(text)) return undefined;
    return { words: `"${clip(text, 160)}"`, isProof: isTold };
  }
  // ASP.NET lists the versions that are deprecated with every answer, the one in use or not.
  if (/versions?$/.test(name)) {
    const version =
      facts.request.header('api-version') ??
      facts.url()?.searchParams.get('api-version') ??
      /\/v(\d{1,2}(?:\.\d{1,2})?)(?:\/|$)/.exec(facts.url()?.pathname ?? '')?.[1];
    const listed = value.split(/[,\s]+/).map((item) => item.replace(/\.0$/, ''));
    return version !== undefined && listed.includes(version.replace(/\.0$/, ''))
      ? { words: `${name}: ${clip(value, 60)}`, isProof: true }
      : undefined;
  }
  if (/deprecat/.test(name)) return { words: `${name}: ${clip(value, 120)}`, isProof: true };
  if (/sunset|end-of-life|eol/.test(name))
    return parseDate(value) === undefined && !WORDS.test(value)
      ? undefined
      : { words: `${name}: ${clip(value, 120)}`, isProof: true };
  return WORDS.test(value) ? { words: `${name}: ${clip(value, 160)}`, isProof: true } : undefined;
}

/** `@1688169599` of RFC 9745, or a date. */
function dayIn(value: string): string | undefined {
  const epoch = /^@(\d{9,11})$/.exec(value)?.[1];
  const time = epoch === undefined ? parseDate(value) : Number(epoch) * 1000;
  return time === undefined ? undefined : `since ${dayOf(time)}`;
}

function endOf(facts: Facts): { readonly day: string; readonly isPast: boolean } | undefined {
  const value = facts.response.header('sunset');
  const time = value === undefined ? undefined : parseDate(value);
  return time === undefined ? undefined : { day: dayOf(time), isPast: time < facts.answeredAt() };
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** `Link: <…>; rel="successor-version"`, else where the deprecation is described. */
function successorOf(facts: Facts): string | undefined {
  const link = headerValues(facts.exchange.response!.headers, 'link').join(',').slice(0, 4000);
  const match = /<([^<>]{1,300})>[^<>,]{0,200}\brel\s?=\s?"?(?:successor-version|latest-version)\b/i.exec(link);
  return match === null ? undefined : clip(match[1]!, 120);
}
