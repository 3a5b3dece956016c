import type { Challenge } from '../readers/challenge.ts';
import { slugOfType } from '../readers/error-report/json-code.ts';
import type { ErrorReport } from '../readers/error-report/report.ts';
import type { Source } from './match.ts';

/** An error says it in its first kilobytes. */
const MOST_CHARACTERS = 6000;
const MOST_FIELDS = 8;

const CHALLENGE = 'response.headers.www-authenticate';

/** Where the server's words stand: its code, its sentence, what it says of fields, its challenge, and further sentences. */
export function sourcesOf(error: ErrorReport | undefined, challenges: readonly Challenge[]): readonly Source[] {
  const sources: Source[] = [];
  let left = MOST_CHARACTERS;
  const add = (kind: Source['kind'], text: string | undefined, where: string) => {
    if (text === undefined || text === '' || left <= 0) return;
    sources.push({ kind, text: text.slice(0, left), where });
    left -= text.length;
  };
  if (error !== undefined) {
    add('code', wordsOfCode(error.code), error.codeWhere);
    add('code', wordsOfCode(error.subcode), error.codeWhere);
    // The class of an error is wider than its code: `invalid_request_error`.
    add('more', error.type === undefined ? undefined : slugOfType(error.type), error.codeWhere);
    add('message', error.message, error.where);
    for (const { code, message, where } of error.fields.slice(0, MOST_FIELDS)) {
      add('field', code, where);
      if (message !== error.message) add('field', message, where);
    }
  }
  for (const { parameters } of challenges) {
    add('header', parameters.get('error_description'), CHALLENGE);
    const code = parameters.get('error');
    // RFC 6750 has one code for a token that is expired, revoked, malformed or anything else.
    if (code !== 'invalid_token' || !parameters.has('error_description')) add('header', code, CHALLENGE);
  }
  for (const text of error?.more ?? []) add('more', text, error!.where);
  return sources;
}

/** A number has no words. */
function wordsOfCode(code: string | undefined): string | undefined {
  return code === undefined || /^-?\d+$/.test(code) ? undefined : code;
}
