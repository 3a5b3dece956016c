/** A part of a text that a command or a program sends. */
export type Part =
  /** Text that stands for itself. */
  | { readonly kind: 'literal'; readonly text: string }
  /** The value of a variable that holds a secret. */
  | { readonly kind: 'variable'; readonly name: string }
  /** Bytes that are not UTF-8. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** The same parts with neighbouring literals as one. */
export function joinLiterals(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === 'literal' && last?.kind === 'literal') {
      joined[joined.length - 1] = { kind: 'literal', text: last.text + part.text };
    } else joined.push(part);
  }
  return joined;
}
