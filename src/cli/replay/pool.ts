/**
 * Runs a task for each item, `concurrency` of them at a time, begun in the order of the items. Stops beginning new ones when
 * the signal is aborted, or when a task throws, which is thrown once those under way have ended.
 */
export async function inOrder<T>(
  items: Iterable<T>,
  concurrency: number,
  task: (item: T) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let failure: { readonly error: unknown } | undefined;
  const work = async () => {
    while (failure === undefined && !signal.aborted) {
      const next = iterator.next();
      if (next.done === true) return;
      try {
        await task(next.value);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  if (failure !== undefined) throw failure.error;
}
