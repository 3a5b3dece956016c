import { isAnyStatusName, isStatusName } from '../status-name.ts';
import { filledTemplate } from './filled-template.ts';
import { MESSAGE_NAMES, type Node } from './json-core.ts';
import { inBody, inOrder, isObject, type JsonObject, membersOf, ranksOf, step } from './members.ts';
import { isGenericSentence, isSentence, isSlug, plainSentence } from './words.ts';

export interface Sentence {
  readonly text: string;
  readonly where: string;
}

const MESSAGE_RANKS = ranksOf(MESSAGE_NAMES);
const MOST_OF_LIST = 10;

/**
 * The sentences of one object in the order in which they tell most. Words that only repeat the status are left out;
 * those that only announce an error come last.
 */
export function sentencesOf(node: Node, status: number): readonly Sentence[] {
  const sentences: Sentence[] = [];
  const words: Sentence[] = [];
  const generic: Sentence[] = [];
  for (const [name, member] of inOrder(node.members, MESSAGE_RANKS)) {
    for (const { text, where } of textsOf(member.value, step(node.pointer, member.key))) {
      const plain = plainSentence(filledTemplate(text, node.members));
      if (plain === '' || isStatusName(plain, status)) continue;
      const sentence = { text: plain, where: inBody(where) };
      if (isGenericSentence(plain)) generic.push(sentence);
      else if (isSentence(plain) || /:/.test(plain)) sentences.push(sentence);
      // A word under `error` or `reason` is a code; under `message` it is all that is said.
      else if (!isCodeName(name) && !/^-?\d+$/.test(plain)) words.push(sentence);
    }
  }
  return [...sentences, ...words, ...generic];
}

function isCodeName(name: string): boolean {
  return (
    name === 'error' ||
    name === 'err' ||
    name === 'reason' ||
    name === 'cause' ||
    name === 'exception' ||
    name === 'fault'
  );
}

/** What was caught, below the error that it led to. */
export const CAUSES = ['cause', 'innererror', 'innerexception', 'causedby', 'extensions'];
const BELOW = ['data', 'innererror', 'cause', 'exception', 'messageextendedinfo'];

/** JSON-RPC's `data` and the like, below a message that only announces an error: `{"message": "Server Error", "data": {"message": …}}`. */
export function innerSentences(
  { members, pointer, depth }: Node,
  status: number,
  names: readonly string[] = BELOW,
): readonly Sentence[] {
  for (const name of names) {
    const member = members.get(name);
    const isList = Array.isArray(member?.value);
    const value: unknown = isList ? (member!.value as readonly unknown[])[0] : member?.value;
    if (name === 'data' && typeof value === 'string' && isSentence(value) && !isGenericSentence(value))
      return [{ text: plainSentence(value.slice(0, 500)), where: inBody(step(pointer, member!.key)) }];
    if (member === undefined || !isObject(value)) continue;
    const inner: Node = {
      object: value,
      members: membersOf(value),
      pointer: isList ? step(step(pointer, member.key), 0) : step(pointer, member.key),
      depth: depth + 1,
      parent: undefined,
      isUnderError: true,
    };
    const said = sentencesOf(inner, status).filter(({ text }) => !isGenericSentence(text) && /\S\s\S/.test(text));
    if (said.length > 0)
      return [...said, ...(names === CAUSES && depth < 4 ? innerSentences(inner, status, names) : [])];
    // What was caught may have been thrown because of another: `{"cause": {"cause": {"message": …}}}`.
    const deeper = depth < 4 ? innerSentences(inner, status, names) : [];
    if (deeper.length > 0) return deeper;
  }
  return [];
}

interface Text {
  readonly text: string;
  readonly where: string;
}

function textsOf(value: unknown, pointer: string): readonly Text[] {
  if (typeof value === 'string') return [{ text: value, where: pointer }];
  if (Array.isArray(value)) {
    return value.slice(0, MOST_OF_LIST).flatMap((entry: unknown, index) => {
      if (typeof entry === 'string') return [{ text: entry, where: step(pointer, index) }];
      return [];
    });
  }
  // OData and SAP give a language beside the text.
  if (isObject(value)) {
    const key = ['value', '$', '#text', 'text'].find((name) => typeof value[name] === 'string');
    if (key !== undefined && Object.keys(value).length <= 3)
      return [{ text: String(value[key]), where: step(pointer, key) }];
  }
  return [];
}

/** A message that is itself a code: `INVALID_PASSWORD`, `invalid_token`. */
export function isCodeLike(text: string): boolean {
  return isSlug(text) && (/[_.:]|[a-z][A-Z]/.test(text) || /^[A-Z]{4,}$/.test(text));
}

const EXCEPTION_NAME = /^(?:[a-z]\w{0,40}\.){0,8}[A-Z][A-Za-z]{3,60}Exception$/;
const MOST_LOOSE = 5;
const MOST_NODES = 60;

/** Sentences anywhere in a body that has none where errors keep theirs: `{"checks": {"redis": "ECONNREFUSED …"}}`. */
export function looseSentences(root: JsonObject): readonly Sentence[] {
  const queue: { value: unknown; pointer: string }[] = [{ value: root, pointer: '' }];
  const found: Sentence[] = [];
  for (let next = 0; next < queue.length && next < MOST_NODES; next += 1) {
    const { value, pointer } = queue[next]!;
    if (typeof value === 'string') {
      const text = plainSentence(value.slice(0, 500));
      // The name of an exception may be all that there is: `["AccountLockedException"]`.
      if ((/\S\s\S/.test(text) || EXCEPTION_NAME.test(text)) && !isAnyStatusName(text))
        found.push({ text, where: inBody(pointer) });
      if (found.length >= MOST_LOOSE) break;
    } else if (typeof value === 'object' && value !== null) {
      for (const key of Object.keys(value).slice(0, MOST_NODES)) {
        queue.push({ value: (value as JsonObject)[key], pointer: step(pointer, key) });
        if (queue.length > MOST_NODES) break;
      }
    }
  }
  return found;
}
