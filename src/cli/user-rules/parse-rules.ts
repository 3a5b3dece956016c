import { type Document, isMap, isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import type { RuleSpec } from '../../classifier/user-rules/rule-spec.ts';
import { firstLine, offsetOf, startOf } from '../yaml-place.ts';
import { checkRule, didYouMean } from './rule-schema.ts';
import { isWhen } from './when-schema.ts';

/** One thing that is wrong in a rules file. */
export interface RuleProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface ParsedRules {
  readonly rules: readonly RuleSpec[];
  readonly problems: readonly RuleProblem[];
  /** False where the text is no YAML, or not of the form of a rules file: no rule of it could be read. */
  readonly isReadable: boolean;
}

const LONGEST_FILE = 1024 * 1024;
const MOST_RULES = 1000;
/** Each use of an anchor repeats what it stands for; a hostile file doubles it at every level. */
const MOST_ALIASES = 100;
const TOP_KEYS = ['rules', 'when'];

/** Reads a rules file. One bad rule leaves the others in force. Never throws. */
export function parseRules(text: string): ParsedRules {
  if (text.length > LONGEST_FILE) return unreadable([{ line: 1, column: 1, message: 'the file is larger than 1 MiB' }]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length > 0) {
    return unreadable(
      document.errors
        .slice(0, 1)
        .map(({ pos, message }) => ({ ...at(pos[0]), message: `this is not YAML: ${firstLine(message)}` })),
    );
  }
  const { contents } = document;
  if (contents === null || (isNode(contents) && contents.toJSON() === null))
    return { rules: [], problems: [], isReadable: true };
  if (!isMap(contents)) return unreadable([{ line: 1, column: 1, message: 'the file is a map with the key rules' }]);
  const problems: RuleProblem[] = [];
  for (const { key } of contents.items) {
    const name = String(key);
    if (!TOP_KEYS.includes(name)) {
      problems.push({
        ...at(startOf(key) ?? 0),
        message: `a rules file has no key "${name.slice(0, 60)}"${didYouMean(name, TOP_KEYS)}`,
      });
    }
  }
  const list = contents.get('rules', true);
  if (!isSeq(list)) {
    const isEmpty =
      list === undefined
        ? problems.length === 0 && contents.items.length === 0
        : isNode(list) && list.toJSON() === null;
    if (isEmpty) return { rules: [], problems, isReadable: true };
    return unreadable([
      ...problems,
      { ...at(startOf(list) ?? 0), message: 'rules is a list, each entry with when, cause and summary' },
    ]);
  }
  const shared = plain(document, ['when']);
  if ('fault' in shared) return unreadable([...problems, { ...at(0), message: shared.fault }]);
  if (shared.value !== undefined && !isWhen(shared.value)) {
    return unreadable([
      ...problems,
      {
        ...at(startOf(contents.get('when', true)) ?? 0),
        message: 'when is a map of what to match, for example host: api.example.com',
      },
    ]);
  }
  const rules: RuleSpec[] = [];
  const names = new Set<string>();
  for (let index = 0; index < list.items.length; index += 1) {
    const place = at(startOf(list.items[index]) ?? 0);
    if (index === MOST_RULES) {
      problems.push({ ...place, message: `a file holds at most ${MOST_RULES} rules; the others are left out` });
      break;
    }
    const given = plain(document, ['rules', index]);
    if ('fault' in given) {
      problems.push({ ...place, message: given.fault });
      continue;
    }
    const checked = checkRule(given.value, shared.value ?? {}, `rule ${index + 1}`);
    if ('issues' in checked) {
      for (const issue of checked.issues)
        problems.push({
          ...at(offsetOf(document, ['rules', index, ...issue.path], issue.isKey)),
          message: issue.message,
        });
    } else if (names.has(checked.spec.name)) {
      problems.push({ ...place, message: `another rule has the name "${checked.spec.name}" already` });
    } else {
      names.add(checked.spec.name);
      rules.push(checked.spec);
    }
  }
  return { rules, problems, isReadable: true };
}

function unreadable(problems: readonly RuleProblem[]): ParsedRules {
  return { rules: [], problems, isReadable: false };
}

/** A part of the document as plain values. */
function plain(
  document: Document.Parsed,
  path: readonly (string | number)[],
): { readonly value: Readonly<Record<string, unknown>> | undefined } | { readonly fault: string } {
  const node = document.getIn(path, true);
  try {
    return { value: isNode(node) ? node.toJS(document, { maxAliasCount: MOST_ALIASES }) : undefined };
  } catch (error) {
    return { fault: firstLine((error as Error).message) };
  }
}
