import { Buffer } from 'node:buffer';

/** Values as JSON, with bytes as the text that they are. `JSON.stringify` alone asks a Buffer for a list of numbers first. */
export function asText(value: unknown): string {
  return JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, name: string, converted: unknown) {
    const given = this[name];
    return given instanceof Uint8Array ? Buffer.from(given).toString('latin1') : converted;
  });
}
