import { createHash, randomBytes } from 'node:crypto';
import type { ExtendedConnect, ResponseHead } from '../call.ts';
import { endToEndHeaders } from '../hop-by-hop.ts';
import { requestHead } from '../http1/write.ts';
import { toHttp1Fields } from '../http2/fields.ts';
import { networkError } from '../network-error.ts';
import { rawHeader, withoutHeader } from '../raw-headers.ts';
import type { Target } from '../target.ts';
import { upstreamFields } from '../upstream-fields.ts';
import type { FinalHead } from './upgrade-client.ts';

/** RFC 6455 §1.3 */
const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/**
 * The handshake of RFC 6455 in place of an extended CONNECT (RFC 8441 §5), for servers know WebSockets over HTTP/1.1. What
 * proves there that the server has understood is not part of the client's request: the key is ours, and we check the answer.
 */
export class TranslatedHandshake {
  readonly #head: ExtendedConnect['head'];
  readonly #key = randomBytes(16).toString('base64');

  constructor(head: ExtendedConnect['head']) {
    this.#head = head;
  }

  request(target: Target): string {
    const fields = toHttp1Fields(upstreamFields(this.#head, target), undefined);
    const passing = withoutHeader(withoutHeader(fields, 'sec-websocket-key'), 'te');
    // HTTP/2 has no case, and some servers look for the names as they are usually written.
    for (let i = 0; i < passing.length; i += 2) passing[i] = asWritten(passing[i]!);
    passing.push('Upgrade', 'websocket', 'Connection', 'Upgrade', 'Sec-WebSocket-Key', this.#key);
    return requestHead('GET', target.path, '1.1', passing);
  }

  /** The client's answer in place of a 101. Throws `NetworkError` where that is no answer to our request. */
  response({ httpVersion, rawHeaders }: FinalHead): ResponseHead {
    const protocol = rawHeader(rawHeaders, 'upgrade')?.trim().toLowerCase();
    if (protocol !== 'websocket')
      throw invalid('HPE_INVALID_STATUS', 'the server switched to another protocol than WebSocket');
    const expected = createHash('sha1').update(`${this.#key}${ACCEPT_SUFFIX}`).digest('base64');
    if (rawHeader(rawHeaders, 'sec-websocket-accept')?.trim() !== expected) {
      throw invalid(
        'HPE_INVALID_HEADER_TOKEN',
        'Sec-WebSocket-Accept of the server does not fit the Sec-WebSocket-Key',
      );
    }
    const passing = withoutHeader(endToEndHeaders(rawHeaders), 'sec-websocket-accept');
    return {
      status: 200,
      reason: '',
      httpVersion,
      rawHeaders: withoutHeader(passing, 'content-length'),
      framing: { kind: 'until-close' },
    };
  }

  /** Throws `NetworkError` for a 2xx: to the client it would mean that the WebSocket is open. */
  checkRefusal({ status, reason }: FinalHead): void {
    if (status < 200 || status > 299) return;
    const answer = reason === '' ? status : `${status} ${reason}`;
    throw invalid('HPE_INVALID_STATUS', `the server answered ${answer} in place of 101 and opened no WebSocket`);
  }
}

function invalid(code: string, message: string) {
  return networkError('response', code, message);
}

/** `Sec-WebSocket-Version` from `sec-websocket-version` */
function asWritten(name: string): string {
  return name.replace(/(?<![^-])[a-z]/g, (letter) => letter.toUpperCase()).replace('Websocket', 'WebSocket');
}
