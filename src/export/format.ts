import { modulesIn } from '../exchange/modules-in.ts';
import type { Masked, Suspect } from '../exchange/redact.ts';
import type { ExportBundle, ExportItem } from './bundle.ts';

export interface WriteOptions {
  /** What was masked in the exchanges, and what looks like a secret and was kept; null where the person asked for the secrets. */
  readonly redaction: Redaction | null;
  /** Version of httpwhy to be named, where one is known. */
  readonly toolVersion: string | null;
  /** Where the text is going to be pasted, if that is known. */
  readonly destination: Destination | null;
}

export interface Redaction {
  readonly masked: readonly Masked[];
  readonly kept: readonly Suspect[];
}

/** What text is pasted into: each has its limit and its dialect. */
export type Destination = 'github' | 'gitlab' | 'jira' | 'slack';

export const DESTINATIONS: readonly Destination[] = ['github', 'gitlab', 'jira', 'slack'];

interface Named {
  /** As given to `--format`. */
  readonly name: string;
  /** Of a file that holds it, without the dot. */
  readonly extension: string;
  /** One line for the help text. */
  readonly describe: string;
}

/**
 * One way to write exchanges for somebody else: a document, written from all of them at once, or a stream, written
 * one after the other however many there are. Never called with secrets that the person has not asked for.
 */
export type ExportFormat = DocumentFormat | StreamFormat;

export interface DocumentFormat extends Named {
  readonly kind: 'document';
  /** More exchanges than this make no document that anybody can use. */
  readonly mostItems: number;
  write(bundle: ExportBundle, options: WriteOptions): string;
}

export interface StreamFormat extends Named {
  readonly kind: 'stream';
  /** What stands before the first, between two, and behind the last. */
  frame(options: WriteOptions): { readonly before: string; readonly between: string; readonly after: string };
  /** One exchange; undefined where the format cannot hold it. */
  write(item: ExportItem, options: WriteOptions): string | undefined;
}

const FORMATS = modulesIn<{ readonly format: ExportFormat }>(new URL('./formats/', import.meta.url));

/** Every format there is, by name: one file each in `formats/`, whose export is called `format`. */
export async function loadFormats(): Promise<readonly ExportFormat[]> {
  const modules = await Promise.all(Object.values(FORMATS).map((load) => load()));
  return modules.map(({ format }) => format).sort((a, b) => (a.name < b.name ? -1 : 1));
}
