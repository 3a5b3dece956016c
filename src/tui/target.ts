import { cellsOf, cut, cutStart, safeText } from './cells.ts';

/** Scheme and user information left out. */
const URL_PARTS = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/?#@]*@)?([^/?#]*)([^?#]*)(\?[^#]*)?/i;

/** Of a server on this machine its port says all; written as HTTPie and others understand it. */
const THIS_MACHINE = /^(?:127\.0\.0\.1|localhost|\[::1\])(:\d+)$/i;

/** Longer URLs exist; no screen shows more of them in a line. */
const MAX_LENGTH = 2000;

/** Of the host, this much stays readable before the path is shortened too. */
const MIN_HOST_CELLS = 7;

/** With less of its end in sight, a name is left out. */
const MIN_SEGMENT_CELLS = 7;

/**
 * Host and path in at most so many cells. The name of this machine gives way first, then the query, then the end of the
 * host (calls in one log mostly share it), then the middle of the path: its last segment says most.
 * In a list where it must give way for some, it does for all.
 */
export function shortTarget(url: string, cells: number, isAlwaysShort = false): string {
  const [, rawHost = '', rawPath = '', rawQuery = ''] = URL_PARTS.exec(url.slice(0, MAX_LENGTH)) ?? [];
  const [wholeHost, path, query] = [safeText(rawHost), safeText(rawPath), safeText(rawQuery)];
  if (!isAlwaysShort && cellsOf(wholeHost + path + query) <= cells) return wholeHost + path + query;
  const host = wholeHost.replace(THIS_MACHINE, '$1');
  if (cellsOf(host + path + query) <= cells) return host + path + query;
  if (query !== '' && cellsOf(host + path) + 2 <= cells) return cut(host + path + query, cells);
  const pathCells = Math.max(cells - Math.min(MIN_HOST_CELLS, cellsOf(host)), Math.ceil(cells / 2));
  const shownPath = shortPath(path, pathCells);
  return cut(host, cells - cellsOf(shownPath)) + shownPath;
}

function shortPath(path: string, cells: number): string {
  if (cellsOf(path) <= cells) return path;
  const segments = path.split('/').slice(1);
  // Long last segments are ids mostly: their beginning tells them apart, and the name before them says what they are.
  const last = segments.pop() ?? '';
  let tail = `/${cut(last, segments.length === 0 ? cells - 1 : Math.max(8, cells >> 1))}`;
  if (cellsOf(`/…${tail}`) > cells) return cut('/', cells) + cutStart(path.slice(1), cells - 1);
  while (segments.length > 0 && cellsOf(`/…/${segments.at(-1)}${tail}`) <= cells) tail = `/${segments.pop()}${tail}`;
  const cutSegment = segments.at(-1);
  if (cutSegment === undefined) return tail;
  // The end of a name says more than that there was one.
  const room = cells - cellsOf(`/${tail}`);
  return room < MIN_SEGMENT_CELLS ? `/…${tail}` : `/${cutStart(`…/${cutSegment}`, room)}${tail}`;
}
