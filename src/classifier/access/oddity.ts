/** What is wrong with the form of a credential, whatever the server says. */
export interface Oddity {
  /** For the beginning of a sentence; no part of the secret stands in it. */
  readonly words: string;
  /** What was seen, for evidence: `Bearer Bearer …`. */
  readonly seen: string;
  readonly advice: string;
  /** No server can take it; else some would. */
  readonly isPlain: boolean;
}
