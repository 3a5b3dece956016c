import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Between two looks, while memory moves and while it rests. */
const BUSY_LOOK_MS = 4;
const RESTING_LOOK_MS = 250;
/** So many looks in a row without movement are rest. */
const QUIET_AFTER_LOOKS = 50;
const MOVED_BYTES = 256 * 1024;
/** V8 starts to mark the whole heap after some 8 MiB, for heaps as small as ours. */
const TOLERATED_BYTES = 3 * 1024 * 1024;

type Collect = (options: { readonly type: 'minor' }) => void;

/**
 * Collects the young garbage of this thread whenever what it holds outside of V8's heap has grown by 3 MiB. A body that
 * passes leaves a buffer of 64 KiB for each read, which is garbage at once, but whose few bytes on the heap give no reason
 * to collect. Left to itself, V8 lets tens of megabytes gather in each thread, and then takes the whole heap for full: it
 * marks all of it, on all cores, ten times for a body of 256 MiB. That costs as much as to pass the body on.
 *
 * What is returned is to be called where something begins: a thread that rests looks seldom, for each look costs.
 */
export function relieveMemory(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as Collect;
  let held = externalBytes();
  let last = held;
  let quietLooks = 0;
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    let now = externalBytes();
    quietLooks = Math.abs(now - last) < MOVED_BYTES ? quietLooks + 1 : 0;
    if (now - held >= TOLERATED_BYTES) {
      collect({ type: 'minor' });
      now = externalBytes();
      held = now;
    }
    held = Math.min(held, now);
    last = now;
    timer = setTimeout(look, quietLooks < QUIET_AFTER_LOOKS ? BUSY_LOOK_MS : RESTING_LOOK_MS).unref();
  };
  look();
  return () => {
    if (quietLooks < QUIET_AFTER_LOOKS) return;
    clearTimeout(timer);
    quietLooks = 0;
    look();
  };
}

function externalBytes(): number {
  return getHeapStatistics().external_memory;
}
