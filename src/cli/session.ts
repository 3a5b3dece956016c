import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { MessageChannel, Worker } from 'node:worker_threads';
import { createDisplayRedaction, type DisplayRedaction, type RedactionRules, redactText } from '../exchange/redact.ts';
import { UserError } from '../exchange/user-error.ts';
import type { NewRun } from '../store/run-table.ts';
import { AppFinder } from './apps/app-finder.ts';
import { AppWatch } from './apps/app-watch.ts';
import { processCpuMs, threadCpuMs } from './apps/cpu-time.ts';
import { Processes } from './apps/processes.ts';
import { makeDataFolder } from './data-folder.ts';
import { portHolder } from './port-holder.ts';
import { rulesFilesFor } from './rules-files.ts';
import { sourceStack } from './source-stack.ts';
import {
  fromSpokenFailure,
  type ProxyCommand,
  type ProxySettings,
  type ProxyThreadData,
  type ThreadReport,
  type WriterCommand,
  type WriterThreadData,
} from './threads/messages.ts';

/** How long requests in flight may go on after the person asked to stop. */
const GRACE_MS = 3000;

/** What a thread needs at most to load its parts, on a slow machine. */
const LOADING_MS = 3000;

const MOST_EARLY_NOTICES = 20;

/**
 * What is allocated here is garbage after milliseconds. V8 would let 48 MiB of it gather in each thread, and let the old
 * generation triple before it looks, because it plans for a heap of gigabytes; planned for less, it looks earlier. The
 * writer's memory is bounded; the proxy's follows what the clients open.
 */
const WRITER_LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 320 };
const PROXY_LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 2048 };

/**
 * The few megabytes of a young generation are collected in a millisecond. V8 wakes a thread on each core for them, and
 * these wait for each other longer than they work: a tenth of all CPU time under load.
 */
const ONE_THREAD_COLLECTS = '--no-parallel-scavenge';

/**
 * What is recorded lives until its batch is stored. V8 sees it survive, and from then on makes its like in the old generation,
 * where it is garbage that keeps alive what it refers to: four of five bytes that are collected young otherwise.
 */
const ALL_BEGIN_YOUNG = '--no-allocation-site-pretenuring';

/** A running proxy with its recording. */
export interface Session {
  readonly host: string;
  readonly port: number;
  readonly caFile: string;
  readonly folder: string;
  readonly capture: string;
  /** What it was started with. */
  readonly settings: ProxySettings;
  /** What masks the screen, where the person asked for that. */
  readonly display: DisplayRedaction | null;
  /** One line whenever something must be said, such as exchanges that could not be recorded. */
  onNotice(listener: (line: string) => void): () => void;
  /** Connections to this host (a glob) pass unread from now on, or are read again. */
  tunnel(host: string, isRead?: boolean): void;
  /** Exchanges that begin from now on are not recorded, or are again. Traffic passes all the same. */
  pause(isPaused: boolean): void;
  /** Finishes what is in flight within a bound, stores everything, frees the port. Safe to call twice. */
  close(graceMs?: number): Promise<void>;
}

export function captureFile(folder: string): string {
  return join(folder, 'capture.db');
}

