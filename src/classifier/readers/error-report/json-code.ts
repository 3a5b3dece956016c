import { isAnyStatusName, isStatusName } from '../status-name.ts';
import { chainOf, type Node } from './json-core.ts';
import { inBody, inOrder, isObject, type Member, membersOf, ranksOf, step } from './members.ts';
import { exceptionIn, isGenericSlug, isSlug } from './words.ts';

export interface Codes {
  readonly code: { readonly text: string; readonly where: string } | undefined;
  readonly subcode: string | undefined;
  readonly type: string | undefined;
  readonly status: number | undefined;
}

/** Names that hold the code proper, the most telling first. */
const CODE_NAMES = [
  'errorcode',
  'errortag',
  'code',
  'errcode',
  'errorid',
  'errorkey',
  'erroridentifier',
  'codename',
  'serviceerrorcode',
  'resultcode',
  'returncode',
  'retcode',
  'faultcode',
  'scimtype',
  'reason',
  'error',
  'err',
  'id',
  'cod',
  'key',
  'status',
  'issue',
  'label',
  'name',
  'title',
  'tag',
  'statuscode',
  'ret',
  'rc',
  'errno',
];

const CODE_RANKS = ranksOf(CODE_NAMES);

/** Of these a number is no code but something else, and a slug of one word may be a name. */
const SLUGS_ONLY: ReadonlySet<string> = new Set(['id', 'status', 'name', 'title', 'label', 'issue', 'key', 'tag']);

const TYPE_NAMES = [
  'type',
  'errortype',
  'exceptiontype',
  'typekey',
  'typename',
  'exception',
  'exceptionclass',
  'category',
  'name',
  'class',
  'trace',
  'stack',
  'stacktrace',
  'status',
];
const SUBCODE_NAMES = [
  'errorsubcode',
  'subcode',
  'declinecode',
  'errorsubtype',
  'detailcode',
  'suberror',
  'networkdeclinecode',
];
const STATUS_NAMES = [
  'statuscode',
  'httpstatus',
  'httpstatuscode',
  'httpcode',
  'status',
  'code',
  'errorcode',
  'error',
  'cod',
];
const INNER_NAMES = [
  'innererror',
  'innerexception',
  'extensions',
  'cause',
  'block',
  'metadata',
  'reason',
  'detail',
  'details',
  'sys',
];

/** The codes of an error: its own, else what the objects around it say. */
export function codesOf(core: Node, responseStatus: number): Codes {
  const chain = chainOf(core);
  const status = first(chain, (node) => statusOf(node));
  const special = reasonInDetails(core);
  const candidates = chain.flatMap((node) => codesIn(node, responseStatus));
  // A word tells more than a number, also where the number stands under the better name.
  const inner = innerCode(core, responseStatus);
  const ranked = [...(special === undefined ? [] : [special]), ...candidates];
  const word = ranked.find(({ text }) => !/^-?\d/.test(text) && !isGenericSlug(text));
  const number = ranked.find(
    ({ text }) => /^-?\d/.test(text) && text !== String(responseStatus) && text !== String(status),
  );
  const isVague = word === undefined || isAnyStatusName(word.text);
  const code = (isVague ? (inner ?? number ?? word) : word) ?? first(chain, (node) => codeOfType(node, responseStatus));
  const type = first(chain, (node) => typeOf(node, code?.text)) ?? first(chain, traceIn);
  const subcode = first(chain, subcodeOf) ?? inner?.text;
  return {
    code,
    subcode: subcode === code?.text ? undefined : subcode,
    type: code !== undefined && type?.endsWith(`#${code.text}`) ? undefined : type,
    status,
  };
}

interface Candidate {
  readonly text: string;
  readonly where: string;
}

function codesIn(node: Node, responseStatus: number): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const [name, member] of inOrder(node.members, CODE_RANKS)) {
    const text = codeText(name, member, responseStatus);
    if (text !== undefined) found.push({ text, where: inBody(step(node.pointer, member.key)) });
  }
  const awsType = node.object.__type ?? node.object['@type'];
  if (typeof awsType === 'string') {
    const text = awsType.slice(awsType.lastIndexOf('#') + 1).slice(0, 200);
    if (isSlug(text)) found.unshift({ text, where: inBody(step(node.pointer, '__type')) });
  }
  return found;
}

/** The class of an error stands in for a code where there is none. */
function codeOfType(node: Node, responseStatus: number): Candidate | undefined {
  const type = node.members.get('type');
  const slug = typeof type?.value === 'string' ? slugOfType(type.value) : undefined;
  return slug === undefined || isStatusName(slug, responseStatus)
    ? undefined
    : { text: slug, where: inBody(step(node.pointer, type!.key)) };
}

function codeText(name: string, { value, key }: Member, responseStatus: number): string | undefined {
  if (typeof value === 'number') {
    const isNoCode = SLUGS_ONLY.has(name) || name === 'statuscode' || value === 0;
    return isNoCode || !Number.isInteger(value) ? undefined : String(value);
  }
  if (Array.isArray(value) && typeof value[0] === 'string')
    return codeText(name, { key, value: value[0] }, responseStatus);
  if (typeof value !== 'string') return undefined;
  // Meteor's way to write one: `[error-not-allowed]`.
  const text = value.trim().replace(/^\[([\w.-]{3,80})\]$/, '$1');
  if (/^-?\d{1,9}$/.test(text)) return SLUGS_ONLY.has(name) ? undefined : text;
  // `23505`, `42P01`, `0x80070005`, `14_006`, `E0000011`.
  if (/^[A-Z0-9][\w.-]{2,40}$/i.test(text) && /\d/.test(text) && !SLUGS_ONLY.has(name)) return text;
  if (!isSlug(text) || isStatusName(text, responseStatus)) return undefined;
  // A single word under `id` or `name` may be any thing; a code has a separator or is written large.
  if (SLUGS_ONLY.has(name) && name !== 'issue' && !/[_.]|[a-z][A-Z]|^[A-Z]{4,}$/.test(text)) return undefined;
  return text;
}

