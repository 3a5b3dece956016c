const WIDE = 'invalid|revoked|incorrect|wrong|unknown|malformed|bad';
const EITHER = new RegExp(
  `\\bexpired(?:, (?:${WIDE})){1,3},? or (?:${WIDE})\\b|\\b(?:${WIDE})\\b(?:,?\\s(?:or|and\\/or)\\s|\\s?\\/\\s?)(?:has\\s|was\\s|is\\s|been\\s)?expired\\b|\\bexpired\\b(?:,?\\s(?:or|and\\/or)\\s|\\s?\\/\\s?)(?:was\\s|is\\s|has\\s|been\\s)*(?:${WIDE}|not)\\b`,
  'i',
);

/** "Invalid or expired", "Expired/invalid": the server leaves open which, and only the wider one is said. */
export function leavesOpen(sentence: string): boolean {
  return EITHER.test(sentence.slice(0, 1000));
}
