import { printable } from '../../exchange/printable.ts';
import type { Block, Inline, Line } from './block.ts';
import { markedText } from './markdown.ts';
import { isPlainSentence } from './markdown-text.ts';

/**
 * Slack's own markup: no headings, tables or languages of code, and nothing can be escaped inside code, so that
 * backticks of captured text become another sign.
 */
export function renderSlack(blocks: readonly Block[]): string {
  return `${blocks
    .map(renderBlock)
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      // Code inside bold is not rendered.
      return block.line.some(({ kind }) => kind === 'code') ? renderLine(block.line) : `*${renderLine(block.line)}*`;
    case 'paragraph':
      return renderLine(block.line);
    case 'list':
      return block.items.map((line) => `• ${renderLine(line)}`).join('\n');
    case 'facts':
      return block.rows.map(([name, line]) => `• *${name}:* ${renderLine(line)}`).join('\n');
    case 'table':
      return block.rows.map((cells) => `• ${cells.map(renderLine).filter(Boolean).join(', ')}`).join('\n');
    case 'code':
      return `\`\`\`\n${unticked(markedText(block.text, block.marked)).replace(/\n+$/, '')}\n\`\`\``;
    case 'details':
      return block.instead;
  }
}

function renderLine(line: Line): string {
  return line.map(renderInline).join('');
}

function renderInline(inline: Inline): string {
  switch (inline.kind) {
    case 'words':
      return inline.text;
    case 'strong':
      return `*${inline.text}*`;
    case 'code':
    case 'sentence': {
      const text = unticked(printable(inline.text));
      if (text.trim() === '') return '(empty)';
      return inline.kind === 'sentence' && isPlainSentence(text) ? text : `\`${text}\``;
    }
  }
}

/** Slack expands `<!channel>` and `<@U…>` where a message is sent through its API, even in code. */
function unticked(text: string): string {
  return text.replaceAll('`', 'ˋ').replace(/<(?=[!@#])/g, '‹');
}
