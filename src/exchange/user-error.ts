/**
 * A failure that is not our bug: said to the person in one line, with the next step.
 * Match on `code`, never on the text. Whoever catches it decides where it is printed; only `main.ts` exits.
 */
export class UserError extends Error {
  readonly code: string;
  readonly nextStep: string;
  /** 1: it failed; 2: wrong usage. */
  readonly exitCode: 1 | 2;

  constructor(code: string, message: string, nextStep: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = 'UserError';
    this.code = code;
    this.nextStep = nextStep;
    this.exitCode = exitCode;
  }
}
