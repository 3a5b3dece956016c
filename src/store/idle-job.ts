/** Work on a capture that can wait until nothing else is to do. */
export interface IdleJob {
  /** Does a little of it, a few milliseconds, in a transaction of its own. True where more is to do. */
  step(): boolean;
}

/** Does as many steps as fit into some milliseconds, at least one of each job. True where more is to do. */
export function doJobs(jobs: readonly IdleJob[], milliseconds: number): boolean {
  const end = performance.now() + milliseconds;
  let isMore = false;
  for (const job of jobs) {
    let hasMore = job.step();
    while (hasMore && performance.now() < end) hasMore = job.step();
    isMore ||= hasMore;
  }
  return isMore;
}
