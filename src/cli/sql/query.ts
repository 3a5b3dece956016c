import { fork } from 'node:child_process';
import { formatDuration } from '../../exchange/units.ts';
import { UserError } from '../../exchange/user-error.ts';
import type { QueryResult } from '../../store/read-only-sql.ts';
import { fromSpokenFailure } from '../threads/messages.ts';
import type { QueryAnswer, QueryRequest } from './query-process.ts';

/**
 * Runs a statement in a process of its own, which is killed when the time is over: nothing else interrupts SQLite in the middle of
 * a statement. Throws `UserError` `sql-timeout`, and those of `readOnlyQuery`.
 */
export function query(request: QueryRequest): Promise<QueryResult> {
  const { promise, resolve, reject } = Promise.withResolvers<QueryResult>();
  const child = fork(processUrl(), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // A result is held twice, here and there; what is larger than this is none.
    execArgv: [...process.execArgv, '--max-old-space-size=1024'],
  });
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill('SIGKILL');
    const message = `The statement was stopped after ${formatDuration(request.limitMs)}.`;
    reject(new UserError('sql-timeout', message, 'Narrow it, or give it more time with --timeout.'));
  };
  child.on('message', (answer: QueryAnswer) => {
    switch (answer.kind) {
      case 'ready':
        timer = setTimeout(stop, request.limitMs);
        child.send(request);
        break;
      case 'result':
        resolve(answer.result);
        break;
      case 'failed':
        reject(fromSpokenFailure(answer.failure));
        break;
    }
  });
  child.once('error', reject);
  child.once('exit', (code, signal) => {
    clearTimeout(timer);
    const message = `The statement ended its process (${signal ?? code}).`;
    reject(new UserError('sql-died', message, 'It may need too much memory: ask for less.'));
  });
  return promise;
}

/** The compiled file beside this one; under a TypeScript runner the source. */
function processUrl(): URL {
  return new URL(`./query-process.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
}
