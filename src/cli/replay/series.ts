import type { AnnotatedExchange } from '../../exchange/annotation.ts';
import type { RequestMessage } from '../../exchange/exchange.ts';
import { printable } from '../../exchange/printable.ts';
import { UserError } from '../../exchange/user-error.ts';
import { type LatencySummary, summarize } from '../../replay/latency.ts';
import { troubleOf, VERDICT_EXIT_CODES, type Verdict } from '../../replay/verdict.ts';
import type { CaptureReader } from '../../store/capture-reader.ts';
import { print, type Terminal } from '../command.ts';
import { hasColour } from '../plain-line.ts';
import { type Progress, progress } from '../progress.ts';
import { countsText, latencyText, outcomeJson, outcomeLine, outcomeText } from './outcome-text.ts';
import { inOrder } from './pool.ts';
import { withoutBodies } from './recording.ts';
import { type Replayed, Replayer, type ReplaySettings } from './replayer.ts';

export interface SeriesPlan {
  /** In the order in which they are sent, all of them `times` times. */
  readonly ids: readonly number[];
  readonly times: number;
  readonly concurrency: number;
  /** @throws UserError where this one cannot be sent */
  requestFor(id: number): { readonly before: AnnotatedExchange; readonly request: RequestMessage };
}

export interface SeriesSurroundings {
  readonly reader: CaptureReader;
  readonly terminal: Terminal;
  readonly settings: ReplaySettings;
  /** As the capture names the run. */
  readonly command: string;
  readonly isJson: boolean;
}

const INTERRUPTED = 130;
/** So many calls are stored together, when they are over. */
const STRETCH = 200;

/** Sends, says what became of it, and gives the exit code. */
export async function sendSeries(plan: SeriesPlan, surroundings: SeriesSurroundings): Promise<number> {
  const { terminal, reader, settings, command } = surroundings;
  const interrupted = new AbortController();
  const onSignal = () => interrupted.abort();
  const replayer = await Replayer.open({
    settings,
    env: terminal.env,
    reader,
    ids: plan.ids,
    run: { command },
    isMeasured: plan.times > 1,
    notice: (line) => print(terminal.stderr, `httpwhy: ${printable(line)}`),
  });
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  interrupted.signal.addEventListener('abort', () => replayer.hangUp());
  try {
    const series = new Series(plan, surroundings, replayer);
    const exitCode =
      plan.times > 1 ? await series.measure(interrupted.signal) : await series.sendEach(interrupted.signal);
    return interrupted.signal.aborted ? INTERRUPTED : exitCode;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await replayer.close();
  }
}

class Series {
  readonly #plan: SeriesPlan;
  readonly #surroundings: SeriesSurroundings;
  readonly #replayer: Replayer;
  readonly #progress: Progress;
  readonly #isColoured: boolean;
  readonly #verdicts: Verdict[] = [];
  #leftOut = 0;
  /** Under way when the person wanted to stop. */
  #left = 0;
  #done = 0;
  #failing = 0;

  constructor(plan: SeriesPlan, surroundings: SeriesSurroundings, replayer: Replayer) {
    const { stdout, stderr, env } = surroundings.terminal;
    this.#plan = plan;
    this.#surroundings = surroundings;
    this.#replayer = replayer;
    this.#progress = progress(stderr, { label: 'replay', unit: 'calls', total: plan.ids.length * plan.times });
    this.#isColoured = hasColour(stdout, env);
  }

  /** Each once, and told as soon as it is over. */
  async sendEach(signal: AbortSignal): Promise<number> {
    const { ids, concurrency } = this.#plan;
    await inOrder(
      ids,
      concurrency,
      async (id) => {
        const sendable = this.#sendable(id);
        if (sendable === undefined) return;
        const key = await this.#replayer.send(sendable.before, sendable.request);
        const replayed = await this.#replayer.outcome(sendable.before, key);
        if (isLeft(replayed, signal)) this.#left += 1;
        else this.#tell(replayed);
      },
      signal,
    );
    this.#progress.clear();
    const isSummed = ids.length > 1 && !this.#surroundings.isJson && !this.#wasInVain(signal);
    if (isSummed) this.#print(countsText(this.#verdicts, this.#leftOut));
    this.#tellLeft(signal);
    return this.#exitCode();
  }

