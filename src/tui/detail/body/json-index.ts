import { partsOfPointer } from '../../../exchange/json-pointer.ts';

/** Every value of a JSON text with where it stands, in the order of the text; a node's descendants follow it. */
export interface JsonIndex {
  readonly text: string;
  readonly nodes: readonly JsonNode[];
  /** The text ends before its value does. */
  readonly isCut: boolean;
}

export interface JsonNode {
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'literal';
  /** Index of the node that holds this one; -1 for the outermost. */
  readonly parent: number;
  readonly depth: number;
  /** Of a member of an object: where its name stands, quotation marks included; equal where there is none. */
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly start: number;
  end: number;
  /** Place among the members of the parent, from 0. */
  readonly position: number;
  /** How many members it has. */
  size: number;
  /** Index of the first node after its descendants. */
  next: number;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;

/** More values than this are not laid out. */
export const MOST_NODES = 200_000;

/**
 * Reads JSON by RFC 8259, on the text itself, so that numbers keep their digits and duplicate names stay visible.
 * Undefined where it is not JSON; of a text that was cut, what came.
 */
export function indexJson(text: string, mayBeCut = false): JsonIndex | undefined {
  return new Reader(text).read(mayBeCut);
}

/** By hand and without recursion: a body may be nothing but brackets. */
class Reader {
  readonly #text: string;
  readonly #nodes: JsonNode[] = [];
  #at = 0;
  /** The innermost container that is open. */
  #open = -1;

  constructor(text: string) {
    this.#text = text;
  }

  read(mayBeCut: boolean): JsonIndex | undefined {
    const isWhole = this.#values();
    if (isWhole) {
      this.#space();
      return this.#at === this.#text.length ? this.#index(false) : undefined;
    }
    const isAtEnd = this.#at >= this.#text.length || this.#nodes.length >= MOST_NODES;
    const isBegun = this.#nodes[0]?.kind === 'object' || this.#nodes[0]?.kind === 'array';
    return isBegun && isAtEnd && (mayBeCut || this.#nodes.length >= MOST_NODES) ? this.#index(true) : undefined;
  }

  #index(isCut: boolean): JsonIndex {
    for (let open = this.#open; open >= 0; open = this.#nodes[open]!.parent) {
      this.#nodes[open]!.end = this.#text.length;
      this.#nodes[open]!.next = this.#nodes.length;
    }
    return { text: this.#text, nodes: this.#nodes, isCut };
  }

  /** False where the text stops being JSON; `#at` is where. */
  #values(): boolean {
    let named: readonly [start: number, end: number] = [0, 0];
    for (;;) {
      this.#space();
      if (!this.#value(named)) return false;
      // After a value: what closes here, and what comes next.
      for (;;) {
        if (this.#open < 0) return true;
        this.#space();
        const container = this.#nodes[this.#open]!;
        const character = this.#text[this.#at];
        const closing = container.kind === 'object' ? '}' : ']';
        const isEmpty = container.size === 0;
        if (character === closing) {
          this.#at += 1;
          this.#close(container);
          continue;
        }
        if (!isEmpty) {
          if (character !== ',') return false;
          this.#at += 1;
        }
        if (this.#nodes.length >= MOST_NODES) return false;
        if (container.kind === 'array') {
          named = [0, 0];
          break;
        }
        this.#space();
        const start = this.#at;
        if (!this.#string()) return false;
        named = [start, this.#at];
        this.#space();
        if (this.#text[this.#at] !== ':') return false;
        this.#at += 1;
        break;
      }
    }
  }

  #value([nameStart, nameEnd]: readonly [number, number]): boolean {
    const start = this.#at;
    const character = this.#text[start];
    const isContainer = character === '{' || character === '[';
    const kind = kindOf(character);
    if (isContainer) this.#at += 1;
    else if (!(kind === 'string' ? this.#string() : this.#matches(kind === 'number' ? NUMBER : LITERAL))) return false;
    const parent = this.#open;
    const container = this.#nodes[parent];
    const position = container?.size ?? 0;
    if (container !== undefined) container.size += 1;
    const index = this.#nodes.length;
    const depth = container === undefined ? 0 : container.depth + 1;
    this.#nodes.push({
      kind,
      parent,
      depth,
      nameStart,
      nameEnd,
      start,
      end: this.#at,
      position,
      size: 0,
      next: index + 1,
    });
    if (isContainer) this.#open = index;
    return true;
  }

  #close(container: JsonNode): void {
    container.end = this.#at;
    container.next = this.#nodes.length;
    this.#open = container.parent;
  }

  #string(): boolean {
    const text = this.#text;
    if (text[this.#at] !== '"') return false;
    for (let at = this.#at + 1; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 0x22) {
        this.#at = at + 1;
        return true;
      }
      if (code === 0x5c) {
        at += 1;
        const escaped = text[at];
        if (escaped === undefined) break;
        if (escaped === 'u') {
          const digits = text.slice(at + 1, at + 5);
          if (digits.length < 4) break;
          if (!/^[\da-fA-F]{4}$/.test(digits)) return false;
        } else if (!'"\\/bfnrt'.includes(escaped)) return false;
      } else if (code < 0x20) return false;
    }
    this.#at = text.length;
    return false;
  }

  #matches(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) {
      // `tru` at the end was cut, elsewhere it is wrong.
      const rest = this.#text.slice(this.#at, this.#at + 6);
      if (
        this.#at + rest.length === this.#text.length &&
        ['true', 'false', 'null'].some((word) => word.startsWith(rest))
      )
        this.#at = this.#text.length;
      return false;
    }
    this.#at += match[0].length;
    return true;
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at += 1;
    }
  }
}

function kindOf(character = ''): JsonNode['kind'] {
  if (character === '{') return 'object';
  if (character === '[') return 'array';
  if (character === '"') return 'string';
  return /^[-\d]/.test(character) ? 'number' : 'literal';
}

/** Name of a member without quotation marks and escapes; undefined for an element of an array. */
export function nameOf({ text }: JsonIndex, { nameStart, nameEnd }: JsonNode): string | undefined {
  return nameEnd > nameStart ? unquoted(text.slice(nameStart, nameEnd)) : undefined;
}

/** A string of JSON as the program that reads it sees it. */
export function unquoted(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}

/** The node that a JSON Pointer (RFC 6901) leads to; undefined where there is none. */
export function nodeAt(index: JsonIndex, pointer: string): number | undefined {
  let at = 0;
  if (index.nodes.length === 0) return undefined;
  for (const wanted of partsOfPointer(pointer)) {
    const container = index.nodes[at]!;
    let found: number | undefined;
    for (let child = at + 1; child < container.next; child = index.nodes[child]!.next) {
      const node = index.nodes[child]!;
      const isMeant = container.kind === 'array' ? String(node.position) === wanted : nameOf(index, node) === wanted;
      // Of duplicate names the last one counts, for most programs.
      if (isMeant) found = child;
    }
    if (found === undefined) return undefined;
    at = found;
  }
  return at;
}

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** How jq gets at a value: `.items[0].price`, `."x-y"`; the outermost is `.`. */
export function pathOf(index: JsonIndex, at: number): string {
  const steps: string[] = [];
  for (let node = index.nodes[at]; node !== undefined && node.parent >= 0; node = index.nodes[node.parent]) {
    const name = nameOf(index, node);
    if (name === undefined) steps.push(`[${node.position}]`);
    else steps.push(PLAIN_NAME.test(name) ? `.${name}` : `.${JSON.stringify(name)}`);
  }
  const path = steps.reverse().join('');
  return path.startsWith('.') ? path : `.${path}`;
}
