import { STATUS_CODES } from 'node:http';
import type { TransportError } from '../../exchange/transport-error.ts';
import { answerFailure } from '../answer.ts';
import { now } from '../event-sink.ts';
import type { ExchangeLog } from '../exchange-log.ts';
import { rawHeader } from '../raw-headers.ts';
import type { UpgradeClient } from './upgrade-client.ts';

/** Says to the client what went wrong and ends the exchange. */
export function answerUpgrade(log: ExchangeLog, client: UpgradeClient, error: TransportError, url: string): void {
  const { method, rawHeaders: asked } = client.head;
  const call = { method, url, durationMs: now() - log.startedAt };
  const { status, rawHeaders, body } = answerFailure(error, call, rawHeader(asked, 'accept'));
  const reason = STATUS_CODES[status] ?? '';
  const answer = client.refuse({ status, reason, httpVersion: '1.1', rawHeaders });
  answer.write(Buffer.from(body));
  answer.end([]);
  log.end(error, status);
}
