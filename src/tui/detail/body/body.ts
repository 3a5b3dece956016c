import { type DecodedBody, decodeBody, mediaType } from '../../../exchange/body.ts';
import type { Body } from '../../../exchange/exchange.ts';
import { type Headers, joinedHeader } from '../../../exchange/headers.ts';
import { formatBytes } from '../../../exchange/units.ts';
import { heading, type Row, rowsOf, warning } from '../rows.ts';
import { layOutContent, layOutPlain } from './content.ts';
import { after, type LaidOut, type Look, plainly } from './laid-out.ts';

/** So much of a body is decoded at most: a small one may grow a thousandfold. */
const MOST_DECODED = 2_000_000;

const decodings = new WeakMap<Body, DecodedBody>();

/** Folding makes rows anew and leaves the bytes as they are. */
function decoded(headers: Headers, body: Body): DecodedBody {
  const known = decodings.get(body) ?? decodeBody(headers, body, MOST_DECODED);
  decodings.set(body, known);
  return known;
}

/**
 * What is known of a body, what of it is missing here, and its content. `recordedBytes` is how much the capture holds,
 * which may be more than was read.
 */
export function layOutBody(headers: Headers, body: Body | null, recordedBytes: number, look: Look): LaidOut {
  if (body === null || body.totalBytes === 0) return plainly(rowsOf([heading('body  none')]), look);
  const { bytes, isCut } = decoded(headers, body);
  const shown = bytes.subarray(0, MOST_DECODED);
  const content = look.shape.isPlain ? layOutPlain(headers, shown, look) : layOutContent(headers, shown, isCut, look);
  const above: readonly Row[] = [
    heading(`body  ${factsOf(headers, body, bytes, isCut)}`),
    ...missing(body, recordedBytes, isCut || bytes.length > shown.length, shown.length).map(warning),
  ];
  return after(rowsOf(above), content);
}

function factsOf(headers: Headers, body: Body, bytes: Uint8Array, isCut: boolean): string {
  const coding = joinedHeader(headers, 'content-encoding')?.trim();
  const isCoded = coding !== undefined && coding !== '' && coding.toLowerCase() !== 'identity';
  const facts = [mediaType(headers).type || 'no content-type', formatBytes(body.totalBytes)];
  if (isCoded && bytes === body.bytes) facts.push(`announced as ${coding}, but is not`);
  else if (isCoded) facts.push(`${coding}, ${isCut ? 'more than ' : ''}${formatBytes(bytes.length)} decoded`);
  return facts.join(' · ');
}

function missing(body: Body, recordedBytes: number, isCut: boolean, shownBytes: number): readonly string[] {
  const recorded = Math.max(recordedBytes, body.bytes.length);
  const sentences: string[] = [];
  if (recorded < body.totalBytes) {
    sentences.push(
      recorded === 0
        ? `Nothing of it was recorded: ${formatBytes(body.totalBytes)} passed.`
        : `The recording was cut: it holds the first ${formatBytes(recorded)} of ${formatBytes(body.totalBytes)}.`,
    );
  }
  if (recorded > body.bytes.length || (isCut && recorded >= body.totalBytes)) {
    sentences.push(
      `Only the first ${formatBytes(shownBytes)} are laid out; the tab Raw has every byte that was recorded.`,
    );
  }
  return sentences;
}
