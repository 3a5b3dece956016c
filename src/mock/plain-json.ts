/** What is nested more deeply cannot be walked and written again without running out of stack; no API sends it. */
const MOST_LEVELS = 500;

/** What the text says as JSON; undefined where it is none, or is nested out of all measure. */
export function plainJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isShallow(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Level by level, because to descend is what such values are made to punish. */
function isShallow(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth < MOST_LEVELS; depth += 1) {
    const below: unknown[] = [];
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue;
      for (const member of Object.values(item)) below.push(member);
    }
    if (below.length === 0) return true;
    level = below;
  }
  return false;
}
