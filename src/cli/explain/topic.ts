import { CAUSE_IDS, CAUSES, type CauseGroup, type CauseId } from '../../exchange/causes.ts';
import { CAUSE_ENTRIES } from '../../exchange/reference/causes.ts';
import type { CodeEntry } from '../../exchange/reference/entry.ts';
import { GRPC_ENTRIES, type GrpcEntry } from '../../exchange/reference/grpc.ts';
import {
  STATUS_CLASSES,
  STATUS_ENTRIES,
  type StatusClass,
  type StatusEntry,
} from '../../exchange/reference/statuses.ts';
import { TRANSPORT_CODES, type TransportCode } from '../../exchange/reference/transport-codes.ts';
import { CLOSE_ENTRIES, closeRange } from '../../exchange/reference/websocket.ts';

/** One thing that the reference knows something about. */
export type Topic =
  | { readonly kind: 'cause'; readonly id: CauseId }
  | { readonly kind: 'status'; readonly entry: StatusEntry }
  | { readonly kind: 'unassigned-status'; readonly code: number; readonly statusClass: StatusClass }
  | { readonly kind: 'class'; readonly statusClass: StatusClass; readonly statuses: readonly StatusEntry[] }
  | { readonly kind: 'grpc-status'; readonly entry: GrpcEntry }
  | { readonly kind: 'close-code'; readonly entry: CodeEntry }
  | { readonly kind: 'unassigned-close-code'; readonly code: number; readonly means: string }
  | { readonly kind: 'transport-code'; readonly entry: TransportCode };

export interface TopicList {
  readonly kind: 'list';
  readonly sections: readonly {
    readonly title: string;
    readonly topics: readonly Topic[];
    /** Whether names are enough, because the list is long. */
    readonly isBrief: boolean;
  }[];
  /** What may be asked next. */
  readonly hint?: string;
}

const causeTopics: readonly Topic[] = CAUSE_IDS.map((id) => ({ kind: 'cause', id }));
const statusTopics = STATUS_ENTRIES.map((entry) => ({ kind: 'status', entry }) as const);
const grpcTopics: readonly Topic[] = GRPC_ENTRIES.map((entry) => ({ kind: 'grpc-status', entry }));
const closeTopics: readonly Topic[] = CLOSE_ENTRIES.map((entry) => ({ kind: 'close-code', entry }));
const transportTopics: readonly Topic[] = TRANSPORT_CODES.map((entry) => ({ kind: 'transport-code', entry }));

/** Everything that has a page of its own, apart from classes. */
export const TOPICS: readonly Topic[] = [
  ...causeTopics,
  ...statusTopics,
  ...grpcTopics,
  ...closeTopics,
  ...transportTopics,
];

/** What a person calls it: `rate-limited`, `Not Found`, `NOT_FOUND`, `ECONNREFUSED`. */
export function nameOf(topic: Topic): string {
  switch (topic.kind) {
    case 'cause':
      return topic.id;
    case 'status':
    case 'grpc-status':
    case 'close-code':
      return topic.entry.name;
    case 'transport-code':
      return topic.entry.code;
    case 'class':
      return topic.statusClass.name;
    case 'unassigned-status':
    case 'unassigned-close-code':
      return String(topic.code);
  }
}

/** The page or list for the words that a person typed; undefined where nothing fits. */
export function topicOf(words: readonly string[]): Topic | TopicList | undefined {
  const [first = '', ...rest] = words.join(' ').toLowerCase().split(/\s+/).filter(Boolean);
  if (first === '') return contents();
  const scope = SCOPES[first];
  if (scope === undefined) return wordTopic([first, ...rest]);
  if (rest.length === 0) return { kind: 'list', sections: [{ ...scope, isBrief: false }] };
  const named = rest.join(' ');
  return /^\d{1,5}$/.test(named)
    ? scope.numbered(Number(named))
    : oneOrList(named, scope.topics.filter(isCalled(named)), scope.topics.filter(hasWords(rest)));
}

interface Scope {
  readonly title: string;
  readonly topics: readonly Topic[];
  readonly numbered: (code: number) => Topic | undefined;
}

const GRPC: Scope = { title: 'gRPC statuses', topics: grpcTopics, numbered: (code) => withCode(grpcTopics, code) };
const CLOSE: Scope = { title: 'WebSocket close codes', topics: closeTopics, numbered: closeTopic };
const HTTP: Scope = { title: 'HTTP statuses', topics: statusTopics, numbered: statusTopic };

/** First words that say which kind of code is meant. */
const SCOPES: Readonly<Record<string, Scope | undefined>> = Object.assign(Object.create(null), {
  grpc: GRPC,
  ws: CLOSE,
  websocket: CLOSE,
  http: HTTP,
});

