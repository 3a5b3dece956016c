import type { Key as InkKey } from 'ink';

/**
 * A key by name: a character that stands for itself (`j`, `G`, `/`), `ctrl-d`, or one of `up`, `down`, `left`, `right`,
 * `page-up`, `page-down`, `home`, `end`, `enter`, `escape`, `tab`, `shift-tab`, `backspace`, `delete`.
 */
export type Key = string;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The keys in one report of Ink: keys pressed quickly, or over a slow line, arrive together. */
export function keysOf(input: string, key: InkKey): readonly Key[] {
  if (key.eventType === 'release') return [];
  const named = namedKey(key);
  if (named !== undefined) return [named];
  // Alt and the like are not bound, and must not act as the plain key.
  if (key.meta || key.super || key.hyper) return [];
  if (key.ctrl) return input === '' ? [] : [`ctrl-${input.toLowerCase()}`];
  return Array.from(graphemes.segment(input), ({ segment }) => controlKey(segment) ?? segment);
}

/** A key that types text, as opposed to one that has a name. */
export function isTextKey(key: Key): boolean {
  return Array.from(graphemes.segment(key)).length === 1;
}

function namedKey(key: InkKey): Key | undefined {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'page-up';
  if (key.pageDown) return 'page-down';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'escape';
  if (key.tab) return key.shift ? 'shift-tab' : 'tab';
  if (key.backspace) return 'backspace';
  if (key.delete) return 'delete';
  return undefined;
}

function controlKey(character: string): Key | undefined {
  const code = character.codePointAt(0)!;
  if (character === '\r' || character === '\n' || character === '\r\n') return 'enter';
  if (character === '\t') return 'tab';
  if (code === 0x7f || code === 0x08) return 'backspace';
  if (code === 0x1b) return 'escape';
  if (code > 0 && code < 0x1b) return `ctrl-${String.fromCharCode(code + 0x60)}`;
  return code < 0x20 ? 'ctrl-?' : undefined;
}
