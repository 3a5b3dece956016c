import { createHash, randomInt } from 'node:crypto';
import type { Annotation } from '../annotation.ts';
import type { Body, Exchange, StreamMessage } from '../exchange.ts';
import { readAnnotation } from './annotation.ts';
import { readExchange } from './exchange.ts';
import { type LabelFor, Ledger } from './ledger.ts';
import { compileRules, type RedactionRules } from './own-rules.ts';
import { createSpread } from './spread.ts';
import { readMessages } from './stream-messages.ts';

/** What may be stored of an exchange. */
export interface Storable {
  readonly exchange: Exchange;
  readonly messages: readonly StreamMessage[];
  /** What is said about the exchange without the same secrets. */
  annotation(annotation: Annotation): Annotation;
}

/** Labels that are remembered; a secret that has been forgotten gets another one when it comes again. */
const REMEMBERED = 20_000;
const LABEL_ALPHABET = 'bcdfghjkmnpqrstvwxz23456789';

/**
 * Masks exchanges before they are stored. The same secret has the same placeholder in all exchanges of a run. Its label is
 * drawn by lot (`<token-k3f9, 30+ characters>`), not counted: a capture holds several runs, and `token-1` of one is not
 * that of another.
 *
 * A secret may be known only when the last byte has come. So a pending exchange has no body here, and the bodies come with
 * the end: what the recorder keeps of them until then, and no more. The messages of a stream are masked one by one as they
 * come, with what is known by then.
 */
export class StorageRedaction {
  readonly #rules: RedactionRules | undefined;
  readonly #label = drawnLabels();
  /** The secrets of what is pending. */
  readonly #ledgers = new Map<number, Ledger>();

  /** @throws PatternError where a regular expression of the rules is not understood */
  constructor(rules?: RedactionRules) {
    compileRules(rules);
    this.#rules = rules;
  }

  /** `key` names an exchange until it ends, which its `durationMs` tells. */
  redactForStorage(key: number, exchange: Exchange, messages: readonly StreamMessage[] = []): Storable {
    const ledger = this.#ledgers.get(key) ?? new Ledger(this.#rules, this.#label);
    const isPending = exchange.durationMs === null;
    if (isPending) this.#ledgers.set(key, ledger);
    else this.#ledgers.delete(key);
    const write = readExchange(isPending ? withoutBodies(exchange) : exchange, ledger);
    const writeMessages = readMessages(messages, ledger);
    const spread = createSpread(ledger);
    return {
      exchange: write(spread),
      messages: writeMessages(spread),
      annotation: (annotation) => {
        const writeAnnotation = readAnnotation(annotation, ledger);
        return writeAnnotation(createSpread(ledger));
      },
    };
  }
}

function withoutBodies(exchange: Exchange): Exchange {
  const { request, response } = exchange;
  return {
    ...exchange,
    request: { ...request, body: request.body && emptied(request.body) },
    response: response && { ...response, body: response.body && emptied(response.body) },
  };
}

function emptied({ totalBytes }: Body): Body {
  return { bytes: new Uint8Array(), totalBytes };
}

function drawnLabels(): LabelFor {
  const bySecret = new Map<string, string>();
  const taken = new Set<string>();
  return (kind, secret) => {
    // What is remembered is not the secret itself, so that a dump of the memory shows less.
    const digest = createHash('sha256').update(`${kind}\n${secret}`).digest('base64');
    const known = bySecret.get(digest);
    if (known !== undefined) return known;
    if (bySecret.size >= REMEMBERED) bySecret.clear();
    let label = '';
    do label = Array.from({ length: 5 }, () => LABEL_ALPHABET[randomInt(LABEL_ALPHABET.length)]).join('');
    while (taken.has(label));
    if (taken.size < 50 * REMEMBERED) taken.add(label);
    bySecret.set(digest, label);
    return label;
  };
}
