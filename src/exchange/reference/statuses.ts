import type { CodeEntry } from './entry.ts';
import { INFORMATIONAL_STATUSES } from './statuses/1xx.ts';
import { SUCCESS_STATUSES } from './statuses/2xx.ts';
import { REDIRECTION_STATUSES } from './statuses/3xx.ts';
import { SERVER_ERROR_STATUSES } from './statuses/5xx.ts';
import { STATUSES_400_TO_409 } from './statuses/400-409.ts';
import { STATUSES_410_TO_418 } from './statuses/410-418.ts';
import { STATUSES_421_TO_451 } from './statuses/421-451.ts';
import { UNOFFICIAL_CLIENT_ERRORS } from './statuses/unofficial-4xx.ts';
import { UNOFFICIAL_SERVER_ERRORS } from './statuses/unofficial-5xx.ts';

export { STATUS_CLASSES, type StatusClass } from './statuses/classes.ts';

export interface StatusEntry extends CodeEntry {
  /** Whether it stands in IANA's HTTP Status Code Registry. */
  readonly isOfficial: boolean;
}

const official = [
  INFORMATIONAL_STATUSES,
  SUCCESS_STATUSES,
  REDIRECTION_STATUSES,
  STATUSES_400_TO_409,
  STATUSES_410_TO_418,
  STATUSES_421_TO_451,
  SERVER_ERROR_STATUSES,
].flat();

const unofficial = [UNOFFICIAL_CLIENT_ERRORS, UNOFFICIAL_SERVER_ERRORS].flat();

/** Every registered status code and the common unofficial ones, in ascending order. */
export const STATUS_ENTRIES: readonly StatusEntry[] = [
  ...official.map((entry) => ({ ...entry, isOfficial: true })),
  ...unofficial.map((entry) => ({ ...entry, isOfficial: false })),
].sort((a, b) => a.code - b.code);
