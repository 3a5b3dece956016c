export type Format = 'json-lines' | 'har' | 'curl';

/** By the beginning of the content; what is nothing else is taken for JSON lines, whose reader says what is wrong. */
export function formatOf(head: string): Format {
  if (/^\{\s{0,200}"log"\s{0,200}:/.test(head)) return 'har';
  if (/^(?:HTTP\/\d|[*<>] |[{}] \[\d|curl: \(\d| {0,2}% Total )/.test(head)) return 'curl';
  return 'json-lines';
}
