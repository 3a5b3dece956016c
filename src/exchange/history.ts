/**
 * The few questions that the classifier may ask of the exchanges before the one it looks at.
 * Answers come from the same capture only.
 */
export interface History {
  /** What became of earlier requests with the same credential, by its fingerprint (`credentialFingerprint`). */
  usesOfCredential(fingerprint: string): CredentialUses;
}

export interface CredentialUses {
  /** How often the credential was answered with 2xx. */
  readonly successes: number;
  /** Id of the latest of them, or null. */
  readonly lastSuccessId: number | null;
}

export const NO_HISTORY: History = {
  usesOfCredential: () => ({ successes: 0, lastSuccessId: null }),
};
