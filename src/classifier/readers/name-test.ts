/** A hostile server must not make a table grow. */
const MOST_NAMES = 2000;
const LONGEST_NAME = 100;

/** Whether a field's name, of which only the beginning is read, fits a pattern. It remembers: the same names come with every answer. */
export function nameTest(pattern: RegExp): (name: string) => boolean {
  const judged = new Map<string, boolean>();
  return (name) => {
    const known = judged.get(name);
    if (known !== undefined) return known;
    const fits = pattern.test(name.slice(0, LONGEST_NAME));
    if (judged.size >= MOST_NAMES) judged.clear();
    judged.set(name, fits);
    return fits;
  };
}
