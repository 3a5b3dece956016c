import { fieldsOfList } from './field-list.ts';
import { locationOf } from './field-path.ts';
import { expectationIn, fieldsInWords } from './field-words.ts';
import { codesOf } from './json-code.ts';
import { chainOf, findCore, type Node } from './json-core.ts';
import { fieldsIn } from './json-fields.ts';
import { flagsOf } from './json-flags.ts';
import { CAUSES, innerSentences, isCodeLike, looseSentences, type Sentence, sentencesOf } from './json-message.ts';
import { jsonShape } from './json-shape.ts';
import { inBody, inOrder, isObject, type JsonObject, membersOf, ranksOf } from './members.ts';
import { type ErrorReport, type FieldError, MOST_FIELDS, MOST_REMARKS, report } from './report.ts';
import { exceptionIn, isGenericSentence } from './words.ts';

/** What a JSON body says about its error. Undefined where it is neither an object nor a list. */
export function readJsonError(json: unknown, status: number, mediaType = ''): ErrorReport | undefined {
  if (Array.isArray(json)) return listReport(json, status);
  if (typeof json === 'string') return stringReport(json);
  return isObject(json) ? objectReport(json, status, mediaType) : undefined;
}

function stringReport(text: string): ErrorReport {
  const where = inBody('');
  return report({ shape: 'text', message: text, where, fields: fieldsInWords(text, where) });
}

/** `[{"errorCode": "…", "message": "…", "fields": […]}]`, or a list of sentences. */
function listReport(list: readonly unknown[], status: number): ErrorReport | undefined {
  const first = list.find((entry) => isObject(entry) || (typeof entry === 'string' && entry !== ''));
  if (first === undefined) return undefined;
  const sentences = list.slice(0, MOST_REMARKS).filter((entry) => typeof entry === 'string');
  if (!isObject(first)) {
    const where = inBody('/0');
    const fields = sentences.flatMap((text, index) => fieldsInWords(text, inBody(`/${index}`)));
    return report({ shape: 'list', message: sentences[0], where, fields, more: sentences.slice(1) });
  }
  const index = list.indexOf(first);
  // In a batch of JSON-RPC the first answer may be a success.
  const failed = list.findIndex((entry) => isObject(entry) && isObject(entry.error));
  const at = failed >= 0 ? failed : index;
  const inner = objectReport(list[at] as JsonObject, status, '', `/${at}`);
  const listed = fieldsOfList(list, '');
  const others = list
    .slice(0, MOST_REMARKS)
    .flatMap((entry) => (isObject(entry) && entry !== list[at] ? [objectReport(entry, status, '').message ?? ''] : []));
  return {
    ...inner,
    shape: inner.shape === 'envelope' ? 'list' : inner.shape,
    fields: listed.length > 0 ? listed : inner.fields,
    more: [...inner.more, ...others.filter((text) => text !== '' && text !== inner.message)].slice(0, MOST_REMARKS),
  };
}

function objectReport(root: JsonObject, status: number, mediaType: string, base = ''): ErrorReport {
  const core = findCore(root);
  const sentences = messagesOf(core, status);
  const [said] = sentences;
  const codes = codesOf(core, status);
  const reading = fieldsIn(core);
  const isSilent = said === undefined && reading.fields.length === 0;
  const loose = isSilent ? looseSentences(root) : [];
  const remarks = [
    ...sentences.slice(1).map(({ text }) => text),
    ...siblings(core),
    ...reading.remarks,
    ...flagsOf(core),
    ...innerSentences(core, status, CAUSES).map(({ text }) => text),
    ...loose.map(({ text }) => text),
  ];
  // A specific remark says more than a sentence that only announces it.
  const isAnnounced = said === undefined || isGenericSentence(said.text);
  const better = isAnnounced ? reading.remarks[0] : undefined;
  const inString = said === undefined ? undefined : nestedReport(said.text, status);
  const message = better ?? inString?.message ?? said?.text;
  const codeFromMessage =
    said !== undefined && isCodeLike(said.text) ? { text: said.text, where: said.where } : undefined;
  const code = codes.code ?? codeFromMessage;
  const where = said?.where ?? reading.fields[0]?.where ?? code?.where ?? inBody(core.pointer);
  const known = report({
    shape: reading.isBareMap ? 'validation-map' : jsonShape(root, core.object, mediaType),
    code: code?.text ?? inString?.code,
    subcode: codes.subcode,
    type: codes.type ?? exceptionOf(sentences) ?? inString?.type,
    message,
    status: codes.status ?? inString?.status,
    where,
    codeWhere: code?.where ?? where,
    fields: fieldsOf(reading.fields, [...sentences, ...loose], inString, status),
    more: better === undefined ? remarks : [said?.text ?? '', ...remarks],
    requestId: firstOf(core, REQUEST_ID_NAMES, isId),
    help: helpOf(core),
  });
  return base === '' ? known : rebased(known, base);
}

/** The sentences of the error, then of what surrounds it. */
function messagesOf(core: Node, status: number): readonly Sentence[] {
  const all = chainOf(core).flatMap((node) => sentencesOf(node, status));
  const [first] = all;
  if (first === undefined || !isGenericSentence(first.text)) return all;
  const better = all.findIndex(({ text }) => !isGenericSentence(text) && /\s/.test(text));
  if (better < 0) return [...innerSentences(core, status), ...all];
  return [all[better]!, ...all.slice(0, better), ...all.slice(better + 1)];
}