  /** All of them several times; what is told is the sum. Nothing is stored while calls are under way, which would delay them. */
  async measure(signal: AbortSignal): Promise<number> {
    const { ids, times } = this.#plan;
    const rounds = Array.from({ length: times }, () => ids).flat();
    const replayed: Replayed[] = [];
    let wallMs = 0;
    for (let from = 0; from < rounds.length && !signal.aborted; from += STRETCH) {
      const startedAt = performance.now();
      const sent = await this.#stretch(rounds.slice(from, from + STRETCH), signal);
      wallMs += performance.now() - startedAt;
      for (const { before, key } of sent) {
        const one = await this.#replayer.outcome(before, key);
        if (isLeft(one, signal)) this.#left += 1;
        else replayed.push(one);
      }
    }
    this.#progress.clear();
    this.#verdicts.push(...replayed.map(({ verdict }) => verdict));
    if (!this.#wasInVain(signal)) this.#sumUp(replayed, wallMs);
    this.#tellLeft(signal);
    return this.#exitCode();
  }

  async #stretch(ids: readonly number[], signal: AbortSignal) {
    const sent: { readonly before: AnnotatedExchange; readonly key: number }[] = [];
    await inOrder(
      ids,
      this.#plan.concurrency,
      async (id) => {
        const sendable = this.#sendable(id);
        if (sendable === undefined) return;
        const { before, request } = sendable;
        const key = await this.#replayer.send(before, request);
        sent.push({ before: { ...before, exchange: withoutBodies(before.exchange) }, key });
        this.#advance();
      },
      signal,
    );
    return sent;
  }

  #sumUp(replayed: readonly Replayed[], wallMs: number): void {
    const { isJson } = this.#surroundings;
    const { concurrency } = this.#plan;
    const summary = summarize(replayed.map(({ after }) => timed(after)));
    if (isJson) {
      for (const one of replayed) this.#print(JSON.stringify(outcomeJson(one)));
      this.#print(JSON.stringify({ summary: summaryJson(summary, concurrency, wallMs) }));
      return;
    }
    this.#print(latencyText(summary, { concurrency, wallMs }));
    this.#print(countsText(this.#verdicts, this.#leftOut));
    // One for each way in which it failed: what to read next.
    const seen = new Set<string>();
    for (const one of replayed) {
      const cause = troubleOf(one.after)?.cause;
      if (cause == null || seen.has(cause)) continue;
      seen.add(cause);
      this.#print(outcomeLine(one, this.#isColoured));
    }
  }

  /** Undefined, and said, where one of several cannot be sent. */
  #sendable(id: number): ReturnType<SeriesPlan['requestFor']> | undefined {
    try {
      return this.#plan.requestFor(id);
    } catch (error) {
      if (!(error instanceof UserError) || this.#plan.ids.length === 1) throw error;
      this.#leftOut += 1;
      this.#progress.clear();
      print(this.#surroundings.terminal.stderr, `httpwhy: ${printable(error.message)}`);
      this.#advance();
      return undefined;
    }
  }

  #tell(replayed: Replayed): void {
    this.#verdicts.push(replayed.verdict);
    if (VERDICT_EXIT_CODES[replayed.verdict] !== 0) this.#failing += 1;
    this.#progress.clear();
    if (this.#surroundings.isJson) this.#print(JSON.stringify(outcomeJson(replayed)));
    else if (this.#plan.ids.length > 1) this.#print(outcomeLine(replayed, this.#isColoured));
    else this.#print(outcomeText(replayed, this.#isColoured));
    this.#advance();
  }

  /** Interrupted before any call was over: there is nothing to sum up. */
  #wasInVain(signal: AbortSignal): boolean {
    return signal.aborted && this.#verdicts.length === 0;
  }

  #tellLeft(signal: AbortSignal): void {
    if (!signal.aborted) return;
    const calls = this.#left === 1 ? '1 call under way was' : `${this.#left} calls under way were`;
    print(this.#surroundings.terminal.stderr, `httpwhy: Interrupted; ${calls} broken off.`);
  }

  #advance(): void {
    this.#done += 1;
    this.#progress.show(this.#done, this.#failing === 0 ? undefined : `${this.#failing} failing`);
  }

  #print(text: string): void {
    print(this.#surroundings.terminal.stdout, text);
  }

  /** The worst; 1 where nothing was sent. */
  #exitCode(): number {
    if (this.#verdicts.length === 0) return 1;
    return Math.max(...new Set(this.#verdicts.map((verdict) => VERDICT_EXIT_CODES[verdict])));
  }
}

/** It says nothing of the server. */
function isLeft({ after }: Replayed, signal: AbortSignal): boolean {
  return signal.aborted && after.exchange.error?.code === 'ERR_CLIENT_ABORTED';
}

function timed({ exchange }: AnnotatedExchange) {
  const { durationMs, response, error } = exchange;
  return { durationMs: durationMs ?? 0, status: response?.status ?? null, errorCode: error?.code ?? null };
}

function summaryJson(summary: LatencySummary, concurrency: number, wallMs: number): unknown {
  const rounded = (ms: number) => Math.round(ms * 100) / 100;
  const { times } = summary;
  return {
    calls: summary.calls,
    answered: summary.answered,
    concurrency,
    wallMs: rounded(wallMs),
    times: times && {
      minMs: rounded(times.min),
      medianMs: rounded(times.median),
      p95Ms: rounded(times.p95),
      p99Ms: rounded(times.p99),
      maxMs: rounded(times.max),
    },
    statuses: Object.fromEntries(summary.statuses.map(({ name, count }) => [name, count])),
    errors: Object.fromEntries(summary.errors.map(({ name, count }) => [name, count])),
  };
}
