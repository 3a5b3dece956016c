import type { AnnotatedExchange, Annotation } from '../exchange/annotation.ts';
import type { RedactionRules } from '../exchange/redact.ts';
import type { ClassCounts, ExchangeRow, PageAnchor } from '../exchange/row.ts';
import type { Contents } from './detail/tab.ts';

export interface PageRequest {
  /** In the language of docs/filters.md; empty for everything. One that is wrong makes the calls throw a `UserError` `filter`. */
  readonly filter: string;
  readonly anchor: PageAnchor;
  readonly limit: number;
}

/** A part of a filter that may be put in place of what stands from `start` to `end`, in UTF-16 units. */
export interface FilterCompletions {
  readonly start: number;
  readonly end: number;
  /** The likeliest first. */
  readonly candidates: readonly FilterCandidate[];
}

export interface FilterCandidate {
  readonly text: string;
  /** One line; may be empty. */
  readonly help: string;
  readonly kind: 'field' | 'value' | 'operator';
}

/** How much of a body is decoded and laid out. */
export const DETAIL_BYTES = 1_000_000;

/** The capture as the interface sees it. Calls are synchronous, indexed look-ups. */
export interface LogSource {
  /** The capture cannot be read yet, and looks empty until it can. */
  readonly isToCome?: boolean;
  page(request: PageRequest): readonly ExchangeRow[];
  counts(): ClassCounts;
  /**
   * Failed and doubtful exchanges that are new or have changed since a revision, oldest change first, and the revision to go
   * on from; null gives the latest ones.
   */
  trouble(since: number | null, limit: number): { readonly rows: readonly ExchangeRow[]; readonly revision: number };
  /** What may be typed at the caret of a filter. */
  completions(filter: string, caret: number): FilterCompletions;
  /** The id of the nearest failed exchange after (`newer`) or before (`older`) this one that matches the filter. */
  nextFailure(id: number, direction: 'newer' | 'older', filter: string): number | undefined;
  /** What explains one row, without its headers and bodies; null while it is pending, and where it is gone. */
  annotation(id: number): Annotation | null;
  /** With the beginnings of the bodies, up to about `DETAIL_BYTES`; the rest is read through `contents`. */
  detail(id: number): AnnotatedExchange | undefined;
  readonly contents: Contents;
  /** Calls the listener soon after rows were added or changed; returns the way to stop it. */
  onChange(listener: () => void): () => void;
}

/** Text that is masked by the person's rules of redaction, which are read when it is taken away. */
export type MaskedText = (rules: RedactionRules | undefined) => string;

/** What keys can do to one exchange. Each answers with one line for the person, or rejects with a `UserError`. */
export interface LogActions {
  exportReport(id: number): Promise<string>;
  copyCurl(id: number): Promise<string>;
  /** Puts text into the clipboard; the line says what was copied, `what` is a few words for it. */
  copyText?(text: string | MaskedText, what: string): Promise<string>;
  /** New connections to the host of this exchange pass unread from now on; where they do already, they are read again. */
  tunnelHost?(id: number): Promise<string>;
  /** What the person has to agree to before the request is sent again, as a question; null where it can be sent at once. */
  replayQuestion?(id: number): Promise<string | null>;
  /** Sends the request again; the line names the new exchange and tells what has changed. */
  replay?(id: number): Promise<string>;
  /** Puts a part into the clipboard, secrets masked. */
  copy?(id: number, part: CopiedPart): Promise<string>;
  exportChoices?(): Promise<readonly ExportChoice[]>;
  /** What `saveExport` would write. */
  previewExport?(id: number, format: string): Promise<ExportPreview>;
  saveExport?(id: number, format: string): Promise<string>;
  /** A pinned exchange stays when room is made. */
  pin?(id: number, isPinned: boolean): Promise<string>;
  /** Null takes the note away. */
  note?(id: number, text: string | null): Promise<string>;
  label?(id: number, name: string): Promise<string>;
  /** New exchanges are not recorded until it is taken back; their traffic passes all the same. */
  pauseRecording?(isPaused: boolean): Promise<string>;
  /** The person's rules that answer, change or break calls, in the order in which they count. */
  mockRules?(): Promise<readonly MockRule[]>;
  /** Puts a rule into force, or lets it rest. */
  useMockRule?(rule: MockRule, isEnabled: boolean): Promise<string>;
  /** What the person has to agree to before a rule is made of this exchange. */
  mockQuestion?(id: number): Promise<string>;
  /** Makes a rule that answers from now on as the server did then. */
  mockFrom?(id: number): Promise<string>;
  /** Shows a message in a program of the person's, which has the terminal until the promise settles. */
  openOutside?(id: number, side: 'request' | 'response', program: 'pager' | 'editor'): Promise<string>;
}

/** `body` and `headers` are those of the response, or of the request where none came. */
export type CopiedPart = 'url' | 'curl' | 'body' | 'headers' | 'report';

export interface ExportChoice {
  /** As given to `--format`. */
  readonly name: string;
  /** One line for a menu. */
  readonly describe: string;
}

export interface MockRule {
  readonly name: string;
  readonly isEnabled: boolean;
  /** Which calls it is for; as written. */
  readonly match: string;
  /** What it does to them, in a few words. */
  readonly action: string;
}

export interface ExportPreview {
  /** Printable, line by line; the beginning where the text is long. */
  readonly lines: readonly string[];
  readonly isWhole: boolean;
  /** What was masked, by which rule, and what looks secret and was kept; one sentence each. */
  readonly redaction: readonly string[];
}

/** Whether something is being recorded, and where it comes from. */
export type Recording = Pick<LogSession, 'address'> & {
  readonly isOver: boolean;
  readonly isStarting?: false;
  readonly hints?: readonly string[];
};

export interface LogSession {
  /** `127.0.0.1:8080` */
  readonly address: string;
  /** What is being run, for example `npm test`; left out where nothing is. */
  readonly run?: string;
  /** What fills an empty log: commands for the person to try, one a line. */
  readonly hints: readonly string[];
  /** Nothing is recorded any more, or not by a process that is known: says what was recorded. */
  readonly isOver?: boolean;
  /** The proxy does not listen yet, and nothing can be read: `onRecording` tells when it does. */
  readonly isStarting?: boolean;
  /** Calls the listener when a proxy begins or ends to record what is shown; returns the way to stop it. */
  onRecording?(listener: (recording: Recording) => void): () => void;
  /** Filters that were kept earlier, the latest at the end. */
  readonly pastFilters?: readonly string[];
  /** Remembers them for the next time. */
  keepFilters?(past: readonly string[]): void;
  /** Calls the listener with one line when something must be said (recording failed, for example); returns the way to stop it. */
  onNotice(listener: (line: string) => void): () => void;
}
