import { parentPort, workerData } from 'node:worker_threads';
import type { ProxyEvent } from '../../exchange/events.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { Recorder } from '../../recorder/recorder.ts';
import { CaptureWriter, type WrittenChange } from '../../store/capture-writer.ts';
import { flagDamage, isDamage, isFlagged, setAside } from '../../store/damage.ts';
import { KnownApps } from '../apps/known-apps.ts';
import { RulesFiles } from '../rules-files.ts';
import { Backlog } from './backlog.ts';
import { CaptureRedaction } from './capture-redaction.ts';
import { EventDecoder } from './event-decoder.ts';
import { IdleWork } from './idle-work.ts';
import type {
  EventsMessage,
  RecordedMessage,
  RecordMessage,
  ThreadReport,
  WriterCommand,
  WriterThreadData,
} from './messages.ts';
import { toSpokenFailure } from './messages.ts';
import { relieveMemory } from './relieve-memory.ts';
import { RoomWork } from './room-work.ts';

/** Pause between two looks at exchanges that are young; what arrives meanwhile waits for the next. */
const FLUSH_MS = 20;
/** An exchange that lasts longer appears in the capture before it has ended. */
const YOUNG_MS = 100;
/** How often files of rules are looked at for changes. */
const RULES_MS = 1000;
/** Pause before what could not be stored is tried again. */
const RETRY_MS = 250;
/**
 * So much is decoded and stored in one go, by the cost of its batches: some hundred exchanges. Objects of more would outlive
 * two collections of the young generation, and be moved to the old one just before they are garbage.
 */
const STEP_COST = 256 * 1024;

const { capture, run, limits, recording, redaction, rulesFiles } = workerData as WriterThreadData;
const report = (message: ThreadReport) => parentPort!.postMessage(message);
let isReady = false;

async function main(): Promise<void> {
  const beginRelief = relieveMemory();
  const complain = (line: string) => report({ kind: 'notice', line });
  const writer = openCapture(complain);
  // What arrives from now on waits here: nobody has to wait for hundreds of rules to be loaded.
  report({ kind: 'ready' });
  isReady = true;
  const [{ loadClassifier }, { MemoryHistory }, { historyOfEarlierRuns }] = await loadedClassifier();
  const ownRules = new RulesFiles(rulesFiles);
  const classifier = await loadClassifier((rule, error) =>
    complain(`The rule ${rule} failed and was skipped: ${String(error)}`),
  );
  const readRules = async () => {
    const changed = await ownRules.readChanges();
    if (changed === undefined) return;
    classify = classifier(changed.rules);
    for (const line of changed.complaints) complain(line);
  };
  let classify = classifier([]);
  await readRules();
  const recorder = new Recorder();
  const decoder = new EventDecoder();
  const accept = (event: ProxyEvent) => recorder.accept(event);
  // Masked values of one run have nothing in common with those of another.
  const history = redaction == null ? historyOfEarlierRuns(capture) : new MemoryHistory();
  let timer: NodeJS.Timeout | undefined;
  /** What is decoded, classified and stored in one go is garbage before anybody collects: so it stays bytes until then. */
  const undecoded: EventsMessage[] = [];
  /** Memory of the events that were decoded and are not stored yet. */
  const batches: ArrayBuffer[] = [];

  const masks = redaction == null ? null : new CaptureRedaction(redaction.rules);
  const classified = (exchange: Exchange) => {
    const annotation = classify(exchange, history);
    history.add(exchange, annotation);
    return annotation;
  };
  const annotate = (exchange: Exchange) => masks?.annotate(exchange, classified) ?? classified(exchange);

  try {
    writer.endOrphans(annotate);
  } catch (error) {
    // Untidy, but no reason not to record.
    report({ kind: 'notice', line: `Exchanges of an earlier run stay pending: ${(error as Error).message}` });
  }

  const apps = new KnownApps();
  parentPort!.on('message', ({ named }: WriterCommand) => apps.learn(named));
  const withApp = (change: WrittenChange): WrittenChange => {
    const origin = apps.originOf(change.exchange);
    return origin === undefined ? change : { ...change, origin: { ...origin, ...change.origin } };
  };

  const backlog = new Backlog(
    watchingForDamage((changes) => writer.write(changes.map(withApp), annotate, recorder.youngKeys), complain),
    (line) => report({ kind: 'notice', line }),
    () => performance.now(),
  );

  const idleWork = new IdleWork(
    (milliseconds) => writer.tidy(milliseconds),
    () => performance.now(),
  );

  const roomWork = new RoomWork(
    (milliseconds) => writer.makeRoom(milliseconds),
    ({ message }) => complain(`Old exchanges cannot be removed: ${message}.`),
  );
  roomWork.start();

  /** Gives the cost of what it has decoded. */
  const decodeSome = () => {
    let decoded = 0;
    while (undecoded.length > 0 && decoded < STEP_COST) {
      const { batch, cost } = undecoded.shift()!;
      decoder.decode(batch, accept);
      batches.push(batch.bytes.buffer, ...batch.pieces.map(({ buffer }) => buffer));
      decoded += cost;
    }
    return decoded;
  };

  /** Whether something could not be stored, and waits. */
  const store = (isLast: boolean) => {
    const { acknowledged, isWaiting } = backlog.flush(isLast);
    if (acknowledged > 0) {
      idleWork.recorded();
      // Nothing refers to it any more. Left to the garbage collector, tens of megabytes would lie about.
      for (const memory of batches.splice(0)) memory.transfer(0);
      recording.postMessage({ kind: 'recorded', cost: acknowledged } satisfies RecordedMessage);
    }
    return isWaiting;
  };

  const flush = (isEnd = false) => {
    clearTimeout(timer);
    timer = undefined;
    let isWaiting = false;
    do {
      const decoded = decodeSome();
      const isLast = isEnd && undecoded.length === 0;
      const youngSince = isLast ? Number.POSITIVE_INFINITY : performance.timeOrigin + performance.now() - YOUNG_MS;
      const changes = recorder.takeChanges(youngSince);
      backlog.add(masks?.redact(changes) ?? changes, decoded);
      // Each try may wait for the lock of another process.
      if (!isWaiting || isLast) isWaiting = store(isLast);
    } while (undecoded.length > 0);
    if (isWaiting) timer = setTimeout(() => flush(), RETRY_MS);
    // What is young now must not wait for other traffic.
    else if (recorder.youngKeys.length > 0) timer = setTimeout(() => flush(), FLUSH_MS);
  };

  let isOver = false;
  const finish = () => {
    if (isOver) return;
    isOver = true;
    flush(true);
    idleWork.stop();
    roomWork.stop();
    close(writer);
    recording.close();
    report({ kind: 'closed' });
  };
  // The proxy may be gone without a word.
  recording.once('close', finish);
  recording.on('message', (message: RecordMessage) => {
    if (message.kind === 'end') {
      finish();
      return;
    }
    beginRelief();
    undecoded.push(message);
    // At once: the proxy has waited for a batch to fill. What has arrived meanwhile goes into the same transaction.
    timer ??= setTimeout(() => flush(), 0);
  });
  watchRules(readRules, complain);
}

