import { gunzipSync } from 'node:zlib';
import { type Headers, headerValue } from '../../../exchange/headers.ts';
import { formatBytes } from '../../../exchange/units.ts';
import { heading, rowsOf, warning } from '../rows.ts';
import { bytesFrom } from './bytes.ts';
import { hexRows } from './hex.ts';
import { after, type LaidOut, type Look, plainly, stacked } from './laid-out.ts';
import { layOutProtobuf } from './protobuf.ts';
import { layOutText } from './text.ts';

const FRAME_HEAD = 5;
const IS_COMPRESSED = 0x01;
const IS_TRAILERS = 0x80;
const MOST_MESSAGES = 200;
const MOST_BYTES = 1_000_000;

export function isGrpcType(type: string): boolean {
  return /^application\/grpc(?:-web)?(?:-text)?(?:\+|$)/.test(type);
}

/** The length-prefixed messages of a gRPC body (grpc/doc/PROTOCOL-HTTP2.md), each walked without its schema. */
export function layOutGrpc(type: string, headers: Headers, body: Uint8Array, look: Look): LaidOut {
  const bytes = type.includes('-text') ? Buffer.from(bytesFrom(body).toString('latin1'), 'base64') : bytesFrom(body);
  const parts: LaidOut[] = [];
  let at = 0;
  while (at + FRAME_HEAD <= bytes.length && parts.length < MOST_MESSAGES) {
    const flags = bytes[at]!;
    const length = bytes.readUInt32BE(at + 1);
    const whole = bytes.subarray(at + FRAME_HEAD, at + FRAME_HEAD + length);
    const isCut = whole.length < length;
    at += FRAME_HEAD + length;
    const own = { ...look, key: `${look.key}m${parts.length}.` };
    if ((flags & IS_TRAILERS) !== 0) {
      parts.push(after(rowsOf([heading('trailers')]), layOutText(whole.toString('latin1').trimEnd(), own)));
      continue;
    }
    const isPacked = (flags & IS_COMPRESSED) !== 0;
    const content = isPacked ? unpacked(headers, whole) : whole;
    const title = heading(`message ${parts.length + 1} · ${formatBytes(length)}${isPacked ? ' · compressed' : ''}`);
    const notice = isCut ? [warning(`Only the first ${formatBytes(whole.length)} are here.`)] : [];
    parts.push(after(rowsOf([title, ...notice]), laidOutMessage(content, own)));
  }
  if (at < bytes.length) {
    const left = bytes.length - at;
    const rest = at === 0 ? 'These bytes are no gRPC message.' : `${formatBytes(left)} more are not laid out.`;
    parts.push(plainly(rowsOf([warning(rest)]), look));
    if (at === 0)
      parts.push(
        plainly(
          hexRows(bytes.length, (from, size) => bytes.subarray(from, from + size), look.cells),
          look,
        ),
      );
  }
  return stacked(parts);
}

function laidOutMessage(content: Uint8Array | undefined, look: Look): LaidOut {
  if (content === undefined) return plainly(rowsOf([warning('Its compression could not be undone.')]), look);
  if (content.length === 0) return plainly(rowsOf([heading('empty: every field has its default')]), look);
  const walked = layOutProtobuf(content, look);
  if (walked !== undefined) return walked;
  return plainly(
    hexRows(content.length, (from, size) => content.subarray(from, from + size), look.cells),
    look,
  );
}

function unpacked(headers: Headers, bytes: Uint8Array): Uint8Array | undefined {
  if (headerValue(headers, 'grpc-encoding')?.trim().toLowerCase() !== 'gzip') return undefined;
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch {
    return undefined;
  }
}
