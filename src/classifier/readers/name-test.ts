/** A hostile server must not make a table grow. */
const MOST_NAMES = 2000;
const LONGEST_NAME = 100;

/** Whether a field's name, of which only the beginning is read, fits. It remembers: the same names come with every answer. */
export function nameTest(fit: RegExp | ((name: string) => boolean)): (name: string) => boolean {
  const test = typeof fit === 'function' ? fit : (name: string) => fit.test(name);
  const judged = new Map<string, boolean>();
  return (name) => {
    const known = judged.get(name);
    if (known !== undefined) return known;
    const fits = test(name.slice(0, LONGEST_NAME));
    if (judged.size >= MOST_NAMES) judged.clear();
    judged.set(name, fits);
    return fits;
  };
}
