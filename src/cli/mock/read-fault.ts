import { type Breakage, type Delay, type Fault, TLS_PROBLEMS, type TlsProblem } from '../../mock/rule.ts';
import { didYouMean, type IssuePath, type Issues, listed, type Plain } from './issues.ts';
import { parseBytes, parseMilliseconds, readDelay, readMilliseconds } from './read-values.ts';

/** Those that break the call; one of them at most. */
const BREAKAGES = [
  'reset',
  'timeout',
  'refused',
  'dns',
  'tls',
  'truncate',
  'malformed_json',
  'wrong_length',
  'not_http',
] as const;
const KEYS = ['latency', 'jitter', 'bandwidth', 'slow_body', ...BREAKAGES] as const;

export function readFault(value: unknown, path: IssuePath, issues: Issues): Fault | undefined {
  const before = issues.list.length;
  const map = issues.map(typeof value === 'string' ? { [value]: true } : value, path, KEYS, 'fault');
  if (map === undefined) return undefined;
  const chosen = BREAKAGES.filter((key) => map[key] !== undefined && map[key] !== false);
  if (chosen.length > 1) issues.add([...path, chosen[1]!], `a call can break in one way, not by ${listed(chosen)}`);
  const [kind] = chosen;
  const fault: Fault = {
    latency: readLatency(map, path, issues),
    bytesPerSecond: map.bandwidth === undefined ? null : readBandwidth(map.bandwidth, [...path, 'bandwidth'], issues),
    slowBodyMs:
      map.slow_body === undefined
        ? null
        : (readMilliseconds(map.slow_body, [...path, 'slow_body'], 'slow_body', issues) ?? null),
    breakage: kind === undefined ? null : (readBreakage(kind, map[kind], [...path, kind], issues) ?? null),
  };
  if (issues.list.length > before) return undefined;
  const isEmpty = fault.latency === null && fault.bytesPerSecond === null && fault.slowBodyMs === null;
  if (isEmpty && fault.breakage === null) return issues.add(path, `fault is empty: it may have ${listed(KEYS)}`);
  return fault;
}

/** `latency: 2s`, `latency: 1s-3s`, or with `jitter: 500ms` so much more or less. */
function readLatency(map: Plain, path: IssuePath, issues: Issues): Delay | null {
  if (map.latency === undefined && map.jitter === undefined) return null;
  const latency =
    map.latency === undefined
      ? { fromMs: 0, toMs: 0 }
      : readDelay(map.latency, [...path, 'latency'], 'latency', issues);
  const jitter = map.jitter === undefined ? 0 : readMilliseconds(map.jitter, [...path, 'jitter'], 'jitter', issues);
  if (latency === undefined || jitter === undefined) return null;
  return { fromMs: Math.max(0, latency.fromMs - jitter), toMs: latency.toMs + jitter };
}

function readBandwidth(value: unknown, path: IssuePath, issues: Issues): number | null {
  const bytes = parseBytes(value);
  if (bytes !== undefined && bytes > 0) return bytes;
  issues.add(path, 'bandwidth is bytes per second such as 50kb or 1mb');
  return null;
}

function readBreakage(
  kind: (typeof BREAKAGES)[number],
  value: unknown,
  path: IssuePath,
  issues: Issues,
): Breakage | undefined {
  switch (kind) {
    case 'timeout': {
      if (value === true) return { kind, afterMs: null };
      const afterMs = parseMilliseconds(value);
      return afterMs === undefined
        ? issues.add(path, 'timeout is true (no answer ever), or a time after which the proxy gives up, such as 5s')
        : { kind, afterMs };
    }
    case 'tls': {
      if (value === true) return { kind, problem: 'handshake' };
      const problem = TLS_PROBLEMS.find((name) => name === value);
      return problem === undefined
        ? issues.add(path, `tls is ${listed(TLS_PROBLEMS, 'or')}${didYouMean(String(value), TLS_PROBLEMS)}`)
        : { kind, problem: problem satisfies TlsProblem };
    }
    case 'truncate': {
      const afterBytes = value === true ? null : parseBytes(value);
      return afterBytes === undefined
        ? issues.add(path, 'truncate is true (in the middle), or how much of the body comes, such as 100 or 2kb')
        : { kind: 'truncated', afterBytes };
    }
    default:
      if (value !== true) return issues.add(path, `${kind} is true or left out`);
      if (kind === 'malformed_json') return { kind: 'malformed-json' };
      if (kind === 'wrong_length') return { kind: 'wrong-length' };
      if (kind === 'not_http') return { kind: 'not-http' };
      return { kind };
  }
}