/** The last part of a problem's type or a documentation URL, and slugs: `card_error`, `…/probs/out-of-credit`. */
export function slugOfType(type: string): string | undefined {
  const ofFragment = /^https?:[^#]{1,200}#[\w/-]{0,100}\/([A-Za-z][\w-]{3,80})$/.exec(type)?.[1];
  if (ofFragment !== undefined && !isAnyStatusName(ofFragment)) return ofFragment;
  const text = type.slice(0, 300).replace(/[?#].*$/, '');
  if (!/^[a-z][a-z0-9+.-]*:/i.test(text)) return isSlug(text) && !isGenericSlug(text) ? text : undefined;
  if (/rfc\d|w3\.org|about:blank|httpstatuses|iana\.org|httpwg|mdn|ietf/i.test(text)) return undefined;
  const last =
    text
      .split(/[/:]/)
      .filter(Boolean)
      .at(-1)
      ?.replace(/\.html?$/, '') ?? '';
  return /^[a-z][\w-]{3,80}$/i.test(last) &&
    !/^(?:errors?|problems?|docs|api|reference)$/i.test(last) &&
    !isAnyStatusName(last)
    ? last
    : undefined;
}

/** `google.rpc.ErrorInfo` among the details, or the reason of Google's older list. */
function reasonInDetails({ object, pointer }: Node): Candidate | undefined {
  for (const key of ['details', 'errors']) {
    const list = object[key];
    if (!Array.isArray(list)) continue;
    for (const [index, item] of list.slice(0, 10).entries()) {
      if (!isObject(item) || typeof item.reason !== 'string' || !isSlug(item.reason)) continue;
      const isGoogle = String(item['@type'] ?? '').endsWith('ErrorInfo') || typeof item.domain === 'string';
      if (isGoogle) return { text: item.reason, where: inBody(step(step(step(pointer, key), index), 'reason')) };
    }
  }
  return undefined;
}

function innerCode(core: Node, responseStatus: number): Candidate | undefined {
  for (const name of INNER_NAMES) {
    const member = core.members.get(name);
    const value: unknown = Array.isArray(member?.value) ? member.value[0] : member?.value;
    if (member === undefined || !isObject(value)) continue;
    const members = membersOf(value);
    // Contentful: `{"sys": {"type": "Error", "id": "VersionMismatch"}}`.
    const isError = members.get('type')?.value === 'Error';
    for (const codeName of [
      'code',
      'errorcode',
      'issue',
      'reason',
      'tag',
      'classification',
      'errorclass',
      ...(isError ? ['id'] : []),
    ]) {
      const inner = members.get(codeName);
      if (inner === undefined) continue;
      const text = codeText(
        codeName === 'classification' || codeName === 'id' ? 'code' : codeName,
        inner,
        responseStatus,
      );
      if (text !== undefined && text !== String(responseStatus) && !isGenericSlug(text)) {
        return { text, where: inBody(step(step(core.pointer, member.key), inner.key)) };
      }
    }
  }
  return undefined;
}

function typeOf({ members }: Node, code: string | undefined): string | undefined {
  for (const name of TYPE_NAMES) {
    const value = members.get(name)?.value;
    const text: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof text !== 'string' || text === '' || text === code) continue;
    const exception = exceptionIn(text);
    if (exception !== undefined && exception !== code) return exception;
    if (name === 'exception' || name === 'trace' || name === 'stack' || name === 'stacktrace') continue;
    if (name === 'name' || name === 'status' || name === 'class' || name === 'category') {
      if (isSlug(text) && /[_.]|[a-z][A-Z]|^[A-Z]{4,}$/.test(text)) return text;
    } else if (/^\S{1,200}$/.test(text) && text !== 'about:blank') return text;
  }
  return undefined;
}

/** The exception at the top of a trace that stands one level deeper: `extensions.stacktrace`, `debug.trace`. */
function traceIn({ members }: Node): string | undefined {
  for (const name of ['extensions', 'debug', 'details', 'meta', 'exception']) {
    const value = members.get(name)?.value;
    if (!isObject(value)) continue;
    const inner = membersOf(value);
    for (const trace of ['stacktrace', 'trace', 'stack', 'exception', 'class']) {
      const lines = inner.get(trace)?.value;
      const text: unknown = Array.isArray(lines) ? lines[0] : lines;
      const exception = typeof text === 'string' ? exceptionIn(text) : undefined;
      if (exception !== undefined) return exception;
    }
  }
  return undefined;
}

function subcodeOf({ members }: Node): string | undefined {
  for (const name of SUBCODE_NAMES) {
    const value = members.get(name)?.value;
    if (typeof value === 'number' && value > 0) return String(value);
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

function statusOf({ members }: Node): number | undefined {
  for (const name of STATUS_NAMES) {
    const value = members.get(name)?.value;
    const number =
      typeof value === 'number' ? value : typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : 0;
    // Under `code` a number below 400 is a code of the API's own.
    if (Number.isInteger(number) && number >= (name.includes('status') ? 100 : 400) && number <= 599) return number;
  }
  return undefined;
}

function first<Value>(nodes: readonly Node[], read: (node: Node) => Value | undefined): Value | undefined {
  for (const node of nodes) {
    const value = read(node);
    if (value !== undefined) return value;
  }
  return undefined;
}
