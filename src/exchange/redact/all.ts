import type { AnnotatedExchange } from '../annotation.ts';
import type { Exchange, StreamMessage } from '../exchange.ts';
import { readAnnotation } from './annotation.ts';
import { readExchange } from './exchange.ts';
import { Ledger, type Masked } from './ledger.ts';
import type { RedactionRules } from './own-rules.ts';
import { createSpread, type Spread } from './spread.ts';
import { readMessages } from './stream-messages.ts';
import type { Suspect } from './suspects.ts';
import { maskText } from './text.ts';

/** What leaves together; with the messages of a stream where there are any. */
export interface RedactableItem extends AnnotatedExchange {
  readonly messages?: readonly StreamMessage[];
}

export interface Redaction<Item extends RedactableItem = RedactableItem> {
  /** In the order in which they were given. */
  readonly items: readonly Item[];
  readonly masked: readonly Masked[];
  /** What looks like a secret and stays. */
  readonly kept: readonly Suspect[];
  /** Masks the same secrets, and what else looks like one, in text about these exchanges. */
  text(text: string): string;
}

/**
 * Exchanges and what is said about them without their secrets: by name, by form, by the person's rules, and then
 * every secret found anywhere once more everywhere else, whatever its encoding there. The same secret has the same
 * placeholder throughout. Bodies lose their content coding on the way, and the header that names it; bodies in a
 * coding that cannot be undone are withheld, because what they hold cannot be known.
 * @throws PatternError where a regular expression of the rules is not understood
 */
export function redactAll<Item extends RedactableItem>(
  items: readonly Item[],
  rules?: RedactionRules,
): Redaction<Item> {
  return redactInto(new Ledger(rules), items);
}

/** The same with secrets that are known already. */
export function redactInto<Item extends RedactableItem>(ledger: Ledger, items: readonly Item[]): Redaction<Item> {
  // First every part of all is read, then every part is written.
  const read = items.map((item, index) => {
    ledger.item = index;
    return readItem(item, ledger);
  });
  const spread = createSpread(ledger);
  const written = read.map((write, index) => {
    ledger.item = index;
    return write(spread);
  });
  return {
    items: written,
    get masked() {
      return ledger.masked;
    },
    get kept() {
      return ledger.kept;
    },
    text: (source) => ledger.withLabels(spread(maskText(source, ledger.maskAt('text')), 'text')),
  };
}

function readItem<Item extends RedactableItem>(item: Item, ledger: Ledger): (spread: Spread) => Item {
  const exchange = readExchange(item.exchange, ledger);
  const messages = item.messages && readMessages(item.messages, ledger);
  const annotation = item.annotation && readAnnotation(item.annotation, ledger);
  return (spread) => ({
    ...item,
    exchange: exchange(spread),
    annotation: annotation?.(spread) ?? null,
    ...(messages === undefined ? {} : { messages: messages(spread) }),
  });
}

export interface Redacted {
  readonly exchange: Exchange;
  readonly masked: readonly Masked[];
  readonly kept: readonly Suspect[];
  /** Masks the same secrets, and what else looks like one, in text about this exchange. */
  readonly text: (text: string) => string;
}

/** One exchange by itself. What belongs together goes through `redactAll` together. */
export function redactExchange(exchange: Exchange, rules?: RedactionRules): Redacted {
  const { items, masked, kept, text } = redactAll([{ exchange, annotation: null }], rules);
  return { exchange: items[0]!.exchange, masked, kept, text };
}
