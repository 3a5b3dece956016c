import type { Annotation } from '../../exchange/annotation.ts';
import type { Body, Exchange, RequestMessage } from '../../exchange/exchange.ts';
import type { RedactionRules, Storable } from '../../exchange/redact.ts';
import { StorageRedaction } from '../../exchange/redact.ts';
import type { BodyChunk, Side } from '../../recorder/body-pieces.ts';
import type { Change } from '../../recorder/recorder.ts';

interface Kept {
  readonly original: Exchange;
  readonly storable: Storable;
}

/**
 * Masks what the recorder hands out before anything of it is stored. The classifier still reads the original: that a token has
 * expired can only be seen in the token.
 */
export class CaptureRedaction {
  readonly #redaction: StorageRedaction;
  /** By the request as it is stored, which later stages hand on as it is. */
  readonly #kept = new WeakMap<RequestMessage, Kept>();

  constructor(rules: RedactionRules | undefined) {
    this.#redaction = new StorageRedaction(rules);
  }

  redact(changes: readonly Change[]): Change[] {
    return changes.map(({ key, exchange, messages }) => {
      const storable = this.#redaction.redactForStorage(
        key,
        exchange,
        messages.map(({ message }) => message),
      );
      const stored = storable.exchange;
      this.#kept.set(stored.request, { original: exchange, storable });
      return {
        key,
        exchange: stored,
        // Pieces of a body as it came would leak what is cut in two: the body comes in one piece, with the end.
        chunks: [...chunk('request', stored.request.body), ...chunk('response', stored.response?.body ?? null)],
        messages: messages.map(({ index }, place) => ({ index, message: storable.messages[place]! })),
      };
    });
  }

  /** `classify` gets the original of what is stored; what it says is masked like it. */
  annotate(stored: Exchange, classify: (exchange: Exchange) => Annotation): Annotation {
    const kept = this.#kept.get(stored.request);
    // An exchange of another run, or one whose content had to be given up: it was masked when it was stored.
    if (kept === undefined) return classify(stored);
    return kept.storable.annotation(classify({ ...kept.original, id: stored.id }));
  }
}

function chunk(side: Side, body: Body | null): readonly BodyChunk[] {
  return body === null || body.bytes.length === 0 ? [] : [{ side, index: 0, bytes: body.bytes }];
}
