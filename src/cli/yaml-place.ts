import { type Document, isMap, isNode } from 'yaml';

/** Where the value of a YAML document stands that an issue is about, or its key; else the nearest thing around it. Characters from the start. */
export function offsetOf(document: Document.Parsed, path: readonly PropertyKey[], isKey: boolean): number {
  const whole = path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (isKey) {
    const map = document.getIn(whole.slice(0, -1), true);
    const pair = isMap(map) ? map.items.find(({ key }) => String(key) === String(whole.at(-1))) : undefined;
    const start = startOf(pair?.key);
    if (start !== undefined) return start;
  }
  for (let length = whole.length; length > 0; length -= 1) {
    const start = startOf(document.getIn(whole.slice(0, length), true));
    if (start !== undefined) return start;
  }
  return 0;
}

/** Where a node of a YAML document begins; undefined for what is none. */
export function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** The first line of what a parser complains, of bounded length. */
export function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.slice(0, 200);
}
