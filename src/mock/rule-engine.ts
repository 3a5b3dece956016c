import { randomUUID } from 'node:crypto';
import { provoke } from './causes/provoke.ts';
import { differenceOfBody, fitOfHead } from './conditions.ts';
import { BLOCKED, failureOf } from './failures.ts';
import type { Params } from './path-pattern.ts';
import { readyAnswer } from './ready-answer.ts';
import { changeAsksForBody, readyChange } from './ready-change.ts';
import type { Delay, Fault, NthRange, Rule, RuleAction } from './rule.ts';
import { RuleIndex } from './rule-index.ts';
import type { RuleRequest } from './rule-request.ts';
import { asksForBody, type Scope } from './template.ts';
import type { Damage, Verdict } from './verdict.ts';

/** Where chance and time come from. */
export interface Chance {
  now(): Date;
  uuid(): string;
  /** From 0 up to 1. */
  random(): number;
}

export const REAL_CHANCE: Chance = { now: () => new Date(), uuid: randomUUID, random: Math.random };

interface Uses {
  /** Requests that fitted. */
  seen: number;
  /** Requests on which the rule acted. */
  acted: number;
}

/** Who is asked about each request before it goes to its server. */
export interface RequestDecider {
  /** Nothing is ever touched: requests need not be looked at. */
  readonly isEmpty: boolean;
  /** By its head alone, and counting nothing; undefined: it goes to its server. */
  look(request: RuleRequest): Prospect | undefined;
}

/** A request that is likely to be touched. */
export interface Prospect {
  /** The request's body has to be there before `decide` is asked. */
  readonly needsBody: boolean;
  /** What becomes of the request; undefined: it goes to its server. To be asked once. */
  decide(whole: RuleRequest): Verdict | undefined;
}

/** A rule that fits a request's head, with what its path stands for. */
interface Candidate {
  readonly rule: Rule;
  readonly params: Params;
}

/** The rules in force, and how often each of them has acted. */
export class RuleEngine implements RequestDecider {
  readonly #chance: Chance;
  #index = new RuleIndex([]);
  #uses = new Map<string, Uses>();

  constructor(rules: readonly Rule[] = [], chance: Chance = REAL_CHANCE) {
    this.#chance = chance;
    this.use(rules);
  }

  /** Replaces the rules. One that stays as it was goes on counting where it stood. */
  use(rules: readonly Rule[]): void {
    const before = this.#uses;
    this.#uses = new Map(
      rules.map(({ fingerprint }) => [fingerprint, before.get(fingerprint) ?? { seen: 0, acted: 0 }]),
    );
    this.#index = new RuleIndex(rules);
  }

  get isEmpty(): boolean {
    return this.#index.isEmpty;
  }

  look(request: RuleRequest): Prospect | undefined {
    const found = this.#index.lookUp(request);
    if (found.length === 0) return undefined;
    const candidates: Candidate[] = [];
    for (const rule of found) {
      const fit = fitOfHead(rule, request);
      if (fit.kind === 'fits') candidates.push({ rule, params: fit.params });
    }
    if (candidates.length === 0) return undefined;
    return { needsBody: needsBody(candidates), decide: (whole) => this.#decide(candidates, whole) };
  }

  #decide(candidates: readonly Candidate[], request: RuleRequest): Verdict | undefined {
    for (const { rule, params } of candidates) {
      if (differenceOfBody(rule, request) !== undefined) continue;
      const uses = this.#uses.get(rule.fingerprint) ?? { seen: 0, acted: 0 };
      uses.seen += 1;
      if (!isInRange(rule.match.nth, uses.seen) || hasHadItsTimes(rule, uses.acted)) continue;
      if (rule.match.probability < 1 && this.#chance.random() >= rule.match.probability) continue;
      uses.acted += 1;
      if (rule.action.kind === 'pass' && rule.fault === null) return undefined;
      return this.#verdict(rule, {
        request,
        params,
        count: uses.acted,
        now: this.#chance.now(),
        uuid: () => this.#chance.uuid(),
        random: () => this.#chance.random(),
      });
    }
    return undefined;
  }

  #verdict({ name, action, fault }: Rule, scope: Scope): Verdict {
    const latencyMs = this.#milliseconds(fault?.latency ?? null);
    const broken = fault?.breakage == null ? undefined : failureOf(fault.breakage, scope.request);
    if (broken !== undefined) return { rule: name, delayMs: latencyMs, course: broken, damage: null };
    const damage = damageOf(fault);
    switch (action.kind) {
      case 'answer': {
        const answer = answerAt(action, scope.count);
        const delayMs = latencyMs + this.#milliseconds(answer.delay);
        return { rule: name, delayMs, course: { kind: 'answer', answer: readyAnswer(answer, name, scope) }, damage };
      }
      case 'cause': {
        const { course, damage: own } = provoke(action.cause, action.style, name, scope);
        return { rule: name, delayMs: latencyMs, course, damage: own ?? damage };
      }
      case 'change': {
        const change = readyChange(action.change, scope);
        return { rule: name, delayMs: latencyMs, course: { kind: 'forward', change }, damage };
      }
      case 'block':
        return {
          rule: name,
          delayMs: latencyMs,
          course: { kind: 'fail', error: BLOCKED(name), isCutOff: false },
          damage: null,
        };
      case 'pass':
        return { rule: name, delayMs: latencyMs, course: { kind: 'forward', change: null }, damage };
    }
  }

  #milliseconds(delay: Delay | null): number {
    if (delay === null) return 0;
    return Math.round(delay.fromMs + (delay.toMs - delay.fromMs) * this.#chance.random());
  }
}

/** Whether one of the rules has to see the request's body before it can act. */
function needsBody(candidates: readonly Candidate[]): boolean {
  return candidates.some(({ rule: { match, action } }) => {
    if (match.json.length > 0) return true;
    if (action.kind === 'change') return changeAsksForBody(action.change);
    return action.kind === 'answer' && action.answers.some(answerAsksForBody);
  });
}

function answerAsksForBody({ headers, body }: Extract<RuleAction, { kind: 'answer' }>['answers'][number]): boolean {
  if (headers.some(([, value]) => asksForBody(value))) return true;
  if (body.kind === 'text') return asksForBody(body.text);
  if (body.kind === 'json') return asksForBody(body.json);
  return body.kind === 'stream' && body.parts.some(({ text }) => asksForBody(text));
}

function answerAt({ answers, afterLast }: Extract<RuleAction, { kind: 'answer' }>, count: number) {
  const index = afterLast === 'again' ? (count - 1) % answers.length : Math.min(count, answers.length) - 1;
  return answers[index]!;
}

function hasHadItsTimes({ times, action }: Rule, acted: number): boolean {
  if (times !== null && acted >= times) return true;
  return action.kind === 'answer' && action.afterLast === 'pass' && acted >= action.answers.length;
}

function isInRange(range: NthRange | null, count: number): boolean {
  if (range === null) return true;
  return count >= range.from && count <= range.to && (count - range.from) % range.every === 0;
}

function damageOf(fault: Fault | null): Damage | null {
  if (fault === null) return null;
  const { bytesPerSecond, slowBodyMs, breakage } = fault;
  const kind = breakage?.kind;
  const own = kind === 'truncated' ? breakage : kind === 'malformed-json' || kind === 'wrong-length' ? { kind } : null;
  return bytesPerSecond === null && slowBodyMs === null && own === null
    ? null
    : { bytesPerSecond, slowBodyMs, breakage: own as Damage['breakage'] };
}
