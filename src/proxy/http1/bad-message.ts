/** Why bytes are not a message. Codes are llhttp's where it has one (`HPE_…`): what reads them knows these. */
export interface BadMessage {
  readonly kind: 'bad';
  readonly code: string;
  /** Half a sentence, without capital letter and full stop: `Content-Length and Transfer-Encoding together`. */
  readonly message: string;
  /** Of a request, as far as they could be read; for the record only. One character for each byte. */
  readonly method?: string;
  readonly target?: string;
}

export function bad(code: string, message: string): BadMessage {
  return { kind: 'bad', code, message };
}

export function isBad<T extends object>(result: T | BadMessage): result is BadMessage {
  return 'kind' in result && result.kind === 'bad';
}

/** What a peer sent, quoted and cut to 60 bytes. */
export function quoted(text: string): string {
  return JSON.stringify(text.length <= 60 ? text : `${text.slice(0, 60)}…`);
}
