import { hash } from 'node:crypto';

/** 64 bits tell the values of one capture apart and give nothing of them away. */
const DIGITS = 16;

/** The first digits of the SHA-256 of a value: for a token the same as `credentialFingerprint` of a request that sends it. */
export function fingerprint(value: string | Uint8Array): string {
  return hash('sha256', value, 'hex').slice(0, DIGITS);
}
