/** One line of a file of cases. */
export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** `group/name.http` */
  readonly path: string;
}

/** The value of a `# key: value` line. */
export interface Meta {
  readonly value: string;
  readonly line: Line;
}

/** A file of cases that does not follow its grammar; the message names file and line. */
export class CaseError extends Error {
  constructor({ path, number }: Line, problem: string) {
    super(`test/cases/${path}:${number}: ${problem}`);
    this.name = 'CaseError';
  }
}
