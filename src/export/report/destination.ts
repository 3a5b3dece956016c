import type { Destination } from '../format.ts';

/** How a report is written for one place. */
export interface Dialect {
  readonly markup: 'markdown' | 'slack' | 'html';
  /** `<details>` works there. */
  readonly hasDetails: boolean;
  /** Characters, those that people add themselves left free. */
  readonly limit: number;
}

/**
 * GitHub takes 65,536 characters in an issue, GitLab 1 MiB, Jira 32,767 in a description (the editor of Jira Cloud
 * turns pasted Markdown into its own form, but knows no HTML), Slack 12,000 in what it renders of a message.
 */
const DIALECTS: Readonly<Record<Destination, Dialect>> = {
  github: { markup: 'markdown', hasDetails: true, limit: 60_000 },
  gitlab: { markup: 'markdown', hasDetails: true, limit: 900_000 },
  jira: { markup: 'markdown', hasDetails: false, limit: 30_000 },
  slack: { markup: 'slack', hasDetails: false, limit: 11_500 },
};

export const HTML: Dialect = { markup: 'html', hasDetails: true, limit: 8_000_000 };

/** Where nothing is said, the text fits GitHub: that fits most others. */
export function dialectFor(destination: Destination | null): Dialect {
  return DIALECTS[destination ?? 'github'];
}
