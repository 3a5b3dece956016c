import type { CauseId } from '../../exchange/causes.ts';
import type { BlamedField } from '../readers/blame.ts';
import type { PhraseMatch } from '../vocabulary/match.ts';
import type { Mention } from './mentioned.ts';

/** What the server's answer says is wrong with the request's address, form or meaning. */
export interface Verdict {
  readonly cause: CauseId;
  /** `code`: a name made for programs; `words`: its sentences; `field`: a named field and what the request has there. */
  readonly by: 'code' | 'words' | 'field';
  /** Only hinted at. */
  readonly isWeak: boolean;
  /** The fields it names, the deciding one first. */
  readonly fields: readonly BlamedField[];
  /** The value of the request that it repeats. */
  readonly mention: Mention | undefined;
  readonly match: PhraseMatch | undefined;
  /** Evidence pointer of the code or words that decided. */
  readonly where: string;
  /** What stands there. */
  readonly what: string;
}
