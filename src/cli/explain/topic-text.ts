import { classOfStatus, type Retry } from '../../exchange/annotation.ts';
import { CAUSES, type CauseId } from '../../exchange/causes.ts';
import { CAUSE_ENTRIES } from '../../exchange/reference/causes.ts';
import type { CodeEntry } from '../../exchange/reference/entry.ts';
import { STATUS_ENTRIES, type StatusClass, type StatusEntry } from '../../exchange/reference/statuses.ts';
import { cellsOf } from '../../tui/cells.ts';
import { blank, type Line, span, wrapLine } from '../../tui/line.ts';
import type { Topic, TopicList } from './topic.ts';

/** A paragraph, broken between words; further lines are indented by `hang` cells. */
interface Paragraph {
  readonly line: Line;
  readonly hang: number;
}

/** The page or list in lines of at most so many cells. */
export function topicLines(topic: Topic | TopicList, cells: number): readonly Line[] {
  return paragraphsOf(topic).flatMap(({ line, hang }) => wrapLine(line, cells, hang, 'words'));
}

function paragraphsOf(topic: Topic | TopicList): readonly Paragraph[] {
  switch (topic.kind) {
    case 'list':
      return listParagraphs(topic);
    case 'cause':
      return causeParagraphs(topic.id);
    case 'status':
      return codeParagraphs(`${topic.entry.code} ${topic.entry.name}`, statusOrigin(topic.entry), topic.entry);
    case 'grpc-status': {
      const http = STATUS_ENTRIES.find(({ code }) => code === topic.entry.httpStatus)!;
      return codeParagraphs(
        `gRPC ${topic.entry.code} ${topic.entry.name}`,
        `${topic.entry.source} · over plain HTTP: ${http.code} ${http.name}`,
        topic.entry,
      );
    }
    case 'close-code':
      return codeParagraphs(`WebSocket ${topic.entry.code} ${topic.entry.name}`, topic.entry.source, topic.entry);
    case 'transport-code':
      return [
        heading(topic.entry.code),
        plain(topic.entry.means),
        BLANK,
        plain(`It leads to this cause:`),
        BLANK,
        ...causeParagraphs(topic.entry.cause),
      ];
    case 'class':
      return [...classParagraphs(topic.statusClass), BLANK, ...table('Statuses', topic.statuses.map(statusRow))];
    case 'unassigned-status':
      return [
        heading(String(topic.code)),
        plain(
          `Not registered, and not known to httpwhy. A client must treat it like ${topic.statusClass.digit}00, the general case of its class (RFC 9110 §15).`,
        ),
        BLANK,
        ...classParagraphs(topic.statusClass),
      ];
    case 'unassigned-close-code':
      return [heading(`WebSocket ${topic.code}`), plain(topic.means)];
  }
}

function causeParagraphs(id: CauseId): readonly Paragraph[] {
  const { group, fault, retry } = CAUSES[id];
  const { title, means, commonCauses, debug, handle, related, example } = CAUSE_ENTRIES[id];
  return [
    { line: [span(id, 'strong'), span(` · ${title}`)], hang: 2 },
    dim(`${group} · to act: ${fault} · retry: ${RETRY_WORDS[retry]}`),
    BLANK,
    plain(means),
    BLANK,
    ...bullets('Common causes', commonCauses),
    BLANK,
    ...steps('How to find out', debug),
    BLANK,
    ...bullets('How to handle it in code', handle),
    BLANK,
    heading('In the log'),
    { line: [span('  '), span(id, 'name'), span(`: ${example}`)], hang: 2 },
    BLANK,
    dim(`See also: ${related.join(', ')}`),
  ];
}

const RETRY_WORDS: Readonly<Record<Retry, string>> = {
  never: 'never',
  after_fix: 'after the fix',
  safe: 'safe',
  unsafe: 'safe for idempotent methods only',
};

function codeParagraphs(title: string, origin: string, entry: CodeEntry): readonly Paragraph[] {
  return [
    heading(title),
    dim(origin),
    BLANK,
    plain(entry.means),
    BLANK,
    ...bullets('Look at', entry.look),
    BLANK,
    ...bullets('React', entry.react),
    ...(entry.likelyCauses.length === 0
      ? []
      : [BLANK, ...table('Likely causes (httpwhy explain ID)', entry.likelyCauses.map(causeRow))]),
  ];
}

