import { Worker } from 'node:worker_threads';
import { type QueryResult, readOnlyQuery } from '../../store/read-only-sql.ts';
import { type SpokenFailure, toSpokenFailure } from '../threads/messages.ts';

export interface QueryRequest {
  readonly capture: string;
  readonly sql: string;
  readonly mostRows: number;
  readonly limitMs: number;
}

export type QueryAnswer =
  /** The modules are loaded: the time of the statement begins. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly result: QueryResult }
  | { readonly kind: 'failed'; readonly failure: SpokenFailure };

/** Who asked may have been killed, and SQLite listens to nobody while it works. */
const WATCH = `
  const { workerData } = require('node:worker_threads');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), workerData);
`;
const SLACK_MS = 2000;

process.once('message', (request: QueryRequest) => {
  new Worker(WATCH, { eval: true, workerData: request.limitMs + SLACK_MS }).unref();
  const answer = answerTo(request);
  process.send!(answer, () => process.disconnect());
});

process.send!({ kind: 'ready' } satisfies QueryAnswer);

function answerTo({ capture, sql, mostRows }: QueryRequest): QueryAnswer {
  try {
    return { kind: 'result', result: readOnlyQuery(capture, sql, mostRows) };
  } catch (error) {
    return { kind: 'failed', failure: toSpokenFailure(error) };
  }
}
