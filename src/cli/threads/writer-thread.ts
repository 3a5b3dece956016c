import { parentPort, workerData } from 'node:worker_threads';
import { createClassifier } from '../../classifier/classify.ts';
import { loadRules } from '../../classifier/load-rules.ts';
import { MemoryHistory } from '../../classifier/memory-history.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { Recorder } from '../../recorder/recorder.ts';
import { CaptureWriter } from '../../store/capture-writer.ts';
import type { RecordedMessage, RecordMessage, ThreadReport, WriterThreadData } from './messages.ts';
import { toSpokenFailure } from './messages.ts';

/** An exchange is in the capture at most this long after the proxy reported it, the time of the transaction aside. */
const FLUSH_MS = 40;
/** How long a batch is tried again while another process holds the capture, before it is given up. */
const GIVE_UP_MS = 10_000;

const { capture, recording } = workerData as WriterThreadData;
const report = (message: ThreadReport) => parentPort!.postMessage(message);

async function main(): Promise<void> {
  const rules = await loadRules();
  const writer = new CaptureWriter(capture);
  const recorder = new Recorder();
  const history = new MemoryHistory();
  const classify = createClassifier(rules, (rule, error) => {
    report({ kind: 'notice', line: `The rule ${rule} failed and was skipped: ${String(error)}` });
  });
  let timer: NodeJS.Timeout | undefined;
  let unacknowledged = 0;
  let failingSince: number | undefined;
  let unstored: ReturnType<Recorder['takeChanges']> = [];

  const annotate = (exchange: Exchange) => {
    const annotation = classify(exchange, history);
    history.add(exchange);
    return annotation;
  };

  try {
    writer.endOrphans(annotate);
  } catch (error) {
    // Untidy, but no reason not to record.
    report({ kind: 'notice', line: `Exchanges of an earlier run stay pending: ${(error as Error).message}` });
  }

  const flush = (isLast = false) => {
    clearTimeout(timer);
    timer = undefined;
    unstored = [...unstored, ...recorder.takeChanges()];
    try {
      writer.write(unstored, annotate);
      if (failingSince !== undefined) report({ kind: 'notice', line: 'Recording works again.' });
      failingSince = undefined;
      unstored = [];
    } catch (error) {
      failingSince ??= performance.now();
      const isBusy = String((error as NodeJS.ErrnoException).code).startsWith('SQLITE_BUSY');
      if (isBusy && !isLast && performance.now() - failingSince < GIVE_UP_MS) {
        timer = setTimeout(flush, FLUSH_MS);
        return;
      }
      const lost = unstored.filter((change) => change.exchange.durationMs !== null).length;
      report({
        kind: 'notice',
        line: `${lost} exchanges were not recorded: ${(error as Error).message}. Traffic goes on.`,
      });
      unstored = [];
    }
    recording.postMessage({ kind: 'recorded', cost: unacknowledged } satisfies RecordedMessage);
    unacknowledged = 0;
  };

  recording.on('message', (message: RecordMessage) => {
    if (message.kind === 'end') {
      flush(true);
      writer.close();
      recording.close();
      report({ kind: 'closed' });
      return;
    }
    for (const event of message.events) recorder.accept(event);
    unacknowledged += message.cost;
    timer ??= setTimeout(flush, FLUSH_MS);
  });
  report({ kind: 'ready' });
}

main().catch((error: unknown) => report({ kind: 'failed', failure: toSpokenFailure(error) }));
