import type { TextTest } from './rule.ts';

/**
 * The path of a URL without its query: `/v1/orders/{id}`, `/v1/orders/*` within one segment, `/v1/**` any number of
 * segments, or a regular expression.
 */
export type PathPattern =
  | { readonly kind: 'segments'; readonly segments: readonly Segment[] }
  | { readonly kind: 'regex'; readonly test: TextTest };

export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'param'; readonly name: string }
  | { readonly kind: 'glob'; readonly test: TextTest }
  /** `**`: any number of segments, none included. */
  | { readonly kind: 'rest' };

/** What `{name}` stood for, percent-decoded; what the last `**` stood for is `rest`. */
export type Params = Readonly<Record<string, string>>;

const PARAM = /^\{([A-Za-z_]\w{0,40})\}$/;

/** Reads a path with a leading slash. `{` that is no whole segment is a mistake: undefined. */
export function parsePathPattern(text: string, compileGlob: (glob: string) => TextTest): PathPattern | undefined {
  const segments: Segment[] = [];
  for (const part of text.split('/').slice(1)) {
    const name = PARAM.exec(part)?.[1];
    if (name !== undefined) segments.push({ kind: 'param', name });
    else if (part === '**') segments.push({ kind: 'rest' });
    else if (part.includes('{') || part.includes('}')) return undefined;
    else if (part.includes('*')) segments.push({ kind: 'glob', test: compileGlob(part) });
    else segments.push({ kind: 'literal', text: part });
  }
  return { kind: 'segments', segments };
}

/** The parameters, or undefined where the path does not fit. Time grows with length × segments at most. */
export function matchPath(pattern: PathPattern, path: string): Params | undefined {
  if (pattern.kind === 'regex') return pattern.test(path) ? {} : undefined;
  const names = path.split('/').slice(1);
  const { segments } = pattern;
  const taken: { at: number; name: number }[] = [];
  let at = 0;
  let name = 0;
  // Where the latest `**` stands, and how many names it has taken: the only place to come back to.
  let star: { readonly at: number; readonly start: number; end: number } | undefined;
  while (name < names.length) {
    const segment = segments[at];
    if (segment?.kind === 'rest') {
      star = { at, start: name, end: name };
      at += 1;
    } else if (segment !== undefined && fits(segment, names[name]!)) {
      taken[at] = { at, name };
      at += 1;
      name += 1;
    } else if (star !== undefined) {
      star.end += 1;
      name = star.end;
      at = star.at + 1;
    } else return undefined;
  }
  if (segments[at]?.kind === 'rest') {
    star = { at, start: name, end: name };
    at += 1;
  }
  if (at < segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const place of taken) {
    const segment = place && segments[place.at];
    if (segment?.kind === 'param') params[segment.name] = decoded(names[place!.name]!);
  }
  if (star !== undefined) params.rest = decoded(names.slice(star.start, star.end).join('/'));
  return params;
}

function fits(segment: Exclude<Segment, { kind: 'rest' }>, name: string): boolean {
  switch (segment.kind) {
    case 'literal':
      return segment.text === name;
    case 'param':
      return name !== '';
    case 'glob':
      return segment.test(name);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
