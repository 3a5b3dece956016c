import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { TransportError } from '../../exchange/transport-error.ts';
import { answerFailure } from '../answer.ts';
import type { RequestHead } from '../call.ts';
import { now } from '../event-sink.ts';
import type { ExchangeLog } from '../exchange-log.ts';
import { closeGently } from '../http1/close-gently.ts';
import { responseHead } from '../http1/write.ts';
import { rawHeader } from '../raw-headers.ts';

/** Says to the client what went wrong and ends the exchange, and the connection with it. */
export function answerUpgrade(
  log: ExchangeLog,
  { method, rawHeaders: asked }: RequestHead,
  socket: Socket,
  error: TransportError,
  url: string,
): void {
  const call = { method, url, durationMs: now() - log.startedAt };
  const { status, rawHeaders, body } = answerFailure(error, call, rawHeader(asked, 'accept'));
  socket.write(
    responseHead(status, STATUS_CODES[status] ?? '', '1.1', [...rawHeaders, 'connection', 'close']),
    'latin1',
  );
  socket.write(body);
  closeGently(socket);
  log.end(error, status);
}
