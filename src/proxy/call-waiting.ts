/** Calls all that wait, once. If one throws, the others keep waiting, and `again` is to bring this about again. */
export function callWaiting(waiting: Set<() => void>, again: () => void): void {
  const due = [...waiting];
  waiting.clear();
  let called = 0;
  try {
    while (called < due.length) due[called++]!();
  } catch (bug) {
    for (const callback of due.slice(called)) waiting.add(callback);
    again();
    throw bug;
  }
}
