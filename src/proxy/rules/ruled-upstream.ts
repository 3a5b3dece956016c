import type { AppliedRule } from '../../exchange/applied-rule.ts';
import type { RequestDecider } from '../../mock/rule-engine.ts';
import { RuleRequest } from '../../mock/rule-request.ts';
import type { Verdict } from '../../mock/verdict.ts';
import type { UpstreamCall, UpstreamListener, UpstreamRequest } from '../call.ts';
import type { NetworkError } from '../network-error.ts';
import { throwOutside } from '../steps.ts';
import { RuledCall } from './ruled-call.ts';

/** What a call tells that a rule may have taken. */
export interface RuledListener extends UpstreamListener {
  /** What a rule did so far; may be told more than once, the latest counts. */
  onRule(rule: AppliedRule): void;
  /** No connection will come, and the request's body is wanted all the same. */
  onReady(): void;
  /** As `onFailed`, but the client shall see its connection break and is not told why. */
  onCutOff(error: NetworkError): void;
}

/** Where requests go: to a server, or to what a rule makes of it. */
export interface RuledSender {
  send(request: UpstreamRequest, listener: RuledListener): UpstreamCall;
}

/** Asks the rules about each request before it goes to its server. One that no rule touches goes as if there were none. */
export class RuledUpstream implements RuledSender {
  readonly #upstream: RuledSender;
  readonly #decider: RequestDecider;
  readonly #report: (bug: unknown) => void;

  /** `report` is told what a rule threw: a bug of ours, for which no client shall wait in vain. */
  constructor(upstream: RuledSender, decider: RequestDecider, report: (bug: unknown) => void = throwOutside) {
    this.#upstream = upstream;
    this.#decider = decider;
    this.#report = report;
  }

  send(request: UpstreamRequest, listener: RuledListener): UpstreamCall {
    if (this.#decider.isEmpty) return this.#upstream.send(request, listener);
    const asked = new RuleRequest(request.method, request.target.url, request.rawHeaders);
    const prospect = this.#guarded(() => this.#decider.look(asked));
    if (prospect === undefined) return this.#upstream.send(request, listener);
    if (request.framing.kind !== 'none' && prospect.needsBody) {
      const decide = (body: Uint8Array) => this.#guarded(() => prospect.decide(asked.withBody(body)));
      return new RuledCall(this.#upstream, request, listener, decide);
    }
    const verdict = this.#guarded<Verdict>(() => prospect.decide(asked.withBody(NOTHING)));
    if (verdict === undefined) return this.#upstream.send(request, listener);
    return new RuledCall(this.#upstream, request, listener, verdict);
  }

  /** Where a rule fails, the call goes as if there were none. */
  #guarded<T>(ask: () => T | undefined): T | undefined {
    try {
      return ask();
    } catch (bug) {
      this.#report(bug);
      return undefined;
    }
  }
}

const NOTHING = new Uint8Array();
