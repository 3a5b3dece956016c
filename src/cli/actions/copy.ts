import { bodyText } from '../../exchange/body.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import type { Headers } from '../../exchange/headers.ts';
import { type Masked, redactExchange } from '../../exchange/redact.ts';
import { UserError } from '../../exchange/user-error.ts';
import type { CopiedPart, MaskedText } from '../../tui/source.ts';
import { copyToClipboard } from '../clipboard.ts';
import { readRedactionRules } from '../redaction-rules.ts';
import { mustFind } from '../stored.ts';
import { exported } from './exported.ts';
import { type ActionSurroundings, maskedRemark } from './surroundings.ts';

interface Copied {
  readonly text: string;
  /** `the request headers of #17` */
  readonly what: string;
  readonly maskedCount: number;
  /** What does the same without a clipboard. */
  readonly instead: string;
}

/** Puts a part of an exchange into the clipboard, its secrets masked. */
export async function copy(surroundings: ActionSurroundings, id: number, part: CopiedPart): Promise<string> {
  const { text, what, maskedCount, instead } = await copied(surroundings, id, part);
  await toClipboard(surroundings, text, instead);
  return `Copied ${what} (${maskedRemark(maskedCount)})`;
}

/** Puts text into the clipboard that was shown, and is as it was shown. */
export async function copyText(
  surroundings: ActionSurroundings,
  text: string | MaskedText,
  what: string,
): Promise<string> {
  const shown = typeof text === 'string' ? text : text(await readRedactionRules(surroundings.session.folder));
  await toClipboard(surroundings, shown, 'Select it with the mouse.');
  return `Copied ${what}`;
}

async function toClipboard({ terminal }: ActionSurroundings, text: string, instead: string): Promise<void> {
  if (await copyToClipboard(text, terminal)) return;
  throw new UserError('clipboard', 'This is too long for the clipboard of this terminal.', instead);
}

async function copied(surroundings: ActionSurroundings, id: number, part: CopiedPart): Promise<Copied> {
  if (part === 'curl' || part === 'report') {
    const { text, maskedCount } = await exported(surroundings, id, part);
    const instead = `Use \`httpwhy export ${id} --format ${part} -o FILE\`.`;
    return { text, what: part === 'curl' ? `#${id} as curl` : `the bug report of #${id}`, maskedCount, instead };
  }
  const rules = await readRedactionRules(surroundings.session.folder);
  const { exchange, masked } = redactExchange(mustFind(surroundings.reader, id).exchange, rules);
  const side = exchange.response === null ? 'request' : 'response';
  const where = part === 'url' ? 'request.url' : `${side}.${part}`;
  const maskedCount = masked.filter((entry) => isIn(entry, where)).length;
  const what = part === 'url' ? `the URL of #${id}` : `the ${side} ${part} of #${id}`;
  return { text: textOf(exchange, part), what, maskedCount, instead: `Use \`httpwhy show ${id}\`.` };
}

function textOf({ id, request, response }: Exchange, part: 'url' | 'headers' | 'body'): string {
  if (part === 'url') return request.url;
  const message = response ?? request;
  if (part === 'headers') return headerText(message.headers);
  const text = bodyText(message.headers, message.body);
  if (text !== undefined) return text;
  throw new UserError(
    'no-text',
    message.body === null ? `#${id} has no body there.` : `The body of #${id} is not text.`,
    `See \`httpwhy show ${id}\`.`,
  );
}

function headerText(headers: Headers): string {
  return headers.map(([name, value]) => `${name}: ${value}\n`).join('');
}

function isIn({ places }: Masked, where: string): boolean {
  return places.some((place) => place.where.startsWith(where));
}
