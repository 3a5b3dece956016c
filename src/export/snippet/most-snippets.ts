/** A script of more requests is a load test, and its text is held in memory as a whole. */
export const MOST_SNIPPETS = 1000;
