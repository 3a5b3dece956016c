import { type BadMessage, bad, quoted } from './bad-message.ts';
import { characterName } from './fields.ts';
import { IS_TOKEN, MAX_METHOD_LENGTH, NOT_TEXT } from './grammar.ts';
import { bareCr, bareLf } from './section.ts';

/**
 * What is wrong with start lines that the grammar refused, in words: slow, and only for the sentence. Undefined where
 * the line is right and the fault must lie behind it.
 */
export function requestLineDefect(line: string): BadMessage | undefined {
  const lineEnd = bareLineEnd(line, 'the request line');
  if (lineEnd !== undefined) return lineEnd;
  const [method, target, version, ...more] = line.split(' ') as [string, ...string[]];
  if (method === '') return bad('HPE_INVALID_METHOD', 'the request line does not begin with a method');
  if (!IS_TOKEN.test(method)) {
    return bad('HPE_INVALID_METHOD', `the method ${quoted(method)} contains a character that is not allowed`);
  }
  const tooLong = methodDefect(method);
  if (tooLong !== undefined) return tooLong;
  if (target === undefined) return bad('HPE_INVALID_URL', 'the request line has no target');
  if (version === undefined) return bad('HPE_INVALID_VERSION', 'the request line has no HTTP version');
  if (more.length > 0) return bad('HPE_INVALID_URL', 'the request line has more than two spaces');
  if (target === '') return bad('HPE_INVALID_URL', 'the request line has no target');
  const control = /[^\x20-\x7e\x80-\xff]/.exec(target);
  if (control !== null)
    return bad('HPE_INVALID_URL', `the request target contains ${characterName(control[0].charCodeAt(0))}`);
  return versionDefect(version);
}

const TLS_HANDSHAKE = 0x16;
const SOCKS_VERSIONS: ReadonlyMap<number, string> = new Map([
  [4, 'SOCKS4'],
  [5, 'SOCKS5'],
]);

/** What begins with a byte that no method has: often the client was told the wrong kind of proxy. */
export function notARequest(firstByte: number): BadMessage {
  if (firstByte === TLS_HANDSHAKE) {
    return bad(
      'HPE_INVALID_METHOD',
      'TLS where a request in clear belongs: name this address with http://, not https://',
    );
  }
  const socks = SOCKS_VERSIONS.get(firstByte);
  if (socks !== undefined) {
    return bad('HPE_INVALID_METHOD', `${socks} where HTTP belongs: name this address with http://, not socks://`);
  }
  return bad('HPE_INVALID_METHOD', 'the request line does not begin with a method');
}

export function methodDefect(method: string): BadMessage | undefined {
  return method.length > MAX_METHOD_LENGTH
    ? bad('HPE_INVALID_METHOD', `the method is longer than ${MAX_METHOD_LENGTH} characters`)
    : undefined;
}

export function statusLineDefect(line: string): BadMessage | undefined {
  const lineEnd = bareLineEnd(line, 'the status line');
  if (lineEnd !== undefined) return lineEnd;
  const versionEnd = endOfWord(line, 0);
  const version = versionDefect(line.slice(0, versionEnd));
  if (version !== undefined) return version;
  const statusEnd = endOfWord(line, versionEnd + 1);
  const status = line.slice(versionEnd + 1, statusEnd);
  if (!/^[1-9][0-9]{2}$/.test(status)) {
    return bad('HPE_INVALID_STATUS', `the status ${quoted(status)} is not a number from 100 to 999`);
  }
  const control = NOT_TEXT.exec(line.slice(statusEnd));
  if (control === null) return undefined;
  return bad('HPE_INVALID_STATUS', `the reason phrase contains ${characterName(control[0].charCodeAt(0))}`);
}

/** A response, or the beginning of one, that is something else: what came says what it is. */
export function notHttp(text: string): BadMessage {
  return bad('HPE_INVALID_CONSTANT', `the response does not begin with HTTP/ (received ${quoted(text)})`);
}

/** Method and target as far as the text shows them, whatever is wrong with it. */
export function requestLineOf(text: string): Pick<BadMessage, 'method' | 'target'> {
  const [line] = /^[^\r\n]*/.exec(text.replace(/^[\r\n]+/, ''))!;
  const [method = '', target = ''] = line.split(' ');
  if (!IS_TOKEN.test(method) || method.length > MAX_METHOD_LENGTH) return {};
  return target === '' ? { method } : { method, target };
}

function versionDefect(version: string): BadMessage | undefined {
  return version === 'HTTP/1.1' || version === 'HTTP/1.0'
    ? undefined
    : bad('HPE_INVALID_VERSION', `the version ${quoted(version)} is neither HTTP/1.0 nor HTTP/1.1`);
}

function bareLineEnd(line: string, name: string): BadMessage | undefined {
  if (line.includes('\n')) return bareLf(name);
  if (line.includes('\r')) return bareCr(name);
  return undefined;
}

function endOfWord(line: string, start: number): number {
  const end = line.indexOf(' ', start);
  return end === -1 ? line.length : end;
}
