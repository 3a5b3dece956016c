import type { AppliedRule } from '../exchange/applied-rule.ts';
import type { ServerConnection } from '../exchange/connection.ts';
import type { ProxyEvent } from '../exchange/events.ts';
import {
  type Body,
  type Exchange,
  LAST_MESSAGE_BYTES,
  MOST_LAST_MESSAGES,
  type RequestMessage,
  type ResponseMessage,
  type StreamMessage,
} from '../exchange/exchange.ts';
import { headersFromRaw } from '../exchange/headers.ts';
import type { TransportError } from '../exchange/transport-error.ts';
import type { AnalysisBudget } from './analysis-budget.ts';
import { BodyPieces } from './body-pieces.ts';

type RequestEvent = Extract<ProxyEvent, { kind: 'request' }>;
type ResponseEvent = Extract<ProxyEvent, { kind: 'response' }>;

/** A message with its place in the exchange, from 0. Places of messages that were counted only are left out. */
export interface NumberedMessage {
  readonly index: number;
  readonly message: StreamMessage;
}

/** The one mutable thing of this room: an exchange in the making. */
export class Draft {
  readonly #start: RequestEvent;
  readonly request: BodyPieces;
  readonly response: BodyPieces;
  /** It was handed out as pending before. */
  isKnown = false;
  isEnded = false;
  #head: ResponseEvent | null = null;
  #server: ServerConnection | null = null;
  #isReused = false;
  #connectedMs: number | null = null;
  #requestSentMs: number | null = null;
  #responseStartMs: number | null = null;
  #durationMs: number | null = null;
  #error: TransportError | null = null;
  #proxyStatus: number | null = null;
  #rule: AppliedRule | undefined;
  #requestTrailers: readonly string[] = [];
  #responseTrailers: readonly string[] = [];
  #messageCount = 0;
  #messages: NumberedMessage[] = [];
  #messageBytes = 0;
  #lastMessages: readonly StreamMessage[] = [];
  /** How many of the last messages, the older ones, are copies; the others are still borrowed. */
  #lastCopied = 0;

  constructor(start: RequestEvent, budget: AnalysisBudget) {
    this.#start = start;
    this.request = new BodyPieces('request', budget);
    this.response = new BodyPieces('response', budget);
  }

  get startedAt(): number {
    return this.#start.at;
  }

  /** Bytes that were not handed out yet. */
  get waitingBytes(): number {
    return this.request.waitingBytes + this.response.waitingBytes + this.#messageBytes;
  }

  advance(event: Exclude<ProxyEvent, RequestEvent>): void {
    switch (event.kind) {
      case 'request-chunk':
        this.request.add(event.bytes);
        return;
      case 'response-chunk':
        this.response.add(event.bytes);
        return;
      case 'request-end':
        this.request.counted(event.totalBytes);
        this.#requestTrailers = event.rawTrailers;
        this.#requestSentMs = this.#since(event.at);
        return;
      case 'response-end':
        this.response.counted(event.totalBytes);
        this.#responseTrailers = event.rawTrailers;
        return;
      case 'connected':
        this.#server = event.connection;
        this.#isReused = event.isReused;
        this.#connectedMs = this.#since(event.at);
        return;
      case 'rule':
        this.#rule = event.rule;
        return;
      case 'response':
        this.#head = event;
        this.#responseStartMs = this.#since(event.at);
        return;
      case 'message':
        this.#messageCount += event.skipped ?? 0;
        this.#messages.push({ index: this.#messageCount, message: event.message });
        this.#messageCount += 1;
        this.#messageBytes += event.message.bytes.length;
        this.#keepLast(event.message);
        return;
      case 'progress':
        this.request.counted(event.requestBytes);
        this.response.counted(event.responseBytes);
        return;
      case 'ended':
        this.isEnded = true;
        this.#durationMs = this.#since(event.at);
        this.#error = event.error;
        this.#proxyStatus = event.proxyStatus;
        return;
    }
  }

  /** Copies what is still borrowed: afterwards nothing here refers to the memory in which events came. */
  settle(): void {
    this.request.settle();
    this.response.settle();
    this.#messages = this.#messages.map(({ index, message }) => ({
      index,
      message: { ...message, bytes: new Uint8Array(message.bytes) },
    }));
    const copied = this.#lastCopied;
    this.#lastMessages = this.#lastMessages.map((message, at) =>
      at < copied ? message : { ...message, bytes: new Uint8Array(message.bytes) },
    );
    this.#lastCopied = this.#lastMessages.length;
  }

  /** Nothing of it is kept any longer. */
  release(): void {
    this.request.release();
    this.response.release();
  }

  /** The messages since the last call. */
  takeMessages(): readonly NumberedMessage[] {
    const messages = this.#messages;
    this.#messages = [];
    this.#messageBytes = 0;
    return messages;
  }

  /** As it stands now. */
  toExchange(): Exchange {
    const { method, url, httpVersion, rawHeaders, at, client, clientTls } = this.#start;
    const request: RequestMessage = {
      method,
      url,
      httpVersion,
      headers: headersFromRaw(rawHeaders),
      trailers: headersFromRaw(this.#requestTrailers),
      body: bodyOf(this.request),
    };
    const response: ResponseMessage | null = this.#head && {
      status: this.#head.status,
      reason: this.#head.reason,
      httpVersion: this.#head.httpVersion,
      headers: headersFromRaw(this.#head.rawHeaders),
      trailers: headersFromRaw(this.#responseTrailers),
      body: bodyOf(this.response),
    };
    return {
      id: 0,
      startedAt: at,
      durationMs: this.#durationMs,
      request,
      response,
      error: this.#error,
      proxyStatus: this.#proxyStatus,
      connection: { client, clientTls, server: this.#server, isReused: this.#isReused },
      timing: {
        connectedMs: this.#connectedMs,
        requestSentMs: this.#requestSentMs,
        responseStartMs: this.#responseStartMs,
      },
      messageCount: this.#messageCount,
      ...(this.#lastMessages.length === 0 ? {} : { lastMessages: this.#lastMessages }),
      ...(this.#rule === undefined ? {} : { rule: this.#rule }),
    };
  }

  #keepLast(message: StreamMessage): void {
    const dropped = this.#lastMessages.length < MOST_LAST_MESSAGES ? 0 : 1;
    this.#lastCopied = Math.max(0, this.#lastCopied - dropped);
    const last = { ...message, bytes: message.bytes.subarray(0, LAST_MESSAGE_BYTES) };
    this.#lastMessages = [...this.#lastMessages.slice(dropped), last];
  }

  #since(at: number): number {
    return Math.max(0, at - this.#start.at);
  }
}

function bodyOf(pieces: BodyPieces): Body | null {
  const { totalBytes } = pieces;
  return totalBytes === 0 ? null : { bytes: pieces.beginning(), totalBytes };
}
