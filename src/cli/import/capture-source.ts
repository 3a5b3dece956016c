import type { Exchange, StreamMessage } from '../../exchange/exchange.ts';
import { CaptureReader } from '../../store/capture-reader.ts';
import type { Recorded } from '../annotate/recorded.ts';

const PAGE = 500;
const MESSAGE_PAGE = 5000;
/** Of each body; more than anybody records. */
const MOST_BODY_BYTES = 256 * 1024 * 1024;

const NOT_ENDED = {
  phase: 'response',
  code: 'ERR_PROXY_STOPPED',
  message: 'the exchange had not ended when it was imported',
} as const;

export interface CaptureSource {
  /** How many exchanges there are. */
  readonly total: number;
  readonly items: () => Generator<Recorded>;
  close(): void;
}

/** The exchanges of another capture, in its order. Throws `UserError` as `CaptureReader` does. */
export function captureSource(path: string): CaptureSource {
  const reader = new CaptureReader(path);
  return {
    total: Object.values(reader.counts()).reduce((sum, count) => sum + count, 0),
    *items() {
      for (let from = 0; ; ) {
        const ids = reader.matching('', PAGE, from);
        for (const id of ids) {
          const recorded = recordedOf(reader, id);
          if (recorded !== undefined) yield recorded;
        }
        if (ids.length < PAGE) return;
        from = ids.at(-1)! + 1;
      }
    },
    close: () => reader.close(),
  };
}

/** Undefined where it was pruned since it was listed. */
function recordedOf(reader: CaptureReader, id: number): Recorded | undefined {
  const stored = reader.exchange(id, MOST_BODY_BYTES);
  if (stored === undefined) return undefined;
  const { exchange, annotation } = stored;
  return {
    kind: 'exchange',
    id,
    exchange: ended(exchange),
    messages: messagesOf(reader, exchange),
    own: { id, annotation },
    history: null,
    unknown: null,
  };
}

/** Nobody will end it any more. */
function ended(exchange: Exchange): Exchange {
  if (exchange.durationMs !== null) return exchange;
  const { connectedMs, requestSentMs, responseStartMs } = exchange.timing;
  const durationMs = Math.max(connectedMs ?? 0, requestSentMs ?? 0, responseStartMs ?? 0);
  return { ...exchange, durationMs, error: exchange.error ?? NOT_ENDED };
}

function messagesOf(reader: CaptureReader, { id, messageCount }: Exchange): readonly StreamMessage[] {
  const messages: StreamMessage[] = [];
  while (messages.length < messageCount) {
    const page = reader.messages(id, messages.length, MESSAGE_PAGE);
    messages.push(...page);
    if (page.length < MESSAGE_PAGE) break;
  }
  return messages;
}
