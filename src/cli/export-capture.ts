import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import type { Ledger } from '../exchange/redact/ledger.ts';
import { redactText } from '../exchange/redact.ts';
import { UserError } from '../exchange/user-error.ts';
import type { ExportItem } from '../export/bundle.ts';
import { redactedItems } from '../export/write.ts';
import { CaptureCopy, type CopiedExchange } from '../store/capture-copy.ts';
import type { CaptureReader } from '../store/capture-reader.ts';
import type { RunRecord } from '../store/run-table.ts';
import { maskedCommand } from './masked-command.ts';

export interface ExportedCapture {
  readonly written: number;
  /** Exchanges that have not ended. */
  readonly leftOut: number;
  /** Null where the person asked for the secrets. */
  readonly redaction: Pick<Ledger, 'masked' | 'kept'> | null;
}

/** Exchanges that are written in one transaction. */
const BATCH = 200;

/**
 * A capture that holds only some exchanges, under their numbers. A file that was there is replaced when the new one is complete.
 * `items` is asked for them twice where they are many.
 */
export async function exportCapture(
  reader: CaptureReader,
  items: () => Iterable<ExportItem>,
  file: string | undefined,
  ledger: Ledger | null,
): Promise<ExportedCapture> {
  if (file === undefined || file === '-' || isSpecial(file)) {
    throw new UserError(
      'no-file',
      'A capture is a file, and is not written anywhere else.',
      'Give it with -o FILE.',
      2,
    );
  }
  const part = `${file}.${process.pid}.part`;
  const copy = opened(part, file);
  let isClosed = false;
  try {
    const counts = await copyItems(reader, copy, ledger === null ? items() : redactedItems(items, ledger), ledger);
    isClosed = true;
    copy.close();
    renameSync(part, file);
    return { ...counts, redaction: ledger };
  } finally {
    if (!isClosed) copy.close();
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(part + suffix, { force: true });
  }
}

async function copyItems(
  reader: CaptureReader,
  copy: CaptureCopy,
  items: Iterable<ExportItem> | AsyncIterable<ExportItem>,
  ledger: Ledger | null,
): Promise<Pick<ExportedCapture, 'written' | 'leftOut'>> {
  const runs = new Map(reader.runs().map((run) => [run.id, ledger === null ? run : maskedRun(run)]));
  let written = 0;
  let leftOut = 0;
  let batch: CopiedExchange[] = [];
  for await (const { exchange, annotation, messages } of items) {
    const belongings = reader.belongings(exchange.id);
    const run = belongings && runs.get(belongings.runId);
    if (annotation === null || belongings === undefined || run === undefined) {
      leftOut += 1;
      continue;
    }
    const { origin } = belongings;
    const note = belongings.marks?.note ?? null;
    const marks = belongings.marks && {
      ...belongings.marks,
      note: note && (ledger === null ? note : redactText(note)),
    };
    batch.push({ exchange, annotation, messages, run, origin, marks });
    written += 1;
    if (batch.length < BATCH) continue;
    copy.add(batch);
    batch = [];
  }
  copy.add(batch);
  return { written, leftOut };
}

function maskedRun(run: RunRecord): RunRecord {
  const { name, command } = run;
  return { ...run, name: name && redactText(name), command: command && maskedCommand(command) };
}

function opened(part: string, file: string): CaptureCopy {
  try {
    if (existsSync(part)) rmSync(part);
    return new CaptureCopy(part);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(
      'unwritable-file',
      `${file} cannot be written (${code ?? message}).`,
      'Choose another with -o.',
    );
  }
}

function isSpecial(file: string): boolean {
  const there = statSync(file, { throwIfNoEntry: false });
  return there !== undefined && !there.isFile();
}
