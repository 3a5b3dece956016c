import type { CauseId } from '../exchange/causes.ts';
import type { PathPattern } from './path-pattern.ts';
import type { JsonTemplate, Template } from './template.ts';

/** Whether a text fits; in time that grows with its length alone. */
export type TextTest = (text: string) => boolean;

/** One rule: which requests it is for, and what becomes of them. Of several that match, the first counts. */
export interface Rule {
  readonly name: string;
  /** Tells one version of the rule from the next: counters go on where it stays the same. */
  readonly fingerprint: string;
  readonly match: RuleMatch;
  readonly action: RuleAction;
  readonly fault: Fault | null;
  /** How often it acts; null: always. */
  readonly times: number | null;
}

/** Everything has to fit; an empty list fits all. */
export interface RuleMatch {
  /** In capitals. */
  readonly methods: readonly string[];
  readonly hosts: readonly HostPattern[];
  readonly paths: readonly PathPattern[];
  readonly query: readonly ValueCondition[];
  /** Names in lower case. */
  readonly headers: readonly ValueCondition[];
  /** Named by JSON Pointer (RFC 6901). */
  readonly json: readonly ValueCondition[];
  /** Which of the requests that fit otherwise, counted from 1. */
  readonly nth: NthRange | null;
  /** From 0 to 1. */
  readonly probability: number;
}

export type HostPattern =
  /** In lower case, with the port or without; without, any port fits. */
  { readonly kind: 'exact'; readonly host: string } | { readonly kind: 'glob'; readonly test: TextTest };

export interface ValueCondition {
  readonly name: string;
  readonly test:
    | { readonly kind: 'exists'; readonly isThere: boolean }
    /** One of the tests fits one of the values; numbers, booleans and null are compared as text. */
    | { readonly kind: 'text'; readonly tests: readonly TextTest[] };
}

export interface NthRange {
  readonly from: number;
  readonly to: number;
  /** Of those in the range every so many: 1 is each. */
  readonly every: number;
}

export type RuleAction =
  | { readonly kind: 'answer'; readonly answers: readonly Answer[]; readonly afterLast: 'last' | 'again' | 'pass' }
  | { readonly kind: 'cause'; readonly cause: CauseId; readonly style: CauseStyle }
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'block' }
  /** On to the server, with the fault alone. Without one the request is as if there were no rules. */
  | { readonly kind: 'pass' };

export const CAUSE_STYLES = ['problem', 'stripe', 'google', 'aws', 'graphql', 'plain'] as const;
export type CauseStyle = (typeof CAUSE_STYLES)[number];

/** Milliseconds; between the two of them at random. */
export interface Delay {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: Template])[];
  readonly body: AnswerBody;
  readonly delay: Delay | null;
}

export type AnswerBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: Template }
  | { readonly kind: 'json'; readonly json: JsonTemplate }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Absolute path of a file that is read when it is asked for. */
  | { readonly kind: 'file'; readonly path: string }
  /** A file of this folder: what stands behind the part of the path that the rule names. */
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'stream'; readonly isEventStream: boolean; readonly parts: readonly StreamPart[] };

export interface StreamPart {
  /** Since the part before. */
  readonly delayMs: number;
  readonly text: Template;
}

export interface Change {
  /** Another server: `http://localhost:3000`. */
  readonly to: Origin | null;
  readonly keepsHost: boolean;
  readonly path: Template | null;
  /** Null takes a parameter out. */
  readonly query: readonly (readonly [name: string, value: Template | null])[];
  readonly request: MessageChange;
  readonly response: MessageChange & { readonly status: number | null };
  /** Neither side answers from a cache. */
  readonly stripsCaching: boolean;
}

export interface Origin {
  readonly scheme: 'http' | 'https';
  /** IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

export interface MessageChange {
  /** Null takes a field out. */
  readonly headers: readonly (readonly [name: string, value: Template | null])[];
  /** By JSON Pointer. */
  readonly json: readonly (readonly [pointer: string, value: JsonTemplate])[];
  readonly jsonRemoved: readonly string[];
}

export interface Fault {
  /** Before the request goes on, or the answer begins. */
  readonly latency: Delay | null;
  /** Of the response's body. */
  readonly bytesPerSecond: number | null;
  /** How long the response's body takes. */
  readonly slowBodyMs: number | null;
  readonly breakage: Breakage | null;
}

export type Breakage =
  /** The client's connection is cut before any answer. */
  | { readonly kind: 'reset' }
  /** No answer; after the time, where one is given, the proxy says that none came. */
  | { readonly kind: 'timeout'; readonly afterMs: number | null }
  | { readonly kind: 'refused' | 'dns' }
  | { readonly kind: 'tls'; readonly problem: TlsProblem }
  /** Cut after so many bytes of the body; null: in the middle. */
  | { readonly kind: 'truncated'; readonly afterBytes: number | null }
  | { readonly kind: 'malformed-json' }
  /** A Content-Length that is larger than the body. */
  | { readonly kind: 'wrong-length' }
  | { readonly kind: 'not-http' };

export const TLS_PROBLEMS = ['expired', 'untrusted', 'name', 'handshake'] as const;
export type TlsProblem = (typeof TLS_PROBLEMS)[number];
