import { Buffer } from 'node:buffer';
import type { Exchange, StreamMessage } from '../../exchange/exchange.ts';
import { isObject } from './error-report/members.ts';

/** How a WebSocket conversation ended. */
export interface Closing {
  /** Who said first that it is over. */
  readonly from: 'client' | 'server';
  /** Null of a close frame without a code (RFC 6455 §7.1.5). */
  readonly code: number | null;
  /** Empty where none was given. */
  readonly reason: string;
  /** What the server said just before, where that reports nothing but an error. */
  readonly error: string | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The end of a WebSocket conversation; undefined where no close frame was seen. */
export function readClosing({ response, lastMessages = [] }: Exchange): Closing | undefined {
  const isUpgraded = response?.status === 101 || (response?.status ?? 0) === 200;
  const index = lastMessages.findIndex(({ type }) => type === 'close');
  const close = lastMessages[index];
  if (!isUpgraded || close === undefined) return undefined;
  return {
    from: close.from,
    code: close.closeCode,
    reason: textOf(close).trim(),
    error: errorBefore(lastMessages.slice(0, index)),
    at: close.at,
  };
}

/** The last message of the server before the end, where it reports an error and nothing else. */
function errorBefore(messages: readonly StreamMessage[]): string | undefined {
  const last = messages.findLast(({ from, type }) => from === 'server' && type === 'text');
  if (last === undefined || last.totalBytes > last.bytes.length) return undefined;
  const text = textOf(last);
  try {
    return isErrorMessage(JSON.parse(text)) ? text : undefined;
  } catch {
    return undefined;
  }
}

const KIND_NAMES = ['type', 'event', 'action', 'op', 'kind', 'status', 'msg_type', 'messageType', 'T'];
const ERROR_KIND = /(?:^|[_.:-])(?:error|err|failure|failed|unauthori[sz]ed|rejected|fatal)$/i;

/** `{"type": "error", …}`, `{"event": "subscribe_error"}`, `{"error": {…}}`, `[{"T": "error", …}]`. */
function isErrorMessage(json: unknown): boolean {
  const value: unknown = Array.isArray(json) && json.length === 1 ? json[0] : json;
  if (!isObject(value)) return false;
  const kind = KIND_NAMES.map((name) => value[name]).find((entry) => typeof entry === 'string');
  if (typeof kind === 'string' && ERROR_KIND.test(kind.slice(0, 60))) return true;
  const { error } = value;
  return (typeof error === 'string' && error !== '') || (isObject(error) && Object.keys(error).length > 0);
}

function textOf({ bytes }: StreamMessage): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}
