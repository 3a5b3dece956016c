import { type RuleChange, ruleChange } from '../../exchange/applied-rule.ts';
import { decodeBody } from '../../exchange/body.ts';
import { headersFromRaw } from '../../exchange/headers.ts';
import { reasonOf } from '../../mock/ready-answer.ts';
import type { ReadyChange } from '../../mock/ready-change.ts';
import type { Damage } from '../../mock/verdict.ts';
import type { ResponseHead } from '../call.ts';
import { networkError } from '../network-error.ts';
import { rawHeader, withoutHeader } from '../raw-headers.ts';
import { Outlet } from './outlet.ts';
import type { RuledListener } from './ruled-upstream.ts';

/** A body that has to be whole to be changed; a larger one passes as it is. */
const MOST_BYTES = 8 * 1024 * 1024;
/** By so much a wrong Content-Length is larger than the body. */
const EXCESS_BYTES = 10;
/** What was written before a connection breaks needs a moment to leave. */
const BREAK_MS = 30;
/** Of a body of unknown length that shall be slow. */
const SLOW_BYTES_PER_SECOND = 1024;

export interface ResponseFlowOptions {
  readonly listener: RuledListener;
  readonly method: string;
  readonly damage: Damage | null;
  readonly change: ReadyChange | null;
  /** What was changed on the way back. */
  onChanges(changes: readonly RuleChange[]): void;
  /** The sender may go on. */
  onRoom(): void;
  /** Nothing more is wanted of the sender. */
  onBroken(): void;
}

/** A response on its way from a server, or from a rule that answers in its place, with what the rule does to it. */
export class ResponseFlow {
  readonly #options: ResponseFlowOptions;
  readonly #outlet: Outlet;
  #head: ResponseHead | undefined;
  /** Pieces of a body that is kept until it is whole; undefined: it passes. */
  #kept: Buffer[] | undefined;
  #keptBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ResponseFlowOptions) {
    this.#options = options;
    this.#outlet = new Outlet((bytes) => options.listener.onData(bytes), options.onRoom);
  }

  begin(head: ResponseHead): void {
    const { damage, change, listener } = this.#options;
    const changed = this.#changedHead(head);
    this.#head = changed;
    this.#outlet.pace(damage?.bytesPerSecond ?? null);
    const wantsWhole = (damage?.breakage ?? null) !== null || damage?.slowBodyMs != null || change?.changesResponseBody;
    if (wantsWhole === true && hasBody(changed, this.#options.method) && !isEventStream(changed)) {
      this.#kept = [];
      return;
    }
    if (damage?.slowBodyMs != null) this.#outlet.pace(SLOW_BYTES_PER_SECOND);
    listener.onResponse(changed);
  }

  data(bytes: Buffer): boolean {
    if (this.#kept === undefined) return this.#outlet.write(bytes);
    this.#kept.push(Buffer.from(bytes));
    this.#keptBytes += bytes.length;
    if (this.#keptBytes <= MOST_BYTES) return true;
    const kept = this.#kept;
    this.#kept = undefined;
    this.#options.onChanges([ruleChange('response.body', null, 'left as it is: it is larger than 8 MiB')]);
    this.#options.listener.onResponse(this.#head!);
    return kept.map((piece) => this.#outlet.write(piece)).every(Boolean);
  }

  end(rawTrailers: readonly string[]): void {
    const { listener } = this.#options;
    if (this.#kept === undefined) {
      this.#outlet.end(() => listener.onEnd(rawTrailers));
      return;
    }
    this.#sendWhole(Buffer.concat(this.#kept), rawTrailers);
  }

  resume(): void {
    this.#outlet.resume();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#outlet.stop();
  }

  #changedHead(head: ResponseHead): ResponseHead {
    const { change, onChanges } = this.#options;
    if (change === null) return head;
    const { status, rawHeaders, changes } = change.response(head.status, head.rawHeaders);
    if (changes.length > 0) onChanges(changes);
    return { ...head, status, rawHeaders, reason: status === head.status ? head.reason : reasonOf(status) };
  }

  #sendWhole(original: Buffer, rawTrailers: readonly string[]): void {
    const { listener, damage, change, onChanges } = this.#options;
    const head = this.#head!;
    let bytes = original;
    let fields = head.rawHeaders;
    if (change?.changesResponseBody === true) {
      const changed = change.body('response', head.rawHeaders, bytes);
      if (changed === undefined) onChanges([ruleChange('response.body', null, 'left as it is: it is no JSON')]);
      else {
        onChanges(changed.changes);
        bytes = Buffer.from(changed.bytes);
        fields = withoutHeader(fields, 'content-encoding');
      }
    }
    const breakage = damage?.breakage ?? null;
    if (breakage?.kind === 'malformed-json') {
      const plain = decodeBody(headersFromRaw(fields), { bytes, totalBytes: bytes.length });
      if (!plain.isCut) {
        bytes = Buffer.from(plain.bytes);
        fields = withoutHeader(fields, 'content-encoding');
      }
      bytes = withComma(bytes);
      onChanges([ruleChange('response.body', null, 'a comma too many before its last character')]);
    }
    const promised = bytes.length + (breakage?.kind === 'wrong-length' ? EXCESS_BYTES : 0);
    if (breakage?.kind === 'truncated') {
      const sent = Math.min(breakage.afterBytes ?? bytes.length >> 1, Math.max(0, bytes.length - 1));
      onChanges([ruleChange('response.body', `${promised} bytes`, `cut after ${sent} bytes`)]);
      bytes = bytes.subarray(0, sent);
    } else if (breakage?.kind === 'wrong-length') {
      onChanges([ruleChange('response.headers.content-length', String(bytes.length), String(promised))]);
    }
    const isCut = promised > bytes.length;
    listener.onResponse({
      ...head,
      rawHeaders: withLength(fields, promised),
      framing: { kind: 'length', bytes: promised },
    });
    if (damage?.slowBodyMs != null) this.#outlet.pace(Math.max(1, (bytes.length * 1000) / damage.slowBodyMs));
    this.#outlet.write(bytes);
    this.#outlet.end(() => {
      if (!isCut) listener.onEnd(rawTrailers);
      else this.#timer = setTimeout(() => this.#break(), BREAK_MS);
    });
  }

  #break(): void {
    this.#options.onBroken();
    this.#options.listener.onFailed(
      networkError('response', 'HPE_INVALID_EOF_STATE', 'the connection closed before the body was whole'),
    );
  }
}

function hasBody({ status, framing }: ResponseHead, method: string): boolean {
  return framing.kind !== 'none' && method !== 'HEAD' && status !== 204 && status !== 304;
}

/** `{"a":1}` → `{"a":1,}`. */
function withComma(bytes: Buffer): Buffer {
  const at = Math.max(0, bytes.toString('latin1').trimEnd().length - 1);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(','), bytes.subarray(at)]);
}

function isEventStream({ rawHeaders }: ResponseHead): boolean {
  return /^\s*text\/event-stream\b/i.test(rawHeader(rawHeaders, 'content-type') ?? '');
}

/** The fields with this length, and with no other framing. */
export function withLength(rawHeaders: readonly string[], bytes: number): readonly string[] {
  const unframed = withoutHeader(withoutHeader(rawHeaders, 'content-length'), 'transfer-encoding');
  return [...unframed, 'Content-Length', String(bytes)];
}
