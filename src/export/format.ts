import { readdir } from 'node:fs/promises';
import type { AnnotatedExchange, Annotation } from '../exchange/annotation.ts';
import { type Masked, redactExchange } from '../exchange/redact.ts';

export interface WriteOptions {
  /** What was masked in the item; null when the person asked for the secrets. */
  readonly masked: readonly Masked[] | null;
  /** Version of httpwhy to be named, where one is known. */
  readonly toolVersion: string | null;
}

/** One way to write an exchange for somebody else. Never called with secrets that the person has not asked for. */
export interface ExportFormat {
  /** As given to `--format`. */
  readonly name: string;
  /** Of a file that holds it, without the dot. */
  readonly extension: string;
  /** One line for the help text. */
  readonly describe: string;
  write(item: AnnotatedExchange, options: WriteOptions): string;
}

export interface ExportOptions {
  readonly redact: boolean;
  readonly toolVersion?: string;
}

export interface Exported {
  readonly text: string;
  /** What was masked; empty where nothing had to be, or the person asked for the secrets. */
  readonly masked: readonly Masked[];
}

/** The only way to a format: what it writes was redacted before, unless the person said otherwise. */
export function exportExchange(item: AnnotatedExchange, format: ExportFormat, options: ExportOptions): Exported {
  const toolVersion = options.toolVersion ?? null;
  if (!options.redact) return { text: format.write(item, { masked: null, toolVersion }), masked: [] };
  const { exchange, masked, text } = redactExchange(item.exchange);
  const annotation = item.annotation && redactAnnotation(item.annotation, text);
  return { text: format.write({ exchange, annotation }, { masked, toolVersion }), masked };
}

function redactAnnotation(annotation: Annotation, text: (text: string) => string): Annotation {
  return {
    ...annotation,
    summary: text(annotation.summary),
    advice: text(annotation.advice),
    evidence: annotation.evidence.map(({ where, what }) => ({ where: text(where), what: text(what) })),
  };
}

/** Every format there is, by name: one file each in `formats/`, whose export is called `format`. */
export async function loadFormats(): Promise<readonly ExportFormat[]> {
  const folder = new URL('./formats/', import.meta.url);
  const files = (await readdir(folder)).filter((file) => /\.(?:js|ts)$/.test(file) && !file.endsWith('.d.ts'));
  const formats = await Promise.all(
    files.map(async (file) => {
      const { format } = (await import(new URL(file, folder).href)) as { readonly format: ExportFormat };
      return format;
    }),
  );
  return formats.sort((a, b) => (a.name < b.name ? -1 : 1));
}
