import { deep, type SqlCondition, sql } from '../sql.ts';
import type { KnownValue } from './value.ts';

export interface Flag extends KnownValue {
  readonly condition: SqlCondition;
  /** Not what can change after an exchange has ended. */
  readonly isIndexed: boolean;
}

const indexed = (value: string, help: string, condition: string): Flag => ({
  value,
  help,
  condition: sql(condition),
  isIndexed: true,
});
const unindexed = (value: string, help: string, condition: string): Flag => ({
  value,
  help,
  condition: sql(condition),
  isIndexed: false,
});

/** What may stand behind `is:`. */
export const FLAGS: readonly Flag[] = [
  indexed('failed', 'a failing status or none at all, or broken off', "outcome = 'failed'"),
  indexed('doubtful', 'a good status that is not what it seems', "outcome = 'doubtful'"),
  // The schema has an index for it, in the order of numbers.
  unindexed('trouble', 'failed or doubtful', "outcome in ('failed', 'doubtful')"),
  indexed('good', 'did what it was meant to do', "outcome = 'good'"),
  indexed('redirect', 'answered with another address', "outcome = 'redirect'"),
  indexed('harmless', 'a failing status that needs no explanation', "outcome = 'harmless'"),
  unindexed('pending', 'not ended yet', "outcome = 'pending'"),
  unindexed('finished', 'ended', "outcome <> 'pending'"),
  indexed('mocked', 'answered by a rule of yours', 'mocked_by is not null'),
  indexed('replayed', 'sent by httpwhy as a repetition', 'replay_of is not null'),
  indexed('streamed', 'with WebSocket messages or server-sent events', 'message_count > 0'),
  indexed('grpc', 'a gRPC call', 'grpc_status is not null'),
  // A WebSocket over HTTP/2 is a CONNECT as well, and has a path.
  indexed('tunnel', 'a CONNECT that never became a request', "method = 'CONNECT' and url not glob '*://*/*'"),
  unindexed('pinned', 'kept by you', 'is_pinned = 1'),
  unindexed('labelled', 'with a label of yours', 'exchange.id in (select exchange_id from label)'),
  unindexed('noted', 'with a note of yours', 'note is not null'),
  {
    value: 'reused',
    help: 'sent on a connection that had carried an earlier call',
    condition: deep(({ exchange }) => exchange.connection.isReused),
    isIndexed: false,
  },
];
