import type { TransportError } from '../../exchange/transport-error.ts';
import { failureAnswer } from '../answer-call.ts';
import type { ExchangeLog } from '../exchange-log.ts';
import type { UpgradeClient } from './upgrade-client.ts';

/** Says to the client what went wrong and ends the exchange. */
export function answerUpgrade(log: ExchangeLog, client: UpgradeClient, error: TransportError, url: string): void {
  const { head, bytes } = failureAnswer(log, client.head, error, url);
  const answer = client.refuse(head);
  answer.write(bytes);
  answer.end([]);
  log.end(error, head.status);
}
