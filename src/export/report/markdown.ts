import { printable } from '../../exchange/printable.ts';
import type { Block, Inline, Line } from './block.ts';
import type { Dialect } from './destination.ts';
import { captured, fence, inlineCode, isPlainSentence } from './markdown-text.ts';

/** Stands behind a line of captured text that is evidence. */
export const MARK = '  ◀ evidence';

/** Markdown as GitHub and GitLab render it, which also reads well as plain text. */
export function renderMarkdown(blocks: readonly Block[], dialect: Dialect): string {
  const parts = blocks.map((block) => renderBlock(block, dialect)).filter((part) => part !== '');
  return `${parts.join('\n\n')}\n`;
}

function renderBlock(block: Block, dialect: Dialect): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${renderLine(block.line)}`;
    case 'paragraph':
      return renderLine(block.line);
    case 'list':
      return block.items.map((line) => `- ${renderLine(line)}`).join('\n');
    case 'facts':
      return table(
        ['', ''],
        block.rows.map(([name, line]) => [[{ kind: 'words', text: name }], line]),
      );
    case 'table':
      return table(block.head, block.rows);
    case 'code':
      return fence(block.language, markedText(block.text, block.marked));
    case 'details': {
      if (!dialect.hasDetails) return block.instead;
      // The blank line is needed: without it, what follows is HTML.
      const inner = block.blocks.map((each) => renderBlock(each, dialect)).join('\n\n');
      return `<details><summary>${block.summary}</summary>\n\n${inner}\n\n</details>`;
    }
  }
}

export function markedText(text: string, marked: readonly number[]): string {
  const lines = captured(text).split('\n');
  for (const number of marked) if (lines[number] !== undefined) lines[number] += MARK;
  return lines.join('\n');
}

function renderLine(line: Line): string {
  return line.map(renderInline).join('');
}

function renderInline(inline: Inline): string {
  switch (inline.kind) {
    case 'words':
      return inline.text;
    case 'strong':
      return `**${inline.text}**`;
    case 'code':
      return inlineCode(inline.text);
    case 'sentence':
      return isPlainSentence(inline.text) ? printable(inline.text) : inlineCode(inline.text);
  }
}

function table(head: readonly string[], rows: readonly (readonly Line[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`.replace(/ {2,}\|/g, ' |');
  // A bar ends the cell even in code.
  const cells = rows.map((lines) => row(lines.map((line) => renderLine(line).replaceAll('|', '\\|'))));
  return [row(head), `|${head.map(() => '---').join('|')}|`, ...cells].join('\n');
}
