import { cellsOf, cut, cutStart, safeText } from './cells.ts';

/** Scheme and user information left out. */
const URL_PARTS = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/?#@]*@)?([^/?#]*)([^?#]*)(\?[^#]*)?/i;

/** Longer URLs exist; no screen shows more of them in a line. */
const MAX_LENGTH = 2000;

/** Of the host, this much stays readable before the path is shortened too. */
const MIN_HOST_CELLS = 7;

/**
 * Host and path in at most so many cells. The query gives way first, then the end of the host (calls in one log
 * mostly share it), then the middle of the path: its last segment says most.
 */
export function shortTarget(url: string, cells: number): string {
  const [, rawHost = '', rawPath = '', rawQuery = ''] = URL_PARTS.exec(url.slice(0, MAX_LENGTH)) ?? [];
  const [host, path, query] = [safeText(rawHost), safeText(rawPath), safeText(rawQuery)];
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
  return segments.length === 0 ? tail : `/…${tail}`;
}
