import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { withCertificateFile } from './certificate-file.ts';
import {
  type CertificateFile,
  type Command,
  checkCommand,
  commandText,
  trustCommands,
  untrustCommands,
} from './commands.ts';
import { copyForJava } from './debian-java.ts';
import type { TrustEntry, TrustJournal } from './journal.ts';
import type { Machine } from './machine.ts';
import { describePlace, type Place } from './place.ts';
import type { RunCommand } from './runner.ts';
import { systemBundle } from './system-places.ts';

export interface TrustSurroundings {
  readonly machine: Machine;
  readonly journal: TrustJournal;
  readonly run: RunCommand;
  readonly say: (line: string) => void;
  /** Asks the person before what concerns all users of the machine. */
  readonly mayChangeMachine: () => Promise<boolean>;
  readonly now: () => number;
  /** Only show what would be done. */
  readonly isTrial: boolean;
}

interface Job {
  readonly place: Place;
  readonly commands: readonly Command[];
  readonly isShared: boolean;
}

/** Puts a certificate into these places. False where one of them failed; the others are done all the same. */
export async function trustIn(
  places: readonly Place[],
  certificate: { readonly pem: string; readonly file: CertificateFile },
  surroundings: TrustSurroundings,
): Promise<boolean> {
  const { journal, say, now, isTrial } = surroundings;
  const { pem, file } = certificate;
  const jobs: Job[] = [];
  for (const place of places) {
    const isKnown = journal
      .entries()
      .some((entry) => entry.pem === pem && describePlace(entry.place) === describePlace(place));
    if (isKnown && (await isTrusted(place, pem, file, surroundings))) say(`✓ ${describePlace(place)}: trusted already`);
    else jobs.push(jobFor(place, trustCommands(place, file), surroundings.machine));
  }
  if (!(await mayStart(jobs, surroundings)) || isTrial) return isTrial;
  let isWhole = true;
  for (const { place, commands } of jobs) {
    journal.add({ place: withoutHints(place), pem, at: now() });
    const failure = await runAll(commands, surroundings);
    if (failure === undefined && (await isTrusted(place, pem, file, surroundings))) {
      say(`✓ ${describePlace(place)}: trusted`);
      continue;
    }
    isWhole = false;
    say(`✗ ${describePlace(place)}: ${failure ?? 'the commands ran, but the CA is not trusted there'}`);
  }
  return isWhole;
}

/** Undoes these entries, the last one first, and takes each from the journal when it is done. False where one is left. */
export async function untrust(entries: readonly TrustEntry[], surroundings: TrustSurroundings): Promise<boolean> {
  const { journal, say, machine, isTrial } = surroundings;
  const latestFirst = await withCopies([...entries].reverse(), surroundings);
  const jobs = await Promise.all(
    latestFirst.map(({ place, pem }) =>
      withCertificateFile(pem, async (file) => jobFor(place, untrustCommands(place, file), machine)),
    ),
  );
  if (!(await mayStart(jobs, surroundings)) || isTrial) return isTrial;
  let isWhole = true;
  for (const { place, pem } of latestFirst) {
    const failure = await withCertificateFile(pem, async (file) => {
      const isGone = checkCommand(place, file) !== null && !(await isTrusted(place, pem, file, surroundings));
      // A store that went with its browser or JDK needs nothing, and neither does one from which somebody took it.
      return isGone ? undefined : runAll(jobFor(place, untrustCommands(place, file), machine).commands, surroundings);
    });
    if (failure === undefined) {
      journal.remove(place);
      say(`✓ ${describePlace(place)}: no longer trusted`);
      continue;
    }
    isWhole = false;
    say(`✗ ${describePlace(place)}: ${failure}`);
  }
  return isWhole;
}

/** With what the tools of the system have made of them; that stands after what it was made of, which would make it again. */
async function withCopies(
  entries: readonly TrustEntry[],
  { machine, run }: TrustSurroundings,
): Promise<readonly TrustEntry[]> {
  const all: TrustEntry[] = [];
  for (const entry of entries) {
    all.push(entry);
    const place = copyForJava(entry.place, machine);
    if (place === undefined) continue;
    const isThere = await withCertificateFile(entry.pem, (file) => isTrusted(place, entry.pem, file, { run }));
    if (isThere) all.push({ ...entry, place });
  }
  return all;
}

/** Whether the store has the certificate now. */
export async function isTrusted(
  place: Place,
  pem: string,
  file: CertificateFile,
  { run }: Pick<TrustSurroundings, 'run'>,
): Promise<boolean> {
  const check = checkCommand(place, file);
  if (check !== null) return (await run(check)).code === 0;
  if (place.kind !== 'anchor') return false;
  try {
    const compact = (text: string) => text.replace(/\s+/g, '');
    return compact(readFileSync(systemBundle(place), 'utf8')).includes(compact(pem));
  } catch {
    return false;
  }
}

/** Shows what will be run; asks before what concerns more than this user. */
async function mayStart(jobs: readonly Job[], { say, mayChangeMachine, isTrial }: TrustSurroundings): Promise<boolean> {
  for (const { place, commands } of jobs) {
    say(describePlace(place));
    for (const command of commands) say(`  ${commandText(command)}`);
  }
  if (isTrial || !jobs.some(({ isShared }) => isShared) || (await mayChangeMachine())) return true;
  say('Nothing was changed.');
  return false;
}

function jobFor(place: Place, commands: readonly Command[], machine: Machine): Job {
  const target = place.kind === 'anchor' ? dirname(place.file) : place.kind === 'java' ? place.keystore : undefined;
  const isOwn = target !== undefined && machine.root === '' && isBelow(target, machine.home);
  const isShared = (target !== undefined && !isOwn) || ('scope' in place && place.scope === 'machine');
  const mustRise = isShared && !machine.isAdministrator && (target === undefined || !machine.isWritable(target));
  return { place, isShared, commands: mustRise ? commands.map((command) => raised(command, machine)) : commands };
}

function raised(command: Command, machine: Machine): Command {
  const tool = ['sudo', 'doas'].find((name) => machine.which(name) !== undefined);
  // Windows has no such thing; the store then refuses, and says so.
  return tool === undefined ? command : [tool, ...command];
}

const isBelow = (path: string, folder: string): boolean =>
  path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

/** What went wrong, as the end of a sentence; undefined where nothing did. */
async function runAll(commands: readonly Command[], { run }: TrustSurroundings): Promise<string | undefined> {
  for (const command of commands) {
    const { code, output } = await run(command);
    if (code === 0) continue;
    const said = output.trim().split('\n').at(-1) ?? '';
    return `\`${commandText(command)}\` ${code === null ? 'could not be started' : `ended with ${code}`}${said === '' ? '' : `: ${said}`}`;
  }
  return undefined;
}

/** What is true before the place was made is not afterwards. */
function withoutHints(place: Place): Place {
  if (place.kind !== 'nss') return place;
  const { isMissing: _, ...rest } = place;
  return rest;
}
