import { maskSecret } from '../exchange/redact.ts';

/** Shorter values, such as a cookie `user=42`, are words of the language. */
const SHORTEST_SECRET = 8;

/** The text with each of the secrets masked wherever it stands. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce(
    (masked, secret) =>
      secret.length < SHORTEST_SECRET || !masked.includes(secret)
        ? masked
        : masked.replaceAll(secret, () => maskSecret(secret)),
    text,
  );
}
