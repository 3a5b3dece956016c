/** A payload as text; undefined where it is none, or binary. A recording that was cut may end inside a character. */
export function payloadText(bytes: Uint8Array): string | undefined {
  try {
    // Streaming leaves out the beginning of a character at the end instead of refusing it.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}
