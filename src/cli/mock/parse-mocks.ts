import { type Document, isMap, isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import { compileHostGlob } from '../../classifier/user-rules/glob.ts';
import type { Rule } from '../../mock/rule.ts';
import { firstLine, offsetOf, startOf } from '../yaml-place.ts';
import { didYouMean } from './issues.ts';
import { EVERYTHING } from './read-match.ts';
import { checkRule } from './read-rule.ts';

/** One thing that is wrong in a file of rules. */
export interface MockProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A rule as it stands in the file. */
export interface ListedRule {
  readonly rule: Rule;
  readonly isEnabled: boolean;
  /** As written: plain YAML. */
  readonly written: Readonly<Record<string, unknown>>;
  readonly line: number;
}

export interface ParsedMocks {
  readonly rules: readonly ListedRule[];
  /** Host globs; where there are any, all other hosts are blocked. */
  readonly allowOnly: readonly string[];
  readonly problems: readonly MockProblem[];
}

const LONGEST_FILE = 16 * 1024 * 1024;
const MOST_RULES = 10_000;
/** Each use of an anchor repeats what it stands for; a hostile file doubles it at every level. */
const MOST_ALIASES = 100;
const TOP_KEYS = ['rules', 'allow_only'];

/** Reads a file of rules. `folder`: where it lies. Never throws; with a problem nothing of it is to be used. */
export function parseMocks(text: string, folder: string): ParsedMocks {
  if (text.length > LONGEST_FILE) return failed({ line: 1, column: 1, message: 'the file is larger than 16 MiB' });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [error] = document.errors;
  if (error !== undefined)
    return failed({ ...at(error.pos[0]), message: `this is not YAML: ${firstLine(error.message)}` });
  const { contents } = document;
  if (contents === null || contents.toJSON() === null) return { rules: [], allowOnly: [], problems: [] };
  if (!isMap(contents)) return failed({ line: 1, column: 1, message: 'the file is a map with the key rules' });
  const problems: MockProblem[] = [];
  for (const { key } of contents.items) {
    const name = String(key);
    if (TOP_KEYS.includes(name)) continue;
    const message = `a file of rules has no key "${name.slice(0, 60)}"${didYouMean(name, TOP_KEYS) || '; it has rules'}`;
    problems.push({ ...at(startOf(key) ?? 0), message });
  }
  const allowOnly = readAllowOnly(document, (message) => {
    problems.push({ ...at(startOf(contents.get('allow_only', true)) ?? 0), message });
  });
  const list = contents.get('rules', true);
  if (list === undefined || (isNode(list) && list.toJSON() === null)) return { rules: [], allowOnly, problems };
  if (!isSeq(list)) {
    problems.push({
      ...at(startOf(list) ?? 0),
      message: 'rules is a list, each entry with match and what becomes of it',
    });
    return { rules: [], allowOnly, problems };
  }
  if (list.items.length > MOST_RULES) {
    problems.push({ ...at(startOf(list.items[MOST_RULES]) ?? 0), message: `a file holds at most ${MOST_RULES} rules` });
    return { rules: [], allowOnly, problems };
  }
  const rules: ListedRule[] = [];
  const names = new Map<string, number>();
  for (const [index, item] of list.items.entries()) {
    const place = at(startOf(item) ?? 0);
    const given = plain(document, item);
    if ('fault' in given) {
      problems.push({ ...place, message: given.fault });
      continue;
    }
    const checked = checkRule(given.value, defaultName(given.value, index, names), folder);
    if ('issues' in checked) {
      for (const { path, isKey, message } of checked.issues) {
        problems.push({ ...at(offsetOf(document, ['rules', index, ...path], isKey)), message });
      }
      continue;
    }
    const { name } = checked.rule;
    const before = names.get(name);
    if (before !== undefined) {
      problems.push({ ...place, message: `the rule on line ${before} has the name "${name}" already` });
    }
    names.set(name, place.line);
    rules.push({ ...checked, written: given.value as ListedRule['written'], line: place.line });
  }
  return { rules, allowOnly, problems };
}

/** The rules that act, the block of everything that is not allowed behind them. */
export function rulesInForce({ rules, allowOnly }: ParsedMocks): readonly Rule[] {
  const enabled = rules.filter(({ isEnabled }) => isEnabled).map(({ rule }) => rule);
  if (allowOnly.length === 0) return enabled;
  const allowed = allowOnly.map(compileHostGlob);
  const others: Rule = {
    name: 'allow_only',
    fingerprint: `allow_only\n${JSON.stringify(allowOnly)}`,
    match: {
      ...EVERYTHING,
      hosts: [
        {
          kind: 'glob',
          // Asked with the port and without: neither may be allowed.
          test: (host) => !allowed.some((fits) => fits(host) || fits(host.replace(/:\d{1,5}$/, ''))),
        },
      ],
    },
    action: { kind: 'block' },
    fault: null,
    times: null,
  };
  return [...enabled, others];
}

/** What it matches, where that is one line and no other rule is called so. */
function defaultName(value: unknown, index: number, taken: ReadonlyMap<string, number>): string {
  const match = typeof value === 'object' && value !== null ? (value as { readonly match?: unknown }).match : undefined;
  const isName = typeof match === 'string' && match.length <= 80 && !taken.has(match);
  return isName ? match : `rule ${index + 1}`;
}

function failed(problem: MockProblem): ParsedMocks {
  return { rules: [], allowOnly: [], problems: [problem] };
}

function readAllowOnly(document: Document.Parsed, complain: (message: string) => void): readonly string[] {
  const node = document.get('allow_only', true);
  if (node === undefined || !isNode(node)) return [];
  const given = plain(document, node);
  const value = 'value' in given ? given.value : undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.every((host) => typeof host === 'string' && /^[^\s/]{1,255}$/.test(host))) return list as readonly string[];
  complain('allow_only is a list of hosts, such as [api.example.com, "*.internal"]');
  return [];
}

function plain(document: Document.Parsed, node: unknown): { readonly value: unknown } | { readonly fault: string } {
  try {
    return { value: isNode(node) ? node.toJS(document, { maxAliasCount: MOST_ALIASES }) : node };
  } catch (error) {
    return { fault: firstLine((error as Error).message) };
  }
}
