import { printable, printableLines } from '../../exchange/printable.ts';
import type { Block, Inline, Line } from './block.ts';

/** One file without scripts, fonts or images: nothing in it can load or run anything. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE = `
:root { color-scheme: light dark; --line: #d0d7de; --soft: #f6f8fa; --mark: #fff3c4; --dim: #59636e }
@media (prefers-color-scheme: dark) { :root { --line: #3d444d; --soft: #151b23; --mark: #4b3a00; --dim: #9198a1 } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin-top: 2rem } h3 { font-size: 1rem }
code, pre { font: 13px/1.5 ui-monospace, monospace; background: var(--soft); border-radius: 4px }
code { padding: .1em .3em } pre { padding: .8em; overflow-x: auto; border: 1px solid var(--line) }
pre mark { display: block; margin: 0 -.8em; padding: 0 .8em; background: var(--mark); color: inherit }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .3em .8em .3em 0; border-bottom: 1px solid var(--line) }
th { font-weight: 600; color: var(--dim); white-space: nowrap } summary { cursor: pointer; color: var(--dim) }
`.trim();

export function renderHtml(blocks: readonly Block[]): string {
  const title = blocks.find((block) => block.kind === 'heading');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="referrer" content="no-referrer">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title === undefined ? 'httpwhy' : escaped(title.line.map(({ text }) => printable(text)).join(''))}</title>`,
    `<style>\n${STYLE}\n</style>`,
    '</head>',
    '<body>',
    ...blocks.map(renderBlock),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${renderLine(block.line)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${renderLine(block.line)}</p>`;
    case 'list':
      return `<ul>\n${block.items.map((line) => `<li>${renderLine(line)}</li>`).join('\n')}\n</ul>`;
    case 'facts':
      return `<table>\n${block.rows.map(([name, line]) => `<tr><th>${escaped(name)}</th><td>${renderLine(line)}</td></tr>`).join('\n')}\n</table>`;
    case 'table': {
      const head = block.head.map((name) => `<th>${escaped(name)}</th>`).join('');
      const rows = block.rows.map(
        (cells) => `<tr>${cells.map((line) => `<td>${renderLine(line)}</td>`).join('')}</tr>`,
      );
      return `<table>\n<tr>${head}</tr>\n${rows.join('\n')}\n</table>`;
    }
    case 'code':
      return `<pre>${renderCode(block.text, block.marked)}</pre>`;
    case 'details':
      return `<details><summary>${escaped(block.summary)}</summary>\n${block.blocks.map(renderBlock).join('\n')}\n</details>`;
  }
}

function renderCode(text: string, marked: readonly number[]): string {
  const evidence = new Set(marked);
  const lines = printableLines(text).replace(/\n+$/, '').split('\n');
  // A marked line is a block, and ends itself.
  const written = lines.map((line, number) => {
    return evidence.has(number) ? `<mark title="evidence">${escaped(line)}\n</mark>` : `${escaped(line)}\n`;
  });
  return written.join('');
}

function renderLine(line: Line): string {
  return line.map(renderInline).join('');
}

function renderInline(inline: Inline): string {
  switch (inline.kind) {
    case 'words':
      return escaped(inline.text);
    case 'strong':
      return `<strong>${escaped(inline.text)}</strong>`;
    case 'code':
      return inline.text === '' ? '(empty)' : `<code>${escaped(printable(inline.text))}</code>`;
    case 'sentence':
      return escaped(printable(inline.text));
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