/** Starts the proxy and the writer, each in its thread; `run` is how the capture calls it. Throws `UserError` for everything a person can mend. */
export async function startSession(settings: ProxySettings, run: NewRun = { kind: 'start' }): Promise<Session> {
  setFlagsFromString(ONE_THREAD_COLLECTS);
  setFlagsFromString(ALL_BEGIN_YOUNG);
  const capture = captureFile(makeDataFolder(settings.folder));
  const { redactsDisplay = false, redactsCapture = false } = settings;
  const redactionRules = redactsDisplay || redactsCapture ? await redactionRulesIn(settings.folder) : undefined;
  const { port1: proxyEnd, port2: writerEnd } = new MessageChannel();
  const listeners = new Set<(line: string) => void>();
  /** What was said before anybody could listen. */
  const early: string[] = [];
  const notify = (line: string) => {
    if (listeners.size === 0 && early.length < MOST_EARLY_NOTICES) early.push(line);
    for (const listener of listeners) listener(line);
  };
  const writerData: WriterThreadData = {
    capture,
    run: redactsCapture && run.command !== undefined ? { ...run, command: redactText(run.command) } : run,
    limits: settings.limits,
    redaction: redactsCapture ? { rules: redactionRules } : null,
    recording: writerEnd,
    rulesFiles: rulesFilesFor(settings.folder, process.cwd()),
  };
  const proxyData: ProxyThreadData = { settings, recording: proxyEnd };
  // Both at once: each takes a while to load, and neither needs the other to be there.
  const writer = new Worker(threadUrl('writer-thread'), {
    workerData: writerData,
    transferList: [writerEnd],
    resourceLimits: WRITER_LIMITS,
  });
  const proxy = new Worker(threadUrl('proxy-thread'), {
    workerData: proxyData,
    transferList: [proxyEnd],
    resourceLimits: PROXY_LIMITS,
  });
  const writerClosed = closed(writer);
  const command = (message: ProxyCommand) => proxy.postMessage(message);
  const reports = [firstReport(writer, 'ready', notify), firstReport(proxy, 'listening', notify)] as const;
  const [ready, started] = await Promise.allSettled(reports);
  if (ready.status === 'rejected' || started.status === 'rejected') {
    // The proxy has told it to end. A thread that is cut off while it loads a native module may take the process along.
    if (ready.status === 'fulfilled') await Promise.race([writerClosed, pause(LOADING_MS, undefined, { ref: false })]);
    await Promise.all([proxy.terminate(), writer.terminate()]);
    const { reason } = [ready, started].find((outcome) => outcome.status === 'rejected') as PromiseRejectedResult;
    throw withPortHolder(reason, settings.port);
  }
  const listening = started.value;
  const stopNaming = nameApps(proxy, writer);
  const proxyClosed = closed(proxy);
  writer.on('error', (error: Error) => {
    notify(`Recording stopped: ${error.message}. Traffic goes on unrecorded; please report this.`);
    command({ kind: 'recording-lost' });
  });
  proxy.on('error', (error: Error) => notify(`The proxy stopped: ${sourceStack(error.stack ?? error.message)}`));
  let closing: Promise<void> | undefined;
  return {
    host: listening.host,
    port: listening.port,
    caFile: listening.caFile,
    folder: settings.folder,
    capture,
    settings,
    display: redactsDisplay ? createDisplayRedaction(redactionRules) : null,
    onNotice(listener) {
      listeners.add(listener);
      for (const line of early.splice(0)) listener(line);
      return () => listeners.delete(listener);
    },
    tunnel(host, isRead = false) {
      command({ kind: 'tunnel', host, isRead });
    },
    pause(isPaused) {
      command({ kind: 'pause', isPaused });
    },
    close(graceMs = GRACE_MS) {
      closing ??= (async () => {
        command({ kind: 'close', graceMs });
        await Promise.all([proxyClosed, writerClosed]);
        stopNaming();
        await Promise.all([proxy.terminate(), writer.terminate()]);
      })();
      return closing;
    },
  };
}

/** Loaded here only: most sessions mask nothing, and what reads the rules occupies megabytes. */
async function redactionRulesIn(folder: string): Promise<RedactionRules | undefined> {
  const { readRedactionRules } = await import('./redaction-rules.ts');
  return readRedactionRules(folder);
}

/** Names the program that holds the port, where that can be known. */
function withPortHolder(error: unknown, port: number): unknown {
  if (!(error instanceof UserError) || error.code !== 'port-in-use') return error;
  const holder = portHolder(port);
  if (holder === undefined) return error;
  return new UserError(error.code, `Port ${port} is already in use by ${holder}.`, error.nextStep);
}

/**
 * Finds out here which programs connect: the proxy must not wait for that, and the writer may be busy while a program that
 * lives for a moment is gone. The returned function ends it.
 */
function nameApps(proxy: Worker, writer: Worker): () => void {
  if (process.platform !== 'linux') return () => undefined;
  const watch = new AppWatch({
    finder: new AppFinder(new Processes()),
    tell: (named) => writer.postMessage({ kind: 'apps', named } satisfies WriterCommand),
    now: () => performance.now(),
    worked: threadCpuMs,
    processWorked: processCpuMs,
    later: (run, ms) => {
      const timer = setTimeout(run, ms).unref();
      return () => clearTimeout(timer);
    },
  });
  proxy.on('message', (message: ThreadReport) => {
    if (message.kind === 'connections') watch.connected(message.clients);
  });
  return () => watch.stop();
}

/** The compiled thread beside this file; under a TypeScript runner the source. */
function threadUrl(name: string): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./threads/${name}.${extension}`, import.meta.url);
}

function firstReport<K extends ThreadReport['kind']>(
  worker: Worker,
  kind: K,
  notify: (line: string) => void,
): Promise<Extract<ThreadReport, { kind: K }>> {
  const { promise, resolve, reject } = Promise.withResolvers<Extract<ThreadReport, { kind: K }>>();
  worker.on('message', (message: ThreadReport) => {
    if (message.kind === 'notice') notify(message.line);
    else if (message.kind === 'failed') reject(fromSpokenFailure(message.failure));
    else if (message.kind === kind) resolve(message as Extract<ThreadReport, { kind: K }>);
  });
  worker.once('error', reject);
  return promise;
}

/** Resolves when the thread has said that it is closed, or is gone. */
function closed(worker: Worker): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  worker.on('message', (message: ThreadReport) => {
    if (message.kind === 'closed') resolve();
  });
  worker.once('exit', () => resolve());
  return promise;
}