function loadedClassifier() {
  return Promise.all([
    import('../classifier.ts'),
    import('../../classifier/memory-history.ts'),
    import('./earlier-runs.ts'),
  ]);
}

/** A capture that is damaged is kept aside, for recording must not end with it. */
function openCapture(complain: (line: string) => void): CaptureWriter {
  if (!isFlagged(capture)) {
    try {
      return new CaptureWriter(capture, { run, limits });
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }
  const kept = setAside(capture, new Date());
  complain(`The capture is damaged. It is kept as ${kept}, and a new one was begun.`);
  complain(`Save what can be read with: httpwhy recover ${kept}`);
  return new CaptureWriter(capture, { run, limits });
}

/** The same, but damage that is met on the way is remembered for the next start: others have the file open now. */
function watchingForDamage<T>(write: (changes: T) => void, complain: (line: string) => void): (changes: T) => void {
  let isKnown = false;
  return (changes) => {
    try {
      write(changes);
    } catch (error) {
      if (isDamage(error) && !isKnown) {
        isKnown = true;
        flagDamage(capture);
        complain('The capture is damaged. The next start keeps it aside and begins a new one.');
      }
      throw error;
    }
  };
}

/** Reads the rules again whenever a file of them has changed, one look after the other. */
function watchRules(readRules: () => Promise<void>, complain: (line: string) => void): void {
  const look = () => {
    readRules()
      .catch((error: unknown) => complain(`Rules could not be read again: ${String(error)}`))
      .finally(() => setTimeout(look, RULES_MS).unref());
  };
  setTimeout(look, RULES_MS).unref();
}

function close(writer: CaptureWriter): void {
  try {
    writer.close();
  } catch (error) {
    report({ kind: 'notice', line: `The capture could not be closed in order: ${(error as Error).message}.` });
  }
}

main().catch((error: unknown) => {
  // Nobody waits for the first report any more: then it is an error of the thread.
  if (isReady) throw error;
  report({ kind: 'failed', failure: toSpokenFailure(error) });
});
