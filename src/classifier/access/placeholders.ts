/** Values that programs make of nothing. */
export const NOTHING = /^(?:undefined|null|none|nil|nan|\[object \w{1,20}\]|<no value>|void|\(null\))$/i;

/** A template that nobody filled in, or a sample out of documentation. */
const TEMPLATE =
  /^(?:\$\{[^}]{0,60}\}|\$\([^)]{0,80}\)|\$[A-Z_][A-Z0-9_]{1,60}|\{\{?[^{}]{0,60}\}\}?|<[^<>]{1,60}>|%[A-Z_][A-Z0-9_]{1,60}%|#\{[^}]{0,60}\}|@[A-Z_]{3,60}@|process\.env\.\w{1,60}|ENV\[.{1,60}\]|secrets\.\w{1,60})$/;
const SAMPLE =
  /^(?:sk[-_])?(?:(?:your|my|the|insert|enter|put|add|paste|replace|some|a|an)(?:[-_ ]?(?:your|with|me|this|here|the|own|valid|actual|real))*[-_ ]?(?:api|app|access|auth|bearer|secret|client|private|public|jwt|oauth|openai)?[-_ ]?(?:key|token|secret|jwt|apikey|password|credentials?)(?:[-_ ]?(?:here|goes here|value))?|(?:api|access|auth|bearer|secret)[-_ ]?(?:key|token)(?:[-_ ]?here)?|token|apikey|change[-_]?me|replace[-_]?me|todo|fixme|x{3,}|\.{3}|…|placeholder|dummy)$/i;

/** What a value stands for that holds no secret: what programs print for nothing, an unfilled template, or a sample. */
export function placeholderOf(value: string): 'nothing' | 'template' | 'sample' | undefined {
  if (NOTHING.test(value)) return 'nothing';
  return TEMPLATE.test(value) ? 'template' : SAMPLE.test(value) ? 'sample' : undefined;
}
