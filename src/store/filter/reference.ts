import { FIELDS } from './fields.ts';

export interface ReferenceRow {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly about: string;
  readonly example: string;
  /** `a status such as 404, 4xx …` */
  readonly takes: string;
}

/** The fields of the language, in the order in which people learn them. */
export const REFERENCE: readonly ReferenceRow[] = FIELDS.map(({ name, aliases, about, example, takes }) => ({
  name,
  aliases,
  about,
  example,
  takes: takes.expects,
}));

/** Examples of what holds terms together, with what they mean. */
export const SYNTAX: readonly (readonly [example: string, meaning: string])[] = [
  ['orders 401', 'both words in method, URL, status, cause or summary'],
  ['"not found"', 'words with the space between them'],
  ['status:404 host:example.com', 'both'],
  ['status:404 or status:410', 'either'],
  ['status:404,410', 'either value'],
  ['-host:cdn.*', 'not'],
  ['(is:failed or is:doubtful) -path:/health', 'brackets'],
  ['path:*/orders/*', '* stands for any characters'],
  ['status:400..499', 'a range, both ends included'],
  ['duration:>500ms', '> >= < <='],
  ['note:*', 'there is a value; cause:none asks for none'],
];

/** A short table for a terminal. */
export function referenceText(): string {
  const rows: (readonly [string, string])[] = [
    ...SYNTAX,
    ...REFERENCE.map(({ example, about }) => [example, about] as const),
  ];
  const width = Math.max(...rows.map(([example]) => example.length));
  const lines = rows.map(([example, meaning]) => `  ${example.padEnd(width)}  ${meaning}`);
  return ['Terms:', ...lines.slice(0, SYNTAX.length), '', 'Fields:', ...lines.slice(SYNTAX.length)].join('\n');
}

/** The table of docs/filters.md; a test compares it. */
export function referenceMarkdown(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const names = (row: ReferenceRow) => [row.name, ...row.aliases].map((name) => `\`${name}:\``).join(' ');
  return [
    '| field | finds exchanges by | takes | example |',
    '|---|---|---|---|',
    ...REFERENCE.map((row) => `| ${names(row)} | ${cell(row.about)} | ${cell(row.takes)} | \`${row.example}\` |`),
  ].join('\n');
}
