import { classOfStatus } from '../../exchange/annotation.ts';
import { CAUSES, type CauseId } from '../../exchange/causes.ts';
import { CAUSE_ENTRIES } from '../../exchange/reference/causes.ts';
import type { Topic, TopicList } from './topic.ts';

/** The page or list as docs/json.md describes it. */
export function topicToJson(topic: Topic | TopicList): unknown {
  switch (topic.kind) {
    case 'list':
      return {
        kind: 'list',
        sections: topic.sections.map(({ title, topics }) => ({ title, topics: topics.map(shortJson) })),
      };
    case 'cause':
      return causeJson(topic.id);
    case 'status': {
      const { isOfficial, ...entry } = topic.entry;
      return { kind: 'status', class: classOfStatus(entry.code), official: isOfficial, ...entry };
    }
    case 'grpc-status':
    case 'close-code':
      return { kind: topic.kind, ...topic.entry };
    case 'transport-code': {
      const { code, means, cause } = topic.entry;
      return { kind: 'transport-code', code, means, cause: causeJson(cause) };
    }
    case 'class': {
      const { digit, name, means, react } = topic.statusClass;
      return {
        kind: 'class',
        class: `${digit}xx`,
        name,
        means,
        react,
        statuses: topic.statuses.map(({ code }) => code),
      };
    }
    case 'unassigned-status':
      return {
        kind: 'unassigned-status',
        code: topic.code,
        class: classOfStatus(topic.code),
        treatAs: topic.statusClass.digit * 100,
        means: topic.statusClass.means,
        react: topic.statusClass.react,
      };
    case 'unassigned-close-code':
      return { kind: 'unassigned-close-code', code: topic.code, means: topic.means };
  }
}

function causeJson(id: CauseId) {
  return { kind: 'cause', id, ...CAUSES[id], ...CAUSE_ENTRIES[id] };
}

/** What names it in a list, with the word to ask `explain` for. */
function shortJson(topic: Topic): unknown {
  switch (topic.kind) {
    case 'cause':
      return { kind: 'cause', id: topic.id, title: CAUSE_ENTRIES[topic.id].title };
    case 'status':
    case 'grpc-status':
    case 'close-code':
      return { kind: topic.kind, code: topic.entry.code, name: topic.entry.name };
    case 'transport-code':
      return { kind: 'transport-code', code: topic.entry.code, cause: topic.entry.cause };
    case 'class':
      return { kind: 'class', class: `${topic.statusClass.digit}xx`, name: topic.statusClass.name };
    case 'unassigned-status':
    case 'unassigned-close-code':
      return { kind: topic.kind, code: topic.code };
  }
}
