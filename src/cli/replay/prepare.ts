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

/** Where credentials go that were not recorded for there. */
export interface CredentialFlow {
  readonly from: string;
  readonly to: string;
}

/** Undefined where the request carries none, or they go where they went. */
export function credentialFlow(
  exchange: Exchange,
  request: RequestMessage,
  donor: Exchange | null,
): CredentialFlow | undefined {
  const origin = (donor ?? exchange).request.url;
  const [from, to] = [serverOf(origin), serverOf(request.url)];
  if (!carriesCredentials(request)) return undefined;
  if (from !== to) return { from, to };
  const isBared = /^https:/i.test(origin) && /^http:/i.test(request.url);
  return isBared ? { from, to: `http://${to}, unencrypted` } : undefined;
}

/** What a person should know of where secrets go; undefined where they go where they went. */
export function credentialsRemark(flows: readonly CredentialFlow[], donor: Exchange | null): string | undefined {
  if (flows.length === 0) return undefined;
  const from = listed(flows.map((flow) => flow.from));
  const to = listed(flows.map((flow) => flow.to));
  const whose = donor === null ? `The credentials recorded for ${from}` : `The credentials of #${donor.id} (${from})`;
  return `${whose} go to ${to}.`;
}

const MOST_LISTED = 3;

/** `a`, `a and b`, `a, b, c and 4 more` */
function listed(names: readonly string[]): string {
  const all = [...new Set(names)];
  const shown = all.slice(0, MOST_LISTED).map((name) => printable(name));
  if (all.length > MOST_LISTED) return `${shown.join(', ')} and ${all.length - MOST_LISTED} more`;
  return shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** The same as `credentialFlow` of what would be sent, for an exchange that was read without its bodies. */
export function credentialFlowOfHead(exchange: Exchange, { changes, donor }: Preparation): CredentialFlow | undefined {
  const head = { ...exchange.request, body: null };
  const { request } = donor === null ? { request: head } : withCredentialsOf(head, donor);
  return credentialFlow(exchange, changed(request, { ...changes, setJson: [] }), donor);
}

function refusal({ id }: Exchange, reason: string, nextStep: string): UserError {
  return new UserError('not-replayable', `#${id} cannot be sent again: ${reason}.`, nextStep);
}
