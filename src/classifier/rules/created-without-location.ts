import type { Facts } from '../facts.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, hostOf } from '../shown.ts';

/** Did a POST create something without a word on where it is? */
export const rule: RuleDefinition = { causes: ['created-without-location'], ofSuccesses: true, find };

/** Fields by which servers name the new resource besides `Location`. */
const NAMING_FIELDS =
  /^(?:content-location|link|.*-(?:entity|resource|object|document|item|file|upload|job|task|message)-?id|odata-entityid)$/;

/** Members of a bare receipt. Any other member may be, or identify, the new resource. */
const RECEIPT = /^(?:success|ok|status|status_?code|code|message|msg|detail|errors?|result|data|timestamp|time)$/i;
const NUMBERS = /^(?:status|status_?code|code|timestamp|time)$/i;
const TIMES = /^time(?:stamp)?$/i;

function find(facts: Facts): Finding | undefined {
  if (facts.status !== 201 || facts.exchange.request.method !== 'POST') return undefined;
  if (facts.response.header('location') !== undefined || isBeacon(facts)) return undefined;
  if (facts.response.headerNames().some((name) => name.length < 60 && NAMING_FIELDS.test(name))) return undefined;
  const content = contentOf(facts);
  if (content === undefined) return undefined;
  return {
    cause: 'created-without-location',
    confidence: content.isEmpty ? 'certain' : 'likely',
    summary: `no Location and ${content.words} in the 201 to ${callOnHost(facts)}: nothing says where the new resource is`,
    evidence: [
      { where: 'response.headers', what: 'no Location' },
      { where: 'response.body', what: content.shown },
    ],
    advice: `Have ${hostOf(facts)} send Location or the new resource with its id; until then look the resource up before you create it again.`,
  };
}

/** What was sent there is reported, and nobody wants it back. */
const BEACON =
  /^(?:track(?:ing|s)?|collect(?:or)?|events?|beacons?|pixel|ping|pings|hits?|logs?|metrics?|ingest|telemetry|analytics|batch|impressions?|clicks?|page-?views?|identify|csp(?:-report)?|reports?|rum|vitals|spans|traces|heartbeats?|callbacks?|webhooks?|hooks?|notify|acks?|feedback)$/i;

function isBeacon(facts: Facts): boolean {
  const last = (facts.url()?.pathname ?? '').replace(/\/+$/, '').split('/').at(-1) ?? '';
  return BEACON.test(last.slice(0, 40));
}

interface Content {
  readonly isEmpty: boolean;
  readonly words: string;
  readonly shown: string;
}

/** What is in the body, where that is provably no resource; undefined where it may be one or was not recorded. */
function contentOf(facts: Facts): Content | undefined {
  const body = facts.exchange.response?.body ?? null;
  if (body === null || body.totalBytes === 0) {
    const length = facts.response.header('content-length');
    const isAnnounced =
      (length !== undefined && length !== '0') || facts.response.header('transfer-encoding') !== undefined;
    return isAnnounced ? undefined : { isEmpty: true, words: 'an empty body', shown: 'empty' };
  }
  const text = facts.response.body();
  if (text === undefined || text.isRecordingCut || !text.isWhole) return undefined;
  if (text.text.trim() === '') return { isEmpty: true, words: 'an empty body', shown: 'white space only' };
  const json = facts.response.json();
  if (json === null || json === true || json === '' || isEmptyContainer(json)) {
    return { isEmpty: true, words: `a body that is only ${text.text.trim()}`, shown: text.text.trim() };
  }
  if (!isReceipt(json)) return undefined;
  return { isEmpty: false, words: 'no id in the body', shown: text.text.trim() };
}

function isEmptyContainer(json: unknown): boolean {
  return typeof json === 'object' && json !== null && Object.keys(json).length === 0;
}

function isReceipt(json: unknown): boolean {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false;
  return Object.entries(json).every(([key, value]) => RECEIPT.test(key) && isReceiptValue(key, value));
}

function isReceiptValue(key: string, value: unknown): boolean {
  if (value === null || typeof value === 'boolean' || isEmptyContainer(value)) return true;
  if (typeof value === 'number') return NUMBERS.test(key);
  // A digit in a message may be the id: "Order 4711 created".
  return typeof value === 'string' && (TIMES.test(key) || !/\d/.test(value));
}
