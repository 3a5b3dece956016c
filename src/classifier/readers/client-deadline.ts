import type { MessageFacts } from './message.ts';

/** The time that the client allowed for the call, as it told the server. */
export interface ClientDeadline {
  /** `grpc-timeout: 500m` */
  readonly shown: string;
  readonly where: string;
  readonly ms: number;
}

const GRPC_UNITS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 0.001, n: 0.000_001 };
/** In milliseconds, but where the value or the name says otherwise. */
const IN_MILLISECONDS = [
  'x-envoy-upstream-rq-timeout-ms',
  'x-request-timeout-ms',
  'x-timeout-ms',
  'connect-timeout-ms',
];
const IN_SECONDS = ['x-request-timeout', 'x-timeout', 'request-timeout', 'x-server-timeout', 'x-deadline-seconds'];

/** `grpc-timeout` (gRPC over HTTP/2), Connect's, Envoy's and the headers that services agree upon among themselves. */
export function clientDeadline(request: MessageFacts): ClientDeadline | undefined {
  const grpc = request.header('grpc-timeout');
  if (grpc !== undefined) {
    const match = /^(\d{1,8})([HMSmun])$/.exec(grpc.trim());
    const unit = GRPC_UNITS[match?.[2] ?? ''];
    return match === null || unit === undefined ? undefined : made('grpc-timeout', grpc, Number(match[1]) * unit);
  }
  for (const name of [...IN_MILLISECONDS, ...IN_SECONDS]) {
    const value = request.header(name);
    const match = /^(\d{1,9}(?:\.\d{1,3})?) ?(ms|s|sec|seconds)?$/i.exec(value?.trim() ?? '');
    if (value === undefined || match === null) continue;
    const unit = match[2]?.toLowerCase() ?? (IN_SECONDS.includes(name) && Number(match[1]) < 1000 ? 's' : 'ms');
    return made(name, value, Number(match[1]) * (unit === 'ms' ? 1 : 1000));
  }
  return undefined;
}

function made(name: string, value: string, ms: number): ClientDeadline {
  return { shown: `${name}: ${value.trim()}`, where: `request.headers.${name}`, ms };
}

/** The call ended about when the client's own time was up, and not before. */
export function hasRunOut({ ms }: ClientDeadline, durationMs: number | null): boolean {
  return durationMs !== null && durationMs >= 0.8 * ms && durationMs <= 2 * ms + 1000;
}
