import { type AppliedRule, MOST_RULE_CHANGES, type RuleChange, ruleChange } from '../../exchange/applied-rule.ts';
import type { ReadyChange } from '../../mock/ready-change.ts';
import type { Verdict } from '../../mock/verdict.ts';
import type { ResponseHead, UpstreamCall, UpstreamRequest } from '../call.ts';
import { NetworkError } from '../network-error.ts';
import { rawHeader } from '../raw-headers.ts';
import { AnswerPlayer } from './answer-player.ts';
import { changedRequest } from './changed-request.ts';
import { ResponseFlow } from './response-flow.ts';
import type { RuledListener, RuledSender } from './ruled-upstream.ts';

/** Of a request's body as much is read before a rule decides; what is longer is no JSON to it. */
const MOST_BODY_BYTES = 1024 * 1024;

type Decide = (body: Uint8Array) => Verdict | undefined;

/** A call that a rule has taken, or may take once the request's body is there. */
export class RuledCall implements UpstreamCall {
  readonly #upstream: RuledSender;
  readonly #request: UpstreamRequest;
  readonly #listener: RuledListener;
  /** Of the request's body what nobody has taken yet. */
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #isBodyWhole: boolean;
  #trailers: readonly string[] = [];
  /** To be called as soon as the body is whole, or too long. */
  #onBody: (() => void) | undefined;
  #isBodyDropped = false;
  #server: UpstreamCall | undefined;
  #isConnected = false;
  #flow: ResponseFlow | undefined;
  #player: AnswerPlayer | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;
  #applied: AppliedRule | undefined;

