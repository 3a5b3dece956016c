import { bytesFrom } from './bytes.ts';

export interface ImageFacts {
  /** `PNG`, `JPEG`. */
  readonly format: string;
  /** In pixels; null where the beginning does not say. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

/** What the first bytes of an image tell; undefined where they are none of a format that is known. */
export function imageFacts(bytes: Uint8Array): ImageFacts | undefined {
  const view = bytesFrom(bytes);
  const starts = (text: string, at = 0) => view.toString('latin1', at, at + text.length) === text;
  const facts = (format: string, width?: number, height?: number): ImageFacts => ({
    format,
    size: width === undefined || height === undefined ? null : { width, height },
  });
  if (starts('\x89PNG\r\n\x1a\n')) {
    return view.length >= 24 ? facts('PNG', view.readUInt32BE(16), view.readUInt32BE(20)) : facts('PNG');
  }
  if (starts('GIF87a') || starts('GIF89a')) {
    return view.length >= 10 ? facts('GIF', view.readUInt16LE(6), view.readUInt16LE(8)) : facts('GIF');
  }
  if (starts('\xff\xd8\xff')) return { format: 'JPEG', size: jpegSize(view) };
  if (starts('RIFF') && starts('WEBP', 8)) return { format: 'WebP', size: webpSize(view) };
  if (starts('BM') && view.length >= 26 && view.readUInt32LE(14) >= 40) {
    return facts('BMP', Math.abs(view.readInt32LE(18)), Math.abs(view.readInt32LE(22)));
  }
  if (starts('\0\0\x01\0') && view.length >= 8) return facts('ICO', view[6] || 256, view[7] || 256);
  if (starts('ftypavif', 4) || starts('ftypavis', 4)) return { format: 'AVIF', size: spatialExtent(view) };
  if (starts('ftyphei', 4) || starts('ftypmif1', 4)) return { format: 'HEIF', size: spatialExtent(view) };
  return undefined;
}

/** Segments up to the first frame header (ITU T.81, B.1.1.3 and B.2.2). */
function jpegSize(view: Buffer): ImageFacts['size'] {
  let at = 2;
  while (at + 9 < view.length) {
    if (view[at] !== 0xff) return null;
    const marker = view[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: view.readUInt16BE(at + 7), height: view.readUInt16BE(at + 5) };
    at += 2 + view.readUInt16BE(at + 2);
  }
  return null;
}

/** RFC 9649, §2.5 to §2.7. */
function webpSize(view: Buffer): ImageFacts['size'] {
  if (view.length < 30) return null;
  switch (view.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: view.readUIntLE(24, 3) + 1, height: view.readUIntLE(27, 3) + 1 };
    case 'VP8L': {
      const bits = view.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { width: view.readUInt16LE(26) & 0x3fff, height: view.readUInt16LE(28) & 0x3fff };
    default:
      return null;
  }
}

/** The first `ispe` property (ISO/IEC 23008-12, §6.5.3). */
function spatialExtent(view: Buffer): ImageFacts['size'] {
  const at = view.subarray(0, 4096).indexOf('ispe', 0, 'latin1');
  if (at < 0 || at + 16 > view.length) return null;
  return { width: view.readUInt32BE(at + 8), height: view.readUInt32BE(at + 12) };
}
