/** A link into the reference of one operation: with a fragment or a page of its own, not the reference as a whole. */
export function isDocumentedRoute(help: string): boolean {
  return (
    /^https?:\/\/[^\s#?]{4,200}#[\w./-]{3,120}$/.test(help) && !/#(?:errors?|not-?found|40\d|status|http)/i.test(help)
  );
}