/** Messages of the other items, where the error is the first of a list. */
function siblings(core: Node): readonly string[] {
  const found: string[] = [];
  for (const node of chainOf(core)) {
    for (const [, { value }] of node.members) {
      if (!Array.isArray(value)) continue;
      for (const item of value.slice(0, MOST_REMARKS)) {
        if (!isObject(item) || item === core.object) continue;
        const text = [
          'message',
          'detail',
          'msg',
          'description',
          'reason',
          'title',
          'Message',
          'errorSummary',
          'errorMessage',
        ]
          .map((key) => item[key])
          .find((entry) => typeof entry === 'string' && entry.includes(' '));
        if (typeof text === 'string') found.push(text);
      }
      if (found.length >= MOST_REMARKS) return found;
    }
  }
  return found;
}

/** A gateway that quotes the answer of the server behind it: a JSON text inside the message. */
function nestedReport(text: string, status: number): ErrorReport | undefined {
  const start = /^[^{[]{0,80}(?=[{[]\s{0,4}["{])/.exec(text)?.[0].length;
  if (start === undefined || !/[}\]]"?$/.test(text)) return undefined;
  try {
    const inner: unknown = JSON.parse(text.slice(start).replace(/"$/, ''));
    // A list of plain values is what the sentence speaks of: `not a valid UUID: ["anna"]`.
    const found = isObject(Array.isArray(inner) ? inner[0] : inner) ? readJsonError(inner, status) : undefined;
    return found?.message === undefined && found?.code === undefined ? undefined : found;
  } catch {
    return undefined;
  }
}

function exceptionOf(sentences: readonly Sentence[]): string | undefined {
  for (const { text } of sentences) {
    const exception = exceptionIn(text);
    if (exception !== undefined) return exception;
  }
  return undefined;
}

/** Under these a quoted word is a token, a path, a limit: not a field of the request. */
const NO_FIELDS = new Set([401, 402, 405, 406, 407, 408, 410, 411, 413, 414, 415, 416, 429, 431, 451, 502, 503, 504]);

function mayNameFields(status: number): boolean {
  return !NO_FIELDS.has(status);
}

function fieldsOf(
  listed: readonly FieldError[],
  sentences: readonly Sentence[],
  nested: ErrorReport | undefined,
  status: number,
): readonly FieldError[] {
  if (listed.length > 0) return completed(listed);
  return mayNameFields(status) ? fieldsOfSentences(sentences, nested) : (nested?.fields ?? []);
}

/** Fields that the sentences name, where no member does. */
function fieldsOfSentences(sentences: readonly Sentence[], nested: ErrorReport | undefined): readonly FieldError[] {
  if (nested !== undefined && nested.fields.length > 0) return nested.fields;
  const [first, ...others] = sentences;
  // A hint names what would be right, and not what the request has.
  const told = first === undefined ? [] : [first, ...others.filter(({ where }) => !HINT.test(where))];
  return told.slice(0, MOST_FIELDS).flatMap(({ text, where }) => fieldsInWords(text, where));
}

const HINT = /\/(?:hint|suggestion|help|note|tip)s?(?:\/\d+)?$/i;

/** Where the server names only the object, its sentence may name the field in it. */
function completed(fields: readonly FieldError[]): readonly FieldError[] {
  return fields.map((named) => {
    const field = { ...expectationIn(named.message), ...named };
    // `location: ["body"]` names the part of the request, and its sentence the property.
    const isPart = field.segments.length === 1 && locationOf(field.segments[0]) !== undefined;
    if ((field.segments.length > 0 && !isPart) || field.message === '') return field;
    const [inner] = fieldsInWords(field.message, field.where);
    if (isPart && (inner === undefined || inner.path === field.path)) return field;
    return inner === undefined ? field : { ...inner, ...field, path: inner.path, segments: inner.segments };
  });
}

const REQUEST_ID_NAMES = ranksOf([
  'requestid',
  'xrequestid',
  'traceid',
  'correlationid',
  'activityid',
  'fbtraceid',
  'debugid',
  'incidentid',
  'logid',
  'logref',
  'referenceid',
  'reference',
  'supportid',
  'eventid',
  'errorid',
  'transactionid',
  'serverrequestid',
  'clientrequestid',
]);

const HELP_NAMES = ranksOf([
  'documentationurl',
  'docurl',
  'moreinfo',
  'help',
  'helpurl',
  'helplink',
  'infourl',
  'errorlink',
  'erroruri',
  'docs',
  'documentation',
  'learnmore',
  'href',
  'recommend',
  'url',
]);

function isId(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.:/=+-]{6,100}$/.test(value) ? value : undefined;
}

/** Objects that keep what belongs to the call beside what belongs to the error. */
const ASIDES: ReadonlySet<string> = new Set([
  'innererror',
  'metadata',
  'meta',
  'extensions',
  'details',
  'responsemetadata',
]);

function firstOf(
  core: Node,
  ranks: ReadonlyMap<string, number>,
  accept: (value: unknown) => string | undefined,
): string | undefined {
  for (const { members } of chainOf(core)) {
    for (const [, { value }] of inOrder(members, ranks)) {
      const found = accept(value);
      if (found !== undefined) return found;
    }
    for (const [name, { value }] of members) {
      if (!ASIDES.has(name) || !isObject(value)) continue;
      for (const [, inner] of inOrder(membersOf(value), ranks)) {
        const found = accept(inner.value);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

function helpOf(core: Node): string | undefined {
  return firstOf(core, HELP_NAMES, (value) =>
    typeof value === 'string' && /^https?:\/\/\S{4,500}$/.test(value) ? value : undefined,
  );
}

/** The same report with every pointer one step deeper. */
function rebased(known: ErrorReport, base: string): ErrorReport {
  const move = (where: string) =>
    where === 'response.body' ? inBody(base) : where.replace('response.body#', `response.body#${base}`);
  return {
    ...known,
    where: move(known.where),
    codeWhere: move(known.codeWhere),
    fields: known.fields.map((field) => ({ ...field, where: move(field.where) })),
  };
}
