// How quick the interface is on a large capture while others arrive, in a pseudo-terminal (python3).
// On a machine with other work only the CPU times count. Usage: node scripts/bench/tui.mjs [exchanges [per-second [FOLDER]]], after `npm run build`. With FOLDER the capture is kept. Needs Node.js 24 and Linux
import { fork, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { CaptureWriter } from '../../src/store/capture-writer.ts';
import { annotate, changeOf } from './store-traffic.mjs';

const BATCH = 50;
const KEYS = 60;
const CPU_MS = 5000;
const TICKS_PER_SECOND = 100;
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

if (process.send !== undefined) await write();
else await measure();

/** Goes on writing into the capture until it is told to stop. */
async function write() {
  const [, , capture, from, rate] = process.argv;
  const writer = new CaptureWriter(capture);
  const startedAt = performance.now();
  let isOver = false;
  process.once('message', () => {
    isOver = true;
  });
  for (let written = 0; !isOver; written += 1) {
    const ahead = (written * 1000) / Number(rate) - (performance.now() - startedAt);
    if (ahead > 20) await delay(ahead);
    else if (written % BATCH === 0) await delay(0);
    writer.write([changeOf(Number(from) + written)], annotate);
  }
  writer.close();
  process.disconnect();
}

async function measure() {
  const exchanges = Number(process.argv[2] ?? 1_000_000);
  const rate = Number(process.argv[3] ?? 1000);
  const kept = process.argv[4];
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'httpwhy-bench-tui-'));
  const capture = join(folder, 'capture.db');
  try {
    if (!existsSync(capture)) fill(folder, capture, exchanges);
    for (const perSecond of [0, 200, rate]) await measureAt(perSecond, folder, capture, exchanges);
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function fill(folder, capture, exchanges) {
  mkdirSync(folder, { recursive: true });
  const writer = new CaptureWriter(capture, { limits: {} });
  for (let from = 0; from < exchanges; from += 500) {
    const count = Math.min(500, exchanges - from);
    writer.write(
      Array.from({ length: count }, (_, index) => changeOf(from + index)),
      annotate,
    );
  }
  writer.close();
}

async function measureAt(perSecond, folder, capture, exchanges) {
  const reader = new CaptureReader(capture);
  const from = exchanges + reader.revision();
  reader.close();
  const other = perSecond === 0 ? undefined : fork(here('tui.mjs'), [capture, String(from), String(perSecond)]);
  const screen = open(folder);
  try {
    const first = await screen.until('following');
    const firstCpu = screen.cpuMs();
    await delay(1000);
    const latencies = [];
    const beforeKeys = screen.cpuMs();
    for (let key = 0; key < KEYS; key += 1) {
      latencies.push(await screen.press(key % 2 === 0 ? 'k' : 'j'));
      await delay(30);
    }
    const keysCpu = screen.cpuMs() - beforeKeys;
    screen.type('G');
    await delay(500);
    const [cpu, frames, at] = [screen.cpuMs(), screen.frames(), performance.now()];
    await delay(CPU_MS);
    const seconds = (performance.now() - at) / 1000;
    const sorted = latencies.sort((one, other) => one - other);
    const shown = {
      'first frame': `${first.toFixed(0)} ms (CPU ${firstCpu} ms)`,
      'key to frame, median': `${sorted[KEYS >> 1].toFixed(1)} ms`,
      p95: `${sorted[Math.floor(KEYS * 0.95)].toFixed(1)} ms`,
      // With what arrives meanwhile.
      'CPU for a key': `${(keysCpu / KEYS).toFixed(1)} ms`,
      'frames a second': ((screen.frames() - frames) / seconds).toFixed(1),
      'of one core': `${((screen.cpuMs() - cpu) / seconds / 10).toFixed(1)} %`,
      memory: `${screen.residentMb()} MB`,
    };
    console.log(
      `${perSecond} a second: ${Object.entries(shown)
        .map((pair) => pair.join(' '))
        .join(', ')}`,
    );
  } finally {
    screen.type('q');
    await screen.ended;
    if (other !== undefined) {
      const gone = new Promise((resolve) => other.once('exit', resolve));
      other.send('stop');
      await gone;
    }
  }
}

/** The interface in a terminal of 120×40. */
function open(folder) {
  const startedAt = performance.now();
  const program = [
    process.execPath,
    here(process.env.HTTPWHY_DIST ?? '../../dist/main.js'),
    'attach',
    '--data',
    folder,
  ];
  const child = spawn('python3', [here('terminal.py'), '120', '40', ...program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TERM: 'xterm-256color', COLORFGBG: '15;0' },
  });
  let drawn = '';
  let frames = 0;
  const waiting = new Set();
  child.stdout.on('data', (bytes) => {
    const text = bytes.toString();
    drawn = (drawn + text).slice(-200_000);
    frames += text.split('\x1b[?2026l').length - 1;
    for (const look of waiting) look(text);
  });
  const next = (isIt) =>
    new Promise((resolve) => {
      const look = (text) => {
        if (!isIt(text)) return;
        waiting.delete(look);
        resolve(undefined);
      };
      waiting.add(look);
    });
  const processId = () => Number(readdirSync('/proc').find((name) => isChildOf(name, child.pid)));
  return {
    ended: new Promise((resolve) => child.once('exit', resolve)),
    async until(text) {
      if (!drawn.includes(text)) await next(() => drawn.includes(text));
      return performance.now() - startedAt;
    },
    /** Milliseconds until the selection has moved on screen. */
    async press(key) {
      const at = performance.now();
      const moved = next((text) => text.includes('▸'));
      child.stdin.write(key);
      await moved;
      return performance.now() - at;
    },
    type: (keys) => child.stdin.write(keys),
    frames: () => frames,
    cpuMs() {
      const fields = statOf(processId());
      return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
    },
    residentMb: () =>
      Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${processId()}/status`, 'utf8'))[1]) / 1024),
  };
}

/** The fields of /proc/PID/stat behind the name of the program. */
function statOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function isChildOf(name, parent) {
  try {
    return /^\d+$/.test(name) && Number(statOf(name)[1]) === parent;
  } catch {
    return false;
  }
}
