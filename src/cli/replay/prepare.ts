import type { Exchange, RequestMessage } from '../../exchange/exchange.ts';
import { printable } from '../../exchange/printable.ts';
import { UserError } from '../../exchange/user-error.ts';
import { type Changes, changed } from '../../replay/changes.ts';
import { carriesCredentials, withCredentialsOf } from '../../replay/credentials.ts';
import { serverOf } from '../../replay/destination.ts';
import { maskedPlaces } from '../../replay/masked.ts';
import { whyNotReplayable } from '../../replay/refusal.ts';

export interface Preparation {
  readonly changes: Changes;
  /** Whose credentials are used; null: those of each request. */
  readonly donor: Exchange | null;
}

/**
 * The request to be sent in place of a recorded one.
 * @throws UserError `not-replayable`, and those of the changes
 */
export function prepare(exchange: Exchange, { changes, donor }: Preparation): RequestMessage {
  const reason = whyNotReplayable(exchange);
  if (reason !== undefined) throw refusal(exchange, reason, `See it with \`httpwhy show ${exchange.id}\`.`);
  const { request, taken } =
    donor === null ? { request: exchange.request, taken: [] } : withCredentialsOf(exchange.request, donor);
  if (donor !== null && taken.length === 0) {
    throw new UserError(
      'no-credentials',
      `#${donor.id} carries no credentials, and was handed none.`,
      'Name the exchange of a call that was let in, or of a sign-in.',
    );
  }
  return changed(request, changes);
}

/** @throws UserError `not-replayable` where a secret is missing that was masked */
export function mustBeWhole({ id }: Exchange, request: RequestMessage): void {
  const places = maskedPlaces(request);
  if (places.length === 0) return;
  throw new UserError(
    'not-replayable',
    `#${id} cannot be sent again: secrets were masked before it was recorded, in ${printable(places.join(', '))}.`,
    'Give them with --auth-from ID, --set-header or --edit.',
  );
}

/** What a person should know of where secrets go; undefined where they go where they went. */
export function credentialsRemark(
  exchange: Exchange,
  request: RequestMessage,
  donor: Exchange | null,
): string | undefined {
  const to = serverOf(request.url);
  const from = serverOf((donor ?? exchange).request.url);
  if (to === from || !carriesCredentials(request)) return undefined;
  const whose = donor === null ? 'The credentials recorded for' : `The credentials of #${donor.id}, from`;
  return `${whose} ${printable(from)} go to ${printable(to)}.`;
}

function refusal({ id }: Exchange, reason: string, nextStep: string): UserError {
  return new UserError('not-replayable', `#${id} cannot be sent again: ${reason}.`, nextStep);
}
