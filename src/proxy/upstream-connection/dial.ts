import { connect, type Socket, type TcpNetConnectOpts } from 'node:net';
import { NetworkError, networkError, toTransportError } from '../network-error.ts';
import { runStep, type Step, type StepLimits } from './step.ts';

export interface Dialled {
  readonly socket: Socket;
  /** The one that answered. */
  readonly address: string;
}

/** How long an address has the field to itself (RFC 8305 §5). */
const ATTEMPT_DELAY_MS = 250;

/**
 * TCP to the first of several addresses that answers (happy eyeballs). Attempts run beside each other: Node's own
 * `autoSelectFamily` gives each address up after its delay, so that far away servers are never reached.
 * Rejects with a `NetworkError` of phase `connect`; the socket's errors are heard from then on.
 */
export function dial(
  addresses: readonly string[],
  port: number,
  limits: StepLimits,
  open: (options: TcpNetConnectOpts) => Socket = connect,
): Promise<Dialled> {
  const step: Step = {
    phase: 'connect',
    timedOut: () =>
      networkError('connect', 'ETIMEDOUT', `no answer to the connection attempt within ${limits.timeoutMs} ms`),
  };
  return runStep(step, limits, (done, fail) => {
    const attempts = new Set<Socket>();
    const failures: NodeJS.ErrnoException[] = [];
    let next = 0;
    let delay: NodeJS.Timeout | undefined;
    const attempt = () => {
      clearTimeout(delay);
      const address = addresses[next]!;
      next += 1;
      const socket = open({ host: address, port, noDelay: true, keepAlive: true });
      attempts.add(socket);
      socket.on('error', (error) => {
        if (!attempts.delete(socket)) return;
        failures.push(error);
        if (next < addresses.length) attempt();
        else if (attempts.size === 0) fail(mostTelling(failures));
      });
      socket.once('connect', () => {
        attempts.delete(socket);
        done({ socket, address });
      });
      if (next < addresses.length) delay = setTimeout(attempt, ATTEMPT_DELAY_MS);
    };
    attempt();
    return () => {
      clearTimeout(delay);
      for (const socket of attempts) socket.destroy();
      attempts.clear();
    };
  });
}

/** A host that answered says more than an address family that this machine lacks. */
function mostTelling(failures: readonly NodeJS.ErrnoException[]): NetworkError {
  const answered = failures.find(({ code }) => code === 'ECONNREFUSED' || code === 'ECONNRESET');
  const { code, phase } = toTransportError(answered ?? failures[0], 'connect');
  return new NetworkError({ phase, code, message: failures.map(({ message }) => message).join('; ') });
}
