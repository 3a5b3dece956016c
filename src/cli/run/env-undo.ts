/** Holds what our variables replaced in a shell, so that `httpwhy env --unset` gives it back. */
export const BEFORE_VARIABLE = 'HTTPWHY_BEFORE';

/**
 * The variables and, in one more, what the shell had in their place: null for nothing. Where the shell has ours already,
 * what it had before those stays.
 */
export function rememberingBefore(
  variables: Readonly<Record<string, string>>,
  base: NodeJS.ProcessEnv,
): Record<string, string> {
  const known = rememberedIn(base);
  const before = Object.keys(variables).map((name) => [name, known.has(name) ? known.get(name) : (base[name] ?? null)]);
  return { ...variables, [BEFORE_VARIABLE]: JSON.stringify(Object.fromEntries(before)) };
}

/** What the shell had before, undefined for what it did not have; nothing at all where it has none of ours. */
export function undoing(base: NodeJS.ProcessEnv): Record<string, string | undefined> {
  const before = [...rememberedIn(base)].map(([name, value]) => [name, value ?? undefined] as const);
  return before.length === 0 ? {} : Object.fromEntries([...before, [BEFORE_VARIABLE, undefined]]);
}

function rememberedIn(base: NodeJS.ProcessEnv): ReadonlyMap<string, string | null> {
  try {
    const value: unknown = JSON.parse(base[BEFORE_VARIABLE] ?? '{}');
    if (typeof value !== 'object' || value === null) return new Map();
    // Names go into commands of a shell.
    return new Map(
      Object.entries(value).filter(
        (entry): entry is [string, string | null] =>
          /^[A-Za-z_]\w*$/.test(entry[0]) && (entry[1] === null || typeof entry[1] === 'string'),
      ),
    );
  } catch {
    return new Map(); // Not ours.
  }
}
