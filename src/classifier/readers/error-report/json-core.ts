import { isObject, type JsonObject, type Member, type Members, membersOf, step } from './members.ts';
import { isSentence } from './words.ts';

/** One object of a body, with what leads to it. */
export interface Node {
  readonly object: JsonObject;
  readonly members: Members;
  readonly pointer: string;
  readonly depth: number;
  readonly parent: Node | undefined;
  /** Its own name, or that of an object above it, speaks of an error. */
  readonly isUnderError: boolean;
}

/** Names of members that hold an error, compared plainly. */
const ERROR_NAMES: ReadonlySet<string> = new Set([
  'error',
  'errors',
  'err',
  'fault',
  'exception',
  'failure',
  'problem',
  'problems',
  'odataerror',
  'errorresponse',
  'errordetails',
  'errordetail',
  'errorinfo',
  'apierror',
  'rootcause',
  'requesterror',
  'serviceexception',
  'policyexception',
  'issues',
  'issue',
  'faults',
  'messageextendedinfo',
  'errorwrappers',
]);

/** Envelopes around the error that do not say so themselves. */
const WRAPPERS: ReadonlySet<string> = new Set([
  'response',
  'data',
  'result',
  'meta',
  'status',
  'detail',
  'details',
  'body',
  'responsestatus',
  'responsemetadata',
  'header',
  'envelope',
  'message',
  'messages',
  'notifications',
  'elements',
  'info',
  'payload',
]);

export const MESSAGE_NAMES = [
  'errordescription',
  'errormessage',
  'errormessages',
  'message',
  'messages',
  'detail',
  'errordetail',
  'errordetails',
  'detailederror',
  'detailedmessage',
  'hydradescription',
  'hydratitle',
  'msg',
  'errmsg',
  'errormsg',
  'description',
  'errorsummary',
  'details',
  'moreinformation',
  'diagnostics',
  'reason',
  'faultstring',
  'faultmessage',
  'exceptionmessage',
  'usermessage',
  'developermessage',
  'displaymessage',
  'longmessage',
  'statusmessage',
  'statusdescription',
  'error',
  'errors',
  'problems',
  'err',
  'errortext',
  'text',
  'title',
  'info',
  'information',
  'hint',
  'suggestion',
  'phrase',
  'summary',
  'fault',
  'cause',
  'exception',
  'mensagem',
  'mensaje',
  'meldung',
  'fehler',
  'erreur',
  'erro',
  'note',
  'context',
  'explanation',
  'debuginfo',
  'technicalmessage',
  'userpresentablemessage',
  'originalmessage',
  'internalmessage',
  'localizedmessage',
  'failurereason',
  'statusreason',
  'errorreason',
  'errordesc',
] as const;

const CODE_NAMES: ReadonlySet<string> = new Set([
  'code',
  'errorcode',
  'errcode',
  'type',
  'error',
  'errorid',
  'errorkey',
  'reason',
  'status',
  'statuscode',
  'cod',
  'key',
]);

const MESSAGE_NAME_SET: ReadonlySet<string> = new Set(MESSAGE_NAMES);

/** Envelopes nest two or three levels deep; more is data. */
const DEEPEST = 4;
const MOST_NODES = 40;

/**
 * The object of a body that describes the error: the one that has the most of an error's members, deeper ones counting
 * more under a name that speaks of errors. Lists are looked into only where no object says anything.
 */
export function findCore(root: JsonObject): Node {
  const top: Node = {
    object: root,
    members: membersOf(root),
    pointer: '',
    depth: 0,
    parent: undefined,
    isUnderError: false,
  };
  const plain = bestOf(objectsUnder(top, false));
  if (plain.score >= SAYS_SOMETHING) return plain.node;
  const listed = bestOf(objectsUnder(top, true));
  return listed.score > plain.score ? listed.node : plain.node;
}

/** A message, at least: below it the object holds a code or nothing. */
const SAYS_SOMETHING = 4;

function bestOf(nodes: readonly Node[]): { readonly node: Node; readonly score: number } {
  let best = { node: nodes[0]!, score: scoreOf(nodes[0]!) };
  for (const node of nodes.slice(1)) {
    const score = scoreOf(node);
    if (score > best.score) best = { node, score };
  }
  return best;
}

function scoreOf({ members, depth, isUnderError }: Node): number {
  let message = 0;
  let code = 0;
  for (const [name, { value }] of members) {
    if (MESSAGE_NAME_SET.has(name)) message = Math.max(message, messageScore(name, value));
    if (CODE_NAMES.has(name) && (typeof value === 'string' || typeof value === 'number')) code += 1;
  }
  if (message === 0 && code === 0) return 0;
  return message + Math.min(code, 3) + (isUnderError ? 4 : 0) - depth;
}

function messageScore(name: string, value: unknown): number {
  const text = Array.isArray(value) ? value[0] : isObject(value) ? value.value : value;
  if (typeof text !== 'string' || text === '') return 0;
  if (isSentence(text)) return 5;
  return name === 'title' || name === 'text' || name === 'info' || name === 'summary' ? 0 : 3;
}

/** Objects in the order of breadth, bounded; of lists the first item. */
function objectsUnder(top: Node, isIntoLists: boolean): readonly Node[] {
  const nodes: Node[] = [top];
  for (let next = 0; next < nodes.length && nodes.length < MOST_NODES; next += 1) {
    const node = nodes[next]!;
    if (node.depth >= DEEPEST) continue;
    for (const [name, member] of node.members) {
      const child = childOf(node, name, member, isIntoLists);
      if (child !== undefined) nodes.push(child);
      if (nodes.length >= MOST_NODES) break;
    }
  }
  return nodes;
}

function childOf(parent: Node, name: string, { key, value }: Member, isIntoLists: boolean): Node | undefined {
  // RESTCONF and the like put a module before the name: `ietf-restconf:errors`.
  const isUnderError = parent.isUnderError || ERROR_NAMES.has(name) || /:errors?$/.test(key);
  if (!isUnderError && !WRAPPERS.has(name)) return undefined;
  const pointer = step(parent.pointer, key);
  const depth = parent.depth + 1;
  if (isObject(value)) return { object: value, members: membersOf(value), pointer, depth, parent, isUnderError };
  if (!isIntoLists || !Array.isArray(value)) return undefined;
  const index = value.findIndex(isObject);
  const item: unknown = value[index];
  return isObject(item)
    ? { object: item, members: membersOf(item), pointer: step(pointer, index), depth, parent, isUnderError }
    : undefined;
}

/** The node and those above it, itself first. */
export function chainOf(node: Node): readonly Node[] {
  return node.parent === undefined ? [node] : [node, ...chainOf(node.parent)];
}
