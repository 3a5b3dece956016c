type Pair = readonly [name: string, value: string];

/** The parameters of a query as they are written, percent-encoding undone where it can be. */
export function queryPairs(url: string): readonly Pair[] {
  const query = /^[^?#]*\?([^#]*)/s.exec(url)?.[1] ?? '';
  return formPairs(query);
}

/** `application/x-www-form-urlencoded`; also what a query is made of. The plus sign of a mask (`40+ characters`) is no space. */
export function formPairs(text: string): readonly Pair[] {
  return [...new URLSearchParams(text.replace(/\+(?= characters)/g, '%2B'))];
}
