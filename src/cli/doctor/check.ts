/** `note` is something to know, `warning` something that will hurt, `failure` something that does not work. */
export type CheckState = 'good' | 'note' | 'warning' | 'failure';

/** One line of the doctor's table. */
export interface Check {
  /** Stable, for `--json`: `ca`, `port`, `client:curl`. */
  readonly id: string;
  readonly title: string;
  readonly state: CheckState;
  /** What was found: a clause. */
  readonly detail: string;
  /** The command or step that mends it. */
  readonly fix?: string;
}
