import { rawHeader } from '../raw-headers.ts';

const NO_OPTIONS: ReadonlySet<string> = new Set();

/** What `Connection` (RFC 9110 §7.6.1) or a field like it lists, in lower case. */
export function connectionOptions(rawHeaders: readonly string[], ...names: readonly string[]): ReadonlySet<string> {
  let options: Set<string> | undefined;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (!names.some((wanted) => wanted.length === name.length && wanted === name.toLowerCase())) continue;
    options ??= new Set();
    for (const option of rawHeaders[i + 1]!.toLowerCase().split(',')) options.add(option.trim());
  }
  return options ?? NO_OPTIONS;
}

/** Whether the connection stays open after a message (RFC 9112 §9.3). */
export function isPersistent(httpVersion: string, options: ReadonlySet<string>): boolean {
  return httpVersion === '1.0' ? options.has('keep-alive') && !options.has('close') : !options.has('close');
}

/** Seconds for which a server says that it keeps an idle connection (`Keep-Alive: timeout=5`), or undefined. */
export function keepAliveSeconds(rawHeaders: readonly string[]): number | undefined {
  const match = /(?:^|[,;\s])timeout=(\d{1,6})/i.exec(rawHeader(rawHeaders, 'keep-alive') ?? '');
  return match === null ? undefined : Number(match[1]);
}
