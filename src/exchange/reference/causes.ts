import type { CauseId } from '../causes.ts';
import { ADDRESS } from './causes/address.ts';
import { AUTHENTICATION } from './causes/authentication.ts';
import { FORM } from './causes/form.ts';
import { LIMITS } from './causes/limits.ts';
import { MEANING } from './causes/meaning.ts';
import { NO_RESPONSE } from './causes/no-response.ts';
import { PERMISSION } from './causes/permission.ts';
import { REDIRECTION } from './causes/redirection.ts';
import { SERVER } from './causes/server.ts';
import { SUCCESS } from './causes/success.ts';
import type { CauseEntry } from './entry.ts';

/** The reference text of every cause of the vocabulary. */
export const CAUSE_ENTRIES: Readonly<Record<CauseId, CauseEntry>> = {
  ...NO_RESPONSE,
  ...SUCCESS,
  ...REDIRECTION,
  ...AUTHENTICATION,
  ...PERMISSION,
  ...ADDRESS,
  ...FORM,
  ...MEANING,
  ...LIMITS,
  ...SERVER,
};
