import { parentPort, workerData } from 'node:worker_threads';
import { createClassifier } from '../../classifier/classify.ts';
import { loadRules } from '../../classifier/load-rules.ts';
import { MemoryHistory } from '../../classifier/memory-history.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { Recorder } from '../../recorder/recorder.ts';
import { CaptureWriter } from '../../store/capture-writer.ts';
import { Backlog } from './backlog.ts';
import type { RecordedMessage, RecordMessage, ThreadReport, WriterThreadData } from './messages.ts';
import { toSpokenFailure } from './messages.ts';

/** An exchange is in the capture at most this long after the proxy reported it, the time of the transaction aside. */
const FLUSH_MS = 40;
/** Pause before what could not be stored is tried again. */
const RETRY_MS = 250;

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
  let received = 0;

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

  const backlog = new Backlog(
    (changes) => writer.write(changes, annotate),
    (line) => report({ kind: 'notice', line }),
    () => performance.now(),
  );

  const flush = (isLast = false) => {
    clearTimeout(timer);
    timer = undefined;
    backlog.add(recorder.takeChanges(), received);
    received = 0;
    const { acknowledged, isWaiting } = backlog.flush(isLast);
    if (acknowledged > 0) {
      recording.postMessage({ kind: 'recorded', cost: acknowledged } satisfies RecordedMessage);
    }
    if (isWaiting) timer = setTimeout(() => flush(), RETRY_MS);
  };

  recording.on('message', (message: RecordMessage) => {
    if (message.kind === 'end') {
      flush(true);
      close(writer);
      recording.close();
      report({ kind: 'closed' });
      return;
    }
    for (const event of message.events) recorder.accept(event);
    received += message.cost;
    timer ??= setTimeout(() => flush(), FLUSH_MS);
  });
  report({ kind: 'ready' });
}

function close(writer: CaptureWriter): void {
  try {
    writer.close();
  } catch (error) {
    report({ kind: 'notice', line: `The capture could not be closed in order: ${(error as Error).message}.` });
  }
}

main().catch((error: unknown) => report({ kind: 'failed', failure: toSpokenFailure(error) }));
