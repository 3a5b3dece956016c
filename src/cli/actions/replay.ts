import { printable } from '../../exchange/printable.ts';
import { NO_CHANGES } from '../../replay/changes.ts';
import { consentForOne } from '../../replay/consent.ts';
import { outcomeRemark } from '../replay/outcome-text.ts';
import { mustBeWhole, prepare } from '../replay/prepare.ts';
import { Replayer } from '../replay/replayer.ts';
import { mustFind } from '../stored.ts';
import type { ActionSurroundings } from './surroundings.ts';

/** As the proxy waits. */
const RESPONSE_TIMEOUT_MS = 300_000;
const MOST_NOTICES = 3;

type Surroundings = Pick<ActionSurroundings, 'reader' | 'terminal' | 'session'>;

/**
 * What the person has to agree to, as a question; null where the request can be sent at once.
 * @throws UserError `not-replayable` where it cannot be sent at all
 */
export function replayQuestion({ reader }: Pick<Surroundings, 'reader'>, id: number): string | null {
  const { exchange } = mustFind(reader, id);
  const request = prepare(exchange, { changes: NO_CHANGES, donor: null });
  mustBeWhole(exchange, request);
  const sentence = consentForOne(request, 1);
  return sentence === undefined ? null : `${sentence} Send it?`;
}

/** Sends the request again without asking; the line names the new exchange and tells what has changed. */
export async function replay({ reader, terminal, session }: Surroundings, id: number): Promise<string> {
  const before = mustFind(reader, id);
  const request = prepare(before.exchange, { changes: NO_CHANGES, donor: null });
  mustBeWhole(before.exchange, request);
  const notices: string[] = [];
  const replayer = await Replayer.open({
    settings: { ...session.settings, responseTimeoutMs: RESPONSE_TIMEOUT_MS },
    env: terminal.env,
    reader,
    ids: [id],
    run: { command: `#${id}` },
    isMeasured: false,
    notice: (line) => notices.push(printable(line)),
  });
  try {
    const outcome = await replayer.outcome(before, await replayer.send(before, request));
    return [outcomeRemark(outcome), ...notices.slice(0, MOST_NOTICES)].join('. ');
  } finally {
    await replayer.close();
  }
}