/** `client error · RFC 9110 §15.5.21`, `client error · unofficial: Laravel`. */
function statusOrigin({ code, source, isOfficial }: StatusEntry): string {
  const outcome = code > 599 ? 'outside every class' : classOfStatus(code).replace('_', ' ');
  return `${outcome} · ${isOfficial ? source : `unofficial: ${source}`}`;
}

function classParagraphs({ digit, name, means, react }: StatusClass): readonly Paragraph[] {
  return [heading(`${digit}xx ${name}`), plain(means), BLANK, ...bullets('React', react)];
}

interface Row {
  readonly name: string;
  readonly text: string;
}

function causeRow(id: CauseId): Row {
  return { name: id, text: withoutMarkdown(CAUSES[id].when) };
}

function statusRow({ code, name, means }: StatusEntry): Row {
  return { name: `${code} ${name}`, text: firstSentence(means) };
}

function rowOf(topic: Topic): Row {
  switch (topic.kind) {
    case 'cause':
      return causeRow(topic.id);
    case 'status':
      return statusRow(topic.entry);
    case 'grpc-status':
      return { name: `gRPC ${topic.entry.code} ${topic.entry.name}`, text: firstSentence(topic.entry.means) };
    case 'close-code':
      return { name: `ws ${topic.entry.code} ${topic.entry.name}`, text: firstSentence(topic.entry.means) };
    case 'transport-code':
      return { name: topic.entry.code, text: topic.entry.means };
    case 'class':
      return { name: `${topic.statusClass.digit}xx`, text: topic.statusClass.name };
    case 'unassigned-status':
    case 'unassigned-close-code':
      return { name: String(topic.code), text: '' };
  }
}

/** The name alone; an unofficial status with the one who uses it. */
function briefParagraph(topic: Topic): Paragraph {
  const user = topic.kind === 'status' && !topic.entry.isOfficial ? ` · ${topic.entry.source}` : '';
  return { line: [span('  '), span(rowOf(topic).name, 'name'), span(user, 'dim')], hang: 4 };
}

function listParagraphs({ sections, hint }: TopicList): readonly Paragraph[] {
  const paragraphs = sections.flatMap(({ title, topics, isBrief }, index) => [
    ...(index === 0 ? [] : [BLANK]),
    ...(isBrief ? [heading(title), ...topics.map(briefParagraph)] : table(title, topics.map(rowOf))),
  ]);
  return hint === undefined ? paragraphs : [...paragraphs, BLANK, dim(hint)];
}

const MAX_NAME_CELLS = 26;

/** Names in a column of their own; a name that is too long for it stands on a line above its text. */
function table(title: string, rows: readonly Row[]): readonly Paragraph[] {
  const width = Math.min(MAX_NAME_CELLS, Math.max(...rows.map(({ name }) => cellsOf(name))));
  const hang = width + 4;
  return [
    heading(title),
    ...rows.flatMap(({ name, text }): Paragraph[] => {
      const label: Line = [span('  '), span(name, 'name')];
      const cells = cellsOf(name);
      if (cells > width)
        return [
          { line: label, hang },
          { line: [blank(hang), span(text)], hang },
        ];
      return [{ line: [...label, blank(width - cells + 2), span(text)], hang }];
    }),
  ];
}

function bullets(title: string, items: readonly string[]): readonly Paragraph[] {
  return [heading(title), ...items.map((item) => ({ line: [span(`  - ${item}`)], hang: 4 }))];
}

function steps(title: string, items: readonly string[]): readonly Paragraph[] {
  return [heading(title), ...items.map((item, index) => ({ line: [span(`  ${index + 1}. ${item}`)], hang: 5 }))];
}

const BLANK: Paragraph = { line: [], hang: 0 };

function heading(text: string): Paragraph {
  return { line: [span(text, 'strong')], hang: 2 };
}

function plain(text: string): Paragraph {
  return { line: [span(text)], hang: 0 };
}

function dim(text: string): Paragraph {
  return { line: [span(text, 'dim')], hang: 2 };
}

function withoutMarkdown(text: string): string {
  return text.replace(/`([^`]*)`/g, '$1').replace(/\*(\w[^*]*)\*/g, '$1');
}

function firstSentence(text: string): string {
  return /^.*?[.:](?= [A-Z]|$)/.exec(text)?.[0].replace(/:$/, '.') ?? text;
}
