import type { Rule } from './rule.ts';
import type { RuleRequest } from './rule-request.ts';

/** Rules by the path that they are for, so that a path meets only those whose literal segments it has. */
interface Node {
  readonly literal: Map<string, Node>;
  /** A segment of any name. */
  any: Node | undefined;
  /** Rules whose path ends here. */
  readonly here: Place[];
  /** Rules for anything from here on. */
  readonly below: Place[];
}

interface Place {
  readonly rule: Rule;
  readonly order: number;
}

/** Pairs of host and method that are remembered at once. */
const MOST_KNOWN = 2000;

/**
 * Finds the few rules that a request may match, in their order. A request to a host that no rule is for costs one look-up;
 * one to a host with many rules costs one for each segment of its path.
 */
export class RuleIndex {
  readonly #places: readonly Place[];
  readonly #byHost = new Map<string, Map<string, Node | null>>();
  #knownCount = 0;

  constructor(rules: readonly Rule[]) {
    this.#places = rules.map((rule, order) => ({ rule, order }));
  }

  get isEmpty(): boolean {
    return this.#places.length === 0;
  }

  /** Rules whose host and method fit, and whose path may. */
  lookUp({ method, parts: { host, path } }: RuleRequest): readonly Rule[] {
    const root = this.#rootOf(host, method);
    if (root === null) return NONE;
    const found: Place[] = [];
    collect(root, path, found);
    return found.length === 0 ? NONE : [...new Set(found.sort((a, b) => a.order - b.order).map(({ rule }) => rule))];
  }

  #rootOf(host: string, method: string): Node | null {
    let byMethod = this.#byHost.get(host);
    const known = byMethod?.get(method);
    if (known !== undefined) return known;
    if (this.#knownCount >= MOST_KNOWN) {
      this.#byHost.clear();
      this.#knownCount = 0;
      byMethod = undefined;
    }
    if (byMethod === undefined) {
      byMethod = new Map();
      this.#byHost.set(host, byMethod);
    }
    const places = this.#places.filter(({ rule }) => isFor(rule, host, method));
    const root = places.length === 0 ? null : tree(places);
    byMethod.set(method, root);
    this.#knownCount += 1;
    return root;
  }
}

const NONE: readonly Rule[] = [];

function isFor({ match: { hosts, methods } }: Rule, host: string, method: string): boolean {
  if (methods.length > 0 && !methods.includes(method)) return false;
  if (hosts.length === 0) return true;
  const name = host.replace(/:\d{1,5}$/, '');
  return hosts.some((pattern) =>
    pattern.kind === 'exact'
      ? pattern.host === host || pattern.host === name
      : pattern.test(host) || (name !== host && pattern.test(name)),
  );
}

function newNode(): Node {
  return { literal: new Map(), any: undefined, here: [], below: [] };
}

function tree(places: readonly Place[]): Node {
  const root = newNode();
  for (const place of places) {
    const { paths } = place.rule.match;
    if (paths.length === 0) root.below.push(place);
    for (const path of paths) {
      if (path.kind === 'regex') {
        root.below.push(place);
        continue;
      }
      let node = root;
      let isOpen = false;
      for (const segment of path.segments) {
        if (segment.kind === 'rest') {
          isOpen = true;
          break;
        }
        if (segment.kind === 'literal') {
          let next = node.literal.get(segment.text);
          if (next === undefined) {
            next = newNode();
            node.literal.set(segment.text, next);
          }
          node = next;
        } else {
          node.any ??= newNode();
          node = node.any;
        }
      }
      (isOpen ? node.below : node.here).push(place);
    }
  }
  return root;
}

/** Longer paths are nobody's routes; and each `any` may double the ways through the tree. */
const MOST_SEGMENTS = 40;

function collect(root: Node, path: string, found: Place[]): void {
  let nodes: readonly Node[] = [root];
  let start = 1;
  for (let depth = 0; nodes.length > 0; depth += 1) {
    for (const { below } of nodes) found.push(...below);
    if (start > path.length || depth === MOST_SEGMENTS) {
      for (const { here } of nodes) found.push(...here);
      return;
    }
    const slash = path.indexOf('/', start);
    const segment = slash < 0 ? path.slice(start) : path.slice(start, slash);
    start = slash < 0 ? path.length + 1 : slash + 1;
    const next: Node[] = [];
    for (const { literal, any } of nodes) {
      const exact = literal.get(segment);
      if (exact !== undefined) next.push(exact);
      if (any !== undefined) next.push(any);
    }
    nodes = next;
  }
}
