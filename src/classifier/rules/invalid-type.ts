import type { Facts } from '../facts.ts';
import type { BlamedField, JsonType } from '../readers/blame.ts';
import { claimSentence, fieldName } from '../refusal/field-sentence.ts';
import { confidenceOf, finding, quoted, refusalFor } from '../refusal/finding.ts';
import { mentionInWords } from '../refusal/mentioned.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost } from '../shown.ts';

/** Has a field the wrong JSON type, or not the format that its type asks for? */
export const rule: RuleDefinition = { causes: ['invalid-type'], find };

function find(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'invalid-type');
  if (verdict === undefined) return undefined;
  const [first] = verdict.fields;
  if (isEncodedTwice(facts) && (first === undefined || first.field.segments.length === 0)) {
    const before = 'the body is a JSON string that holds JSON';
    return finding(facts, verdict, {
      summary: quoted(facts, `${before}: ${callOnHost(facts)}`, before),
      advice: 'Encode the value once: the client serialised a text that was JSON already.',
    });
  }
  if (first === undefined) {
    return finding(facts, verdict, {
      summary: quoted(
        facts,
        `a value has the wrong type: ${callOnHost(facts)}`,
        undefined,
        verdict.mention === undefined ? [] : [mentionInWords(verdict.mention)],
      ),
      advice: 'Send the value in the type that the message names: numbers without quotes, dates in ISO 8601.',
    });
  }
  return finding(facts, verdict, {
    confidence: isProven(facts, first) ? 'certain' : confidenceOf(verdict),
    summary: claimSentence('invalid-type', verdict.fields),
    advice: adviceOf(first),
  });
}

/** The whole body is one string, and in it stands JSON. */
function isEncodedTwice(facts: Facts): boolean {
  const json = facts.request.json();
  return typeof json === 'string' && /^\s{0,8}[[{]/.test(json);
}

const WANTED: readonly (readonly [RegExp, JsonType | 'date' | 'uuid'])[] = [
  [/\b(?:u?int(?:eger|\d{1,2})?|long|number|numeric|float|double|decimal)\b/i, 'number'],
  [/\bbool(?:ean)?\b/i, 'boolean'],
  [/\b(?:array|list|vec|tuple)\b/i, 'array'],
  [/\b(?:object|dict(?:ionary)?|map|hash|struct)\b/i, 'object'],
  [/\b(?:string|str|text)\b/i, 'string'],
];

/** The type that the server asks for: from what it expects, its code, its sentence. */
function wantedType({ field }: BlamedField): JsonType | undefined {
  for (const text of [field.expected, field.code?.replaceAll('_', ' ')]) {
    if (text === undefined) continue;
    const found = WANTED.filter(([pattern]) => pattern.test(text));
    if (found.length === 1) return found[0]![1] as JsonType;
  }
  return undefined;
}

/** The value has demonstrably not the type that the server names; a form or query holds nothing but strings. */
function isProven({ status }: Facts, blamed: BlamedField): boolean {
  if (!blamed.isPresent || (status !== 400 && status !== 422)) return false;
  const wanted = wantedType(blamed);
  if (wanted === undefined || blamed.jsonType === undefined || blamed.value === undefined) return false;
  if (blamed.where.startsWith('request.body#')) {
    return wanted !== blamed.jsonType && !(wanted === 'number' && /^"[\d.,-]+"$/.test(blamed.value));
  }
  return wanted === 'number' && !/\d/.test(blamed.value);
}

function adviceOf(first: BlamedField): string {
  const name = fieldName(first);
  const wanted = wantedType(first);
  if ((wanted === 'object' || wanted === 'array') && /^"\s{0,4}(?:\{|\[)/.test(first.value ?? ''))
    return `Send ${name} as ${wanted === 'object' ? 'an object' : 'an array'} and not as a text that holds JSON: it was serialised twice.`;
  if (wanted === 'number') return `Send ${name} as a number, without quotes, units or thousands separators.`;
  if (wanted === 'boolean') return `Send ${name} as true or false, without quotes.`;
  if (wanted === 'array') return `Send ${name} as an array, also for a single entry.`;
  if (wanted === 'object') return `Send ${name} as an object.`;
  if (wanted === 'string') return `Send ${name} as a string in quotes.`;
  return `Send ${name} in the type and format that the message asks for.`;
}
