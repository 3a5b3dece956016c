import { styleText } from 'node:util';
import { nearest } from '../../exchange/nearest.ts';
import { UserError } from '../../exchange/user-error.ts';
import { type Line, type Tone, textOf } from '../../tui/line.ts';
import { nameOf, TOPICS, type Topic, type TopicList, topicOf } from './topic.ts';
import { topicToJson } from './topic-json.ts';
import { topicLines } from './topic-text.ts';

/** The reference's answer as text of at most so many cells a line. */
export function answerText(words: readonly string[], cells: number, isColoured: boolean): string {
  const lines = topicLines(mustKnow(words), cells);
  return lines.map((line) => (isColoured ? painted(line) : textOf(line)).trimEnd()).join('\n');
}

/** The reference's answer as one JSON object on one line. */
export function answerJson(words: readonly string[]): string {
  return JSON.stringify(topicToJson(mustKnow(words)));
}

function mustKnow(words: readonly string[]): Topic | TopicList {
  const topic = topicOf(words);
  if (topic !== undefined) return topic;
  const typed = words.join(' ').trim();
  const meant = nearest(typed, TOPICS.map(nameOf));
  throw new UserError(
    'unknown-topic',
    `Nothing is known about "${typed}".`,
    `${meant === undefined ? '' : `Did you mean ${meant}? `}\`httpwhy explain\` lists what is.`,
    2,
  );
}

const STYLES: Partial<Record<Tone, 'bold' | 'dim' | 'cyan'>> = { strong: 'bold', dim: 'dim', name: 'cyan' };

function painted(line: Line): string {
  return line
    .map(({ text, tone }) => {
      const style = STYLES[tone];
      return style === undefined ? text : styleText(style, text, { validateStream: false });
    })
    .join('');
}
