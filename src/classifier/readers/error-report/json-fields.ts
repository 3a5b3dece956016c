import { nameTest } from '../name-test.ts';
import { fieldsOfItem, fieldsOfList } from './field-list.ts';
import { CONTAINERS } from './field-list-names.ts';
import { fieldsOfMap, isMapOfErrors, isPureMap } from './field-map.ts';
import { fieldsInWords } from './field-words.ts';
import { chainOf, type Node } from './json-core.ts';
import { inBody, inOrder, isObject, type JsonObject, plainName, ranksOf, step } from './members.ts';
import type { FieldError } from './report.ts';

const CONTAINER_RANKS = ranksOf(CONTAINERS);

/** Of these only what is certainly a map of field errors counts: they hold other things too. */
const ANYTHING: ReadonlySet<string> = new Set([
  'data',
  'extensions',
  'details',
  'extra',
  'detail',
  'error',
  'message',
  'messages',
  'params',
  'cause',
  'embedded',
  'elements',
  'additionalinfo',
  'innererror',
  'invalid',
  'validation',
  'fields',
  'erros',
  'errores',
  'fehler',
  'erreurs',
  'errori',
]);

export interface FieldsReading {
  readonly fields: readonly FieldError[];
  readonly remarks: readonly string[];
  /** The body is nothing but the map. */
  readonly isBareMap: boolean;
}

/** Every field that the error and the objects around it name. */
export function fieldsIn(core: Node): FieldsReading {
  const chain = chainOf(core);
  const root = chain.at(-1)!;
  if (isBareMap(root.object)) {
    const map = fieldsOfMap(root.object, '');
    if (map !== undefined) return { ...map, isBareMap: true };
  }
  const remarks: string[] = [];
  for (const node of chain) {
    for (const [name, member] of inOrder(node.members, CONTAINER_RANKS)) {
      if (typeof member.value !== 'object' || member.value === null) continue;
      const reading = readContainer(name, member.value, step(node.pointer, member.key), 0);
      remarks.push(...reading.remarks);
      if (reading.fields.length > 0) return { fields: reading.fields, remarks, isBareMap: false };
    }
  }
  for (const node of chain) {
    const own = ownField(node);
    if (own.length > 0) return { fields: own, remarks, isBareMap: false };
  }
  const ofData = core.members.get('data');
  if (ofData !== undefined && isObject(ofData.value) && typeof ofData.value.param === 'string')
    return { fields: fieldsOfItem(ofData.value, step(core.pointer, ofData.key)), remarks, isBareMap: false };
  return { fields: worded(root.object), remarks, isBareMap: false };
}

/** Beside the sentences a word for each field, by its name: `{"user": "invalid", "errors": ["…"]}`. */
function worded(root: JsonObject): readonly FieldError[] {
  return Object.keys(root)
    .slice(0, 20)
    .flatMap((key): readonly FieldError[] => {
      const word = root[key];
      if (typeof word !== 'string' || !STATE_OF_FIELD.test(word) || OF_ERROR.test(key) || NO_FIELD.test(plainName(key)))
        return [];
      return [
        { path: key, segments: [key], location: undefined, message: word, code: word, where: inBody(step('', key)) },
      ];
    });
}

const STATE_OF_FIELD = /^(?:required|missing|invalid|blank|empty|taken)$/;
const OF_ERROR = /err|type|code|status|state|reason|result|category|kind/i;

/** Lists whose sentences are each about a field. */
const OF_SENTENCES = /^(?:validation|constraint|field).{0,12}(?:errors?|violations|messages)$/;
const MOST_SENTENCES = 20;

const NOTHING = { fields: [], remarks: [] };
const DEEPEST = 3;

function readContainer(
  name: string,
  value: object,
  pointer: string,
  depth: number,
): { readonly fields: readonly FieldError[]; readonly remarks: readonly string[] } {
  if (Array.isArray(value)) {
    const fields = fieldsOfList(value, pointer);
    if (fields.length > 0) return { fields, remarks: [] };
    if (OF_SENTENCES.test(name)) {
      const said = value
        .slice(0, MOST_SENTENCES)
        .flatMap((entry: unknown, index) =>
          typeof entry === 'string' ? fieldsInWords(entry, inBody(step(pointer, index))) : [],
        );
      if (said.length > 0) return { fields: said, remarks: [] };
    }
    // `[{"email": ["…"]}]`, and lists of objects that hold the list.
    const item: unknown = value[0];
    return isObject(item) && isPureMap(item) ? (fieldsOfMap(item, `${pointer}/0`) ?? NOTHING) : NOTHING;
  }
  const object = value as JsonObject;
  if (isErrorItself(object)) return { fields: fieldsOfItem(object, pointer), remarks: [] };
  if (!ANYTHING.has(name) || isPureMap(object) || isMapOfErrors(object) || (depth > 0 && name === 'errors')) {
    const map = fieldsOfMap(object, pointer);
    if (map !== undefined) return map;
  }
  if (name === 'validation' && !isCheckOfZod(object)) {
    const map = fieldsOfMap(object, pointer);
    if (map !== undefined) return map;
  }
  if (name === 'details' || name === 'message' || name === 'detail' || name === 'error' || name === 'params') {
    const map = isMapOfSentences(object) ? fieldsOfMap(object, pointer) : undefined;
    if (map !== undefined) return map;
  }
  if (depth >= DEEPEST) return NOTHING;
  // `error.details.errors`, `_embedded.errors`, `extensions.validation`.
  for (const key of Object.keys(object).slice(0, 20)) {
    const inner = object[key];
    const plain = key.toLowerCase().replace(/[^a-z]/g, '');
    if (typeof inner !== 'object' || inner === null || !CONTAINER_RANKS.has(plain)) continue;
    const reading = readContainer(plain, inner, step(pointer, key), depth + 1);
    if (reading.fields.length > 0) return reading;
  }
  return NOTHING;
}

