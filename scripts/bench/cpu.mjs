// What the operating system tells of a process.
import { readFileSync } from 'node:fs';

const CLOCK_TICKS_PER_SECOND = 100; // sysconf(_SC_CLK_TCK) on every Linux that Node.js runs on
/** A process is idle that used at most a tenth of a core between two looks. */
const LOOK_MS = 400;
const IDLE_MICROSECONDS = 40_000;
const MOST_LOOKS = 100;

/** CPU time of all threads of a process in microseconds; undefined where the system does not tell. */
export function cpuMicroseconds(pid) {
  const fields = read(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ');
  return fields && ((Number(fields[11]) + Number(fields[12])) * 1e6) / CLOCK_TICKS_PER_SECOND;
}

/** The most memory that a process has had at once, in MB. */
export function peakMegabytes(pid) {
  const kibibytes = /VmHWM:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`) ?? '')?.[1];
  return kibibytes && (Number(kibibytes) * 1024) / 1e6;
}

/** Until a process does next to nothing: httpwhy packs and indexes what it recorded when nothing else is to do. */
export async function untilIdle(child) {
  for (let last = cpuMicroseconds(child.pid), looks = 0; looks < MOST_LOOKS; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const now = cpuMicroseconds(child.pid);
    if (now === undefined || now - last <= IDLE_MICROSECONDS) return;
    last = now;
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
