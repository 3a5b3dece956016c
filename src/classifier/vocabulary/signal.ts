/** What the words of a server can say. A signal is a statement; which cause follows from it is for rules to decide. */
export const SIGNALS = [
  // Who is calling.
  'expired',
  'revoked',
  'invalid-credentials',
  'missing-credentials',
  'malformed-credentials',
  'not-yet-valid',
  'wrong-environment',
  'signature',
  'step-up',
  // What the caller may do.
  'scope',
  'owner',
  'ip',
  'geo',
  'csrf',
  'cors',
  'firewall',
  'not-enabled',
  'suspended',
  'payment',
  'legal',
  // The address.
  'no-route',
  'not-found',
  'related-missing',
  'gone',
  'method',
  'version',
  // The form.
  'malformed-json',
  'malformed-body',
  'content-type',
  'accept',
  'malformed-request',
  'too-large',
  // The meaning.
  'required',
  'type',
  'value',
  'unknown-field',
  'idempotency',
  'version-conflict',
  'duplicate',
  'invalid-state',
  'locked',
  // Limits.
  'rate-limit',
  'quota',
  'concurrency',
  // The server.
  'exception',
  'bad-gateway',
  'maintenance',
  'overloaded',
  'gateway-timeout',
  'request-timeout',
  'dependency',
  'not-implemented',
  'storage',
  'network-auth',
  'sign-in',
] as const;

export type Signal = (typeof SIGNALS)[number];

/**
 * Phrases by signal, one a line, in a small notation of whole words:
 * `a|b` one of them, `[a|b]` none or one of them, `expir*` a word that begins so, `..` up to two words between,
 * `...` up to five, `....` up to eight, none of them past the end of a sentence. Words are compared in lower case, without
 * accents, `camelCase` and `snake_case` taken apart, `can't` as `can not`.
 * A line that begins with `!` says it beyond doubt, one with `?` only hints at it. `$name` stands for a list of words.
 */
export type Vocabulary = Partial<Readonly<Record<Signal, string>>>;
