import type { MessagePort } from 'node:worker_threads';
import type { RedactionRules } from '../../exchange/redact.ts';
import { UserError } from '../../exchange/user-error.ts';
import type { Limits } from '../../store/limits.ts';
import type { NewRun } from '../../store/run-table.ts';
import type { NamedClient } from '../apps/app-watch.ts';
import type { PlaybackSettings } from '../mock/recorded-calls.ts';
import type { EventBatch } from './event-batch.ts';

/** `cost` is an estimate of the memory that the batch occupies, in bytes. */
export interface EventsMessage {
  readonly kind: 'events';
  readonly batch: EventBatch;
  readonly cost: number;
}

/** From the proxy to the writer. */
export type RecordMessage =
  | EventsMessage
  /** Nothing follows. */
  | { readonly kind: 'end' };

/** From the writer to the proxy: a batch was stored, or given up. */
export interface RecordedMessage {
  readonly kind: 'recorded';
  readonly cost: number;
}

export interface ProxySettings {
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly maxBodyBytes: number;
  readonly upstreamCaFile: string | null;
  readonly verifiesServers: boolean;
  /** Host globs that pass unread, and those that alone are read where there are any. */
  readonly tunnel: readonly string[];
  readonly only: readonly string[];
  /** URL of the server behind reverse mode. */
  readonly reverse: string | null;
  /** URL of a proxy to go through; null: what the environment says. */
  readonly upstreamProxy: string | null;
  /** `HOST=FILE` each. */
  readonly clientCertificates: readonly string[];
  /** Recorded exchanges that are played in place of all servers. */
  readonly playback?: PlaybackSettings;
  /** File of mocks, changes and faults. `isWanted`: the person named it, so that it has to be there. */
  readonly mocks?: { readonly file: string; readonly isWanted: boolean };
  /** Secrets are masked on the screen. */
  readonly redactsDisplay?: boolean;
  /** Secrets are masked before anything is stored. */
  readonly redactsCapture?: boolean;
  /** What the capture keeps. */
  readonly limits?: Limits;
}

export interface ProxyThreadData {
  readonly settings: ProxySettings;
  readonly recording: MessagePort;
}

export interface WriterThreadData {
  readonly capture: string;
  /** How the capture calls what is recorded. */
  readonly run?: NewRun;
  /** What is kept of older recordings, and of this one. */
  readonly limits?: Limits | undefined;
  readonly recording: MessagePort;
  /** Mask secrets before anything is stored, with these rules; null: store what came. */
  readonly redaction?: { readonly rules: RedactionRules | undefined } | null;
  /** Files with rules of the person's own, the first of them first; any may be missing. */
  readonly rulesFiles: readonly string[];
}

/** From the main thread to the proxy thread. */
export type ProxyCommand =
  | { readonly kind: 'close'; readonly graceMs: number }
  /** Pass connections to this host unread from now on, or read them again. */
  | { readonly kind: 'tunnel'; readonly host: string; readonly isRead: boolean }
  /** Exchanges that begin from now on are not recorded, or are again. */
  | { readonly kind: 'pause'; readonly isPaused: boolean }
  /** The writer is gone: forward without recording. */
  | { readonly kind: 'recording-lost' };

/** From the main thread to the writer. */
export interface WriterCommand {
  readonly kind: 'apps';
  readonly named: readonly NamedClient[];
}

/** From a thread to the main thread. */
export type ThreadReport =
  /** Clients that have connected to the proxy just now. */
  | { readonly kind: 'connections'; readonly clients: readonly string[] }
  | { readonly kind: 'listening'; readonly host: string; readonly port: number; readonly caFile: string }
  | { readonly kind: 'ready' }
  | { readonly kind: 'notice'; readonly line: string }
  | { readonly kind: 'failed'; readonly failure: SpokenFailure }
  | { readonly kind: 'closed' };

/** A `UserError` as plain data; other errors keep their stack. */
export interface SpokenFailure {
  readonly code: string | null;
  readonly message: string;
  readonly nextStep: string;
  readonly exitCode: 1 | 2;
  readonly stack: string | undefined;
}

export function toSpokenFailure(error: unknown): SpokenFailure {
  if (error instanceof UserError) {
    const { code, message, nextStep, exitCode } = error;
    return { code, message, nextStep, exitCode, stack: undefined };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { code: null, message, nextStep: '', exitCode: 1, stack };
}

export function fromSpokenFailure({ code, message, nextStep, exitCode, stack }: SpokenFailure): Error {
  if (code !== null) return new UserError(code, message, nextStep, exitCode);
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
