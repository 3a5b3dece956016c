import { printable } from '../../exchange/printable.ts';
import { reasonOf, ruleField } from '../../mock/ready-answer.ts';
import type { ReadyAnswer } from '../../mock/verdict.ts';
import { readAnswerFile } from './answer-body.ts';
import { type ResponseFlow, withLength } from './response-flow.ts';

/** Gives an answer in a server's place: a body at once, or the parts of a stream one after the other. */
export class AnswerPlayer {
  readonly #flow: ResponseFlow;
  readonly #rule: string;
  readonly #method: string;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(flow: ResponseFlow, rule: string, method: string) {
    this.#flow = flow;
    this.#rule = rule;
    this.#method = method;
  }

  play(answer: ReadyAnswer): void {
    const { body } = answer;
    if (body.kind === 'bytes') this.#whole(answer, Buffer.from(body.bytes));
    else if (body.kind === 'stream') this.#stream(answer, body.parts);
    else {
      void readAnswerFile(body).then((file) => {
        if (this.#isStopped) return;
        if (file.kind === 'bytes') this.#whole(answer, file.bytes);
        else this.#explain(file.status, file.reason);
      });
    }
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #whole({ status, rawHeaders }: ReadyAnswer, bytes: Buffer): void {
    const isBodyless = status === 204 || status === 304;
    const isHead = this.#method === 'HEAD';
    this.#flow.begin({
      status,
      reason: reasonOf(status),
      httpVersion: '1.1',
      rawHeaders: isBodyless ? rawHeaders : withLength(rawHeaders, bytes.length),
      framing: isBodyless || isHead ? { kind: 'none' } : { kind: 'length', bytes: bytes.length },
    });
    if (!isBodyless && !isHead) this.#flow.data(bytes);
    this.#flow.end([]);
  }

  #stream(
    { status, rawHeaders }: ReadyAnswer,
    parts: readonly { readonly delayMs: number; readonly bytes: Uint8Array }[],
  ): void {
    const isHead = this.#method === 'HEAD';
    this.#flow.begin({
      status,
      reason: reasonOf(status),
      httpVersion: '1.1',
      rawHeaders: [...rawHeaders, 'Transfer-Encoding', 'chunked'],
      framing: isHead ? { kind: 'none' } : { kind: 'chunked' },
    });
    const next = (index: number) => {
      const part = parts[index];
      if (part === undefined || isHead) {
        this.#flow.end([]);
        return;
      }
      this.#timer = setTimeout(() => {
        this.#flow.data(Buffer.from(part.bytes));
        next(index + 1);
      }, part.delayMs);
    };
    next(0);
  }

  /** The rule is wrong, and whoever wrote it is to see that at once. */
  #explain(status: number, reason: string): void {
    const body = Buffer.from(`httpwhy: the rule "${printable(this.#rule)}" cannot answer: ${printable(reason)}\n`);
    const rawHeaders = ['Content-Type', 'text/plain; charset=utf-8', ...ruleField(this.#rule)];
    this.#whole({ status, rawHeaders, body: { kind: 'bytes', bytes: body } }, body);
  }
}