/** `{"startsWith": "https://"}`: what Zod asks of a string. */
function isCheckOfZod(object: JsonObject): boolean {
  return Object.keys(object).every((key) => /^(?:startsWith|endsWith|includes|position)$/.test(key));
}

/** `{"errors": {"code": "parameter_missing", "message": "…", "parameter": "amount"}}`: one error under a name for several. */
function isErrorItself(object: JsonObject): boolean {
  const { message } = object;
  const code = object.code ?? object.errorCode ?? object.error_code ?? object.type;
  if (typeof message !== 'string' || !/\s/.test(message) || typeof code !== 'string') return false;
  return !/\s/.test(code) && Object.values(object).every((value) => !Array.isArray(value));
}

/** Members by which one error object names its field. */
const OWN_NAMES = [
  'param',
  'attributename',
  'propertyname',
  'parametername',
  'paramname',
  'parameter',
  'field',
  'fieldname',
  'property',
  'attribute',
  'attr',
  'argument',
  'pointer',
  'source',
  'location',
  'target',
  'propertypath',
  'instancepath',
  'loc',
];

/** The error object itself names a field: Stripe's `param`, Azure's `target`, Mollie's `field`. */
function ownField({ members, object, pointer }: Node): readonly FieldError[] {
  const name = OWN_NAMES.find((candidate) => {
    const value = members.get(candidate)?.value;
    return (typeof value === 'string' && value !== '') || (Array.isArray(value) && value.length > 0) || isObject(value);
  });
  if (name === undefined) return [];
  const key = members.get(name)!.key;
  // Only the member itself and the words: `name` or `path` of an error object are something else.
  const picked: Record<string, unknown> = { [key]: object[key] };
  for (const other of [
    'message',
    'msg',
    'detail',
    'description',
    'code',
    'type',
    'errorcode',
    'title',
    'location',
    'locationtype',
    'in',
  ]) {
    const member = members.get(other);
    if (member !== undefined && member.key !== key) picked[member.key] = member.value;
  }
  // Quarkus gives class, attribute and place of a value that Jackson could not bind, and no word beside them.
  if (key === 'attributeName' && members.has('objectname') && members.has('line')) picked.code = 'type_mismatch';
  return fieldsOfItem(picked, pointer);
}

/** Lists of sentences about the whole, not fields. */
const LISTS_OF_SENTENCES = /^(?:errors?|errormessages?|messages?|details?|msgs?|warnings?|warningmessages?)$/;
const isListOfSentences = nameTest((key) => LISTS_OF_SENTENCES.test(lettersOf(key)));

function lettersOf(key: string): string {
  return key.toLowerCase().replace(/[^a-z]/g, '');
}

function isBareMap(root: JsonObject): boolean {
  const isEnvelope = Object.keys(root).slice(0, 40).some(isListOfSentences);
  return (!isEnvelope && !isWrapped(root) && isPureMap(root)) || isMapOfSentences(root);
}

/** `{"response": {"errors": [{"code": "120100", "message": "…"}]}}`: the name is an envelope's, not a field's. */
function isWrapped(root: JsonObject): boolean {
  const [key = '', ...others] = Object.keys(root).slice(0, 2);
  return (
    others.length === 0 && /^(?:response|result|data|body|fault|status|payload)$/i.test(key) && isObject(root[key])
  );
}

/** Members of envelopes: an object that has one of them is no map of fields. */
const NO_FIELD =
  /^(?:error|errors|message|messages|detail|details|code|status|statuscode|type|title|reason|description|msg|success|ok|data|result|timestamp|path|requestid|traceid|documentationurl|help|exception|instance|errorcode|errormessage|errordescription|hint|info|cause|fault|text|summary)$/;

const isNameOfField = nameTest((key) => /^[\w.[\]$-]{1,80}$/.test(key) && !NO_FIELD.test(lettersOf(key)));

/** `{"email": "Email is required"}`: sentences under names that are none of an envelope's. */
function isMapOfSentences(object: JsonObject): boolean {
  const keys = Object.keys(object);
  return (
    keys.length > 0 &&
    keys.length <= 20 &&
    keys.every((key) => {
      const value = object[key];
      return (
        isNameOfField(key) &&
        (typeof value === 'string'
          ? /\S\s\S/.test(value)
          : Array.isArray(value) && value.every((entry) => typeof entry === 'string' && /\S\s\S/.test(entry)))
      );
    })
  );
}
