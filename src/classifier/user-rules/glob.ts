import type { TextTest } from '../../exchange/pattern/occurrence.ts';

/** `*` stands for any characters, none included; all else for itself. The whole text has to fit. */
export function compileGlob(glob: string): TextTest {
  const parts = glob.split(/\*+/);
  const [head = ''] = parts;
  if (parts.length === 1) return (text) => text === head;
  const tail = parts.at(-1)!;
  const middle = parts.slice(1, -1);
  return (text) => {
    if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
    let at = head.length;
    for (const part of middle) {
      const found = text.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return at <= text.length - tail.length;
  };
}

/** Of host names: case does not matter, and `*.example.com` means `example.com`, too. */
export function compileHostGlob(glob: string): TextTest {
  const wanted = glob.toLowerCase();
  const test = compileGlob(wanted);
  const itself = wanted.startsWith('*.') ? compileGlob(wanted.slice(2)) : undefined;
  return (host) => test(host) || itself?.(host) === true;
}

/** Of paths: `*` stays within one segment, a segment `**` stands for any number of them. */
export function compilePathGlob(glob: string): TextTest {
  const segments = glob.split('/').map((segment) => (segment === '**' ? null : compileGlob(segment)));
  return (path) => {
    const names = path.split('/');
    let at = 0;
    let name = 0;
    // Where the latest `**` stands, and how many names it has taken: the only place to come back to.
    let star = -1;
    let taken = 0;
    while (name < names.length) {
      const segment = segments[at];
      if (segment === null) {
        star = at;
        taken = name;
        at += 1;
      } else if (segment?.(names[name]!) === true) {
        at += 1;
        name += 1;
      } else if (star >= 0) {
        taken += 1;
        name = taken;
        at = star + 1;
      } else return false;
    }
    return segments.slice(at).every((segment) => segment === null);
  };
}