function wordTopic(words: readonly string[]): Topic | TopicList | undefined {
  const text = words.join(' ');
  if (/^\d{1,5}$/.test(text)) return numberTopic(Number(text));
  if (/^[1-5]xx$/.test(text)) return classTopic(Number(text[0]));
  const cause = causeTopics.find((topic) => nameOf(topic) === text);
  if (cause !== undefined) return cause;
  const group = Object.keys(GROUP_TITLES).find((name) => name === text) as CauseGroup | undefined;
  if (group !== undefined) return { kind: 'list', sections: [{ ...groupSection(group), isBrief: false }] };
  // NOT_FOUND is gRPC's way to write what others write in two words.
  const grpc = text.includes('_') ? grpcTopics.find((topic) => nameOf(topic).toLowerCase() === text) : undefined;
  return grpc ?? oneOrList(text, TOPICS.filter(isCalled(text)), TOPICS.filter(hasWords(words)));
}

/** A bare number: the kinds of codes share no numbers. */
function numberTopic(code: number): Topic | undefined {
  if (code < 100) return withCode(grpcTopics, code);
  return code < 1000 ? statusTopic(code) : closeTopic(code);
}

function statusTopic(code: number): Topic | undefined {
  const known = withCode(statusTopics, code);
  if (known !== undefined) return known;
  const statusClass = STATUS_CLASSES.find(({ digit }) => digit === Math.floor(code / 100));
  return statusClass && { kind: 'unassigned-status', code, statusClass };
}

function closeTopic(code: number): Topic | undefined {
  const known = withCode(closeTopics, code);
  if (known !== undefined) return known;
  const means = closeRange(code);
  return means === undefined ? undefined : { kind: 'unassigned-close-code', code, means };
}

function withCode(topics: readonly Topic[], code: number): Topic | undefined {
  return topics.find((topic) => 'entry' in topic && topic.entry.code === code);
}

function classTopic(digit: number): Topic {
  const statusClass = STATUS_CLASSES.find((candidate) => candidate.digit === digit)!;
  const statuses = STATUS_ENTRIES.filter(({ code }) => Math.floor(code / 100) === digit);
  return { kind: 'class', statusClass, statuses };
}

function oneOrList(text: string, called: readonly Topic[], found: readonly Topic[]): Topic | TopicList | undefined {
  const topics = [...new Set([...called, ...found])];
  if (called.length === 1 || topics.length === 1) return topics[0];
  if (topics.length === 0) return undefined;
  return { kind: 'list', sections: [{ title: `"${text}" may mean`, topics, isBrief: false }] };
}

/** Whether it has exactly this name, however it is written: `not found`, `Not-Found`. */
function isCalled(text: string): (topic: Topic) => boolean {
  const name = spaced(text);
  return (topic) => spaced(nameOf(topic)) === name;
}

/** Whether each of the words begins a word of its names, or the only one stands somewhere in its name written as one: `ratelimit`. */
function hasWords(words: readonly string[]): (topic: Topic) => boolean {
  const parts = words.flatMap((word) => spaced(word).split(' ')).filter((part) => part !== '');
  const joined = parts.join('');
  return (topic) => {
    if (parts.length === 0) return false;
    const known = searchedText(topic).split(' ');
    return (
      parts.every((part) => known.some((word) => word.startsWith(part))) ||
      (joined.length >= 4 && spaced(nameOf(topic)).replaceAll(' ', '').includes(joined))
    );
  };
}

function searchedText(topic: Topic): string {
  if (topic.kind !== 'cause') return spaced(nameOf(topic));
  return spaced(`${topic.id} ${CAUSE_ENTRIES[topic.id].title} ${CAUSES[topic.id].when}`);
}

function spaced(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

const GROUP_TITLES: Readonly<Record<CauseGroup, string>> = {
  'no-response': 'No status line',
  success: 'Success that is not quite',
  redirection: 'Redirection',
  authentication: 'Authentication',
  permission: 'Permission',
  address: 'The request’s address and method',
  form: 'The request’s form',
  meaning: 'The request’s meaning',
  limits: 'Limits',
  server: 'The server',
};

function groupSection(group: CauseGroup) {
  const topics = CAUSE_IDS.filter((id) => CAUSES[id].group === group).map((id): Topic => ({ kind: 'cause', id }));
  return { title: GROUP_TITLES[group], topics };
}

const CONTENTS_HINT =
  'A page each, for example: httpwhy explain 422 (or 4xx, rate-limited, grpc 5, ws 1006, ECONNREFUSED)';

/** All causes by group, all statuses by class, gRPC statuses and close codes. */
function contents(): TopicList {
  const groups = (Object.keys(GROUP_TITLES) as CauseGroup[]).map((group) => ({
    ...groupSection(group),
    isBrief: false,
  }));
  const classes = STATUS_CLASSES.map(({ digit, name }) => ({
    title: `${digit}xx ${name}`,
    topics: statusTopics.filter(({ entry }) => entry.isOfficial && Math.floor(entry.code / 100) === digit),
    isBrief: true,
  }));
  const unofficial = {
    title: 'Unofficial statuses',
    topics: statusTopics.filter(({ entry }) => !entry.isOfficial),
    isBrief: true,
  };
  const others = [GRPC, CLOSE].map(({ title, topics }) => ({ title, topics, isBrief: true }));
  return { kind: 'list', sections: [...groups, ...classes, unofficial, ...others], hint: CONTENTS_HINT };
}