  constructor(
    upstream: RuledSender,
    request: UpstreamRequest,
    listener: RuledListener,
    verdictOrDecide: Verdict | Decide,
  ) {
    this.#upstream = upstream;
    this.#request = request;
    this.#listener = listener;
    this.#isBodyWhole = request.framing.kind === 'none';
    queueMicrotask(() => {
      if (this.#isOver) return;
      if (typeof verdictOrDecide !== 'function') this.#carryOut(verdictOrDecide);
      else this.#whenBodyIsThere(() => this.#decided(verdictOrDecide(Buffer.concat(this.#kept))));
    });
  }

  write(bytes: Buffer): boolean {
    if (this.#isConnected) return this.#server!.write(bytes);
    if (this.#isBodyDropped || this.#isOver) return true;
    this.#kept.push(Buffer.from(bytes));
    this.#keptBytes += bytes.length;
    if (this.#keptBytes > MOST_BODY_BYTES) this.#takeBody();
    return true;
  }

  end(rawTrailers: readonly string[]): void {
    this.#isBodyWhole = true;
    this.#trailers = rawTrailers;
    if (this.#isConnected) this.#server!.end(rawTrailers);
    else this.#takeBody();
  }

  resume(): void {
    if (this.#flow === undefined) this.#server?.resume();
    else this.#flow.resume();
  }

  halfClose(): boolean {
    // Without a server there is nobody who would notice that the client has left altogether.
    return this.#server?.halfClose() ?? false;
  }

  abort(error: NetworkError, code?: number): void {
    if (this.#isOver) return;
    if (this.#server !== undefined) {
      this.#stop();
      this.#server.abort(error, code);
      return;
    }
    this.#isOver = true;
    this.#stop();
    queueMicrotask(() => this.#listener.onFailed(error));
  }

  #decided(verdict: Verdict | undefined): void {
    if (verdict === undefined) this.#forward(this.#request, null);
    else this.#carryOut(verdict);
  }

  #carryOut(verdict: Verdict): void {
    const { course, delayMs, damage, rule } = verdict;
    this.#apply({ name: rule, effect: effectOf(verdict), changes: delayed(delayMs) });
    switch (course.kind) {
      case 'answer':
        this.#dropBody(() =>
          this.#after(delayMs, () => {
            const flow = this.#newFlow(verdict, null);
            this.#player = new AnswerPlayer(flow, rule, this.#request.method);
            this.#player.play(course.answer);
          }),
        );
        return;
      case 'forward':
        this.#after(delayMs, () => {
          if (course.change === null) {
            if (damage !== null) this.#flow = this.#newFlow(verdict, null);
            this.#forward(this.#request, verdict);
          } else this.#forwardChanged(course.change, verdict);
        });
        return;
      case 'fail':
        this.#after(delayMs, () => this.#fail(new NetworkError(course.error), course.isCutOff));
        return;
      case 'silence':
        this.#dropBody(() => undefined);
        if (course.afterMs !== null) {
          this.#after(delayMs + course.afterMs, () => this.#fail(new NetworkError(course.error), false));
        }
        return;
    }
  }

  #forwardChanged(change: ReadyChange, verdict: Verdict): void {
    this.#flow = this.#newFlow(verdict, change);
    const send = () => {
      const body = change.changesRequestBody && this.#isBodyWhole ? Buffer.concat(this.#kept) : undefined;
      const changed = changedRequest(this.#request, change, body);
      this.#note(changed.changes);
      if (changed.body !== undefined) this.#kept = [changed.body];
      this.#forward(changed.request, verdict);
    };
    if (change.changesRequestBody) this.#whenBodyIsThere(send);
    else send();
  }

  #forward(request: UpstreamRequest, verdict: Verdict | null): void {
    const listener = this.#listener;
    const flow = verdict === null ? undefined : this.#flow;
    this.#server = this.#upstream.send(request, {
      onRule: (rule) => listener.onRule(rule),
      onReady: () => listener.onReady(),
      onCutOff: (error) => listener.onCutOff(error),
      onConnected: (connection, isReused) => {
        this.#isConnected = true;
        for (const piece of this.#kept) this.#server!.write(piece);
        this.#kept = [];
        if (this.#isBodyWhole && this.#request.framing.kind !== 'none') this.#server!.end(this.#trailers);
        listener.onConnected(connection, isReused);
      },
      onInterim: (head) => listener.onInterim(head),
      onResponse: (head) => (flow === undefined ? listener.onResponse(head) : flow.begin(head)),
      onData: (bytes) => (flow === undefined ? listener.onData(bytes) : flow.data(bytes)),
      onEnd: (rawTrailers) => (flow === undefined ? listener.onEnd(rawTrailers) : flow.end(rawTrailers)),
      onDrain: () => listener.onDrain(),
      onFailed: (error) => {
        // What the rule broke has been told already.
        if (this.#isOver) return;
        this.#isOver = true;
        this.#stop();
        listener.onFailed(error);
      },
    });
  }

  #newFlow({ damage }: Verdict, change: ReadyChange | null): ResponseFlow {
    const { listener, method } = { listener: this.#listener, method: this.#request.method };
    this.#flow = new ResponseFlow({
      listener,
      method,
      damage,
      change,
      onChanges: (changes) => this.#note(changes),
      onRoom: () => this.#server?.resume(),
      onBroken: () => {
        this.#isOver = true;
      },
    });
    return this.#flow;
  }

  #fail(error: NetworkError, isCutOff: boolean): void {
    this.#isOver = true;
    this.#stop();
    if (isCutOff) this.#listener.onCutOff(error);
    else this.#listener.onFailed(error);
  }

  #apply(rule: AppliedRule): void {
    this.#applied = rule;
    this.#listener.onRule(rule);
  }

  #note(changes: readonly RuleChange[]): void {
    if (this.#applied === undefined || changes.length === 0) return;
    const all = [...this.#applied.changes, ...changes].slice(0, MOST_RULE_CHANGES);
    this.#apply({ ...this.#applied, changes: all });
  }

  /** The client sends its body, and nobody keeps it. */
  #dropBody(then: () => void): void {
    this.#isBodyDropped = true;
    this.#kept = [];
    if (this.#isBodyWhole) then();
    else {
      this.#onBody = then;
      this.#askForBody();
    }
  }

  #whenBodyIsThere(then: () => void): void {
    if (this.#isBodyWhole || this.#keptBytes > MOST_BODY_BYTES) then();
    else {
      this.#onBody = then;
      this.#askForBody();
    }
  }

  /** A client that waits to be told so (RFC 9110 §10.1.1) would wait for a server that is not asked, or not yet. */
  #askForBody(): void {
    const expects = rawHeader(this.#request.rawHeaders, 'expect');
    if (expects?.trim().toLowerCase() === '100-continue') this.#listener.onInterim(CONTINUE);
    this.#listener.onReady();
  }

  #takeBody(): void {
    const onBody = this.#onBody;
    this.#onBody = undefined;
    onBody?.();
  }

  #after(milliseconds: number, then: () => void): void {
    if (milliseconds <= 0) then();
    else {
      this.#timer = setTimeout(() => {
        if (!this.#isOver) then();
      }, milliseconds);
    }
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#player?.stop();
    this.#flow?.stop();
  }
}

const CONTINUE: ResponseHead = {
  status: 100,
  reason: 'Continue',
  httpVersion: '1.1',
  rawHeaders: [],
  framing: { kind: 'none' },
};

function effectOf({ course, damage }: Verdict): AppliedRule['effect'] {
  if (course.kind === 'answer') return 'answered';
  if (course.kind === 'fail' || course.kind === 'silence' || damage?.breakage != null) return 'failed';
  return course.change === null ? 'delayed' : 'changed';
}

function delayed(delayMs: number): readonly RuleChange[] {
  return delayMs === 0 ? [] : [ruleChange('timing', null, `${delayMs} ms later`)];
}
