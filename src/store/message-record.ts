import type { StreamMessage } from '../exchange/exchange.ts';

/** A row of the table `message`. */
export interface MessageRecord {
  readonly exchange_id: number;
  readonly position: number;
  readonly at: number;
  readonly sender: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly total_bytes: number;
  readonly close_code: number | null;
}

export function toMessageRecord(exchangeId: number, position: number, message: StreamMessage): MessageRecord {
  return {
    exchange_id: exchangeId,
    position,
    at: message.at,
    sender: message.from,
    type: message.type,
    bytes: message.bytes,
    total_bytes: message.totalBytes,
    close_code: message.closeCode,
  };
}

export function toMessage(record: MessageRecord): StreamMessage {
  return {
    at: record.at,
    from: record.sender as StreamMessage['from'],
    type: record.type as StreamMessage['type'],
    bytes: record.bytes,
    totalBytes: record.total_bytes,
    closeCode: record.close_code,
  };
}
