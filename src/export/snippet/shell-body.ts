import { Buffer } from 'node:buffer';
import { formatBytes } from '../../exchange/units.ts';
import type { SentBody } from './body-parts.ts';
import { printfArguments, shellComment, shellWord } from './shell.ts';

/** How a body reaches the command: as one word of it, or through a pipe. */
export type ShellBody =
  | { readonly kind: 'word'; readonly word: string }
  /** `before` stands in front of the command, `after` behind it: the lines that the pipe reads. */
  | { readonly kind: 'pipe'; readonly comments: readonly string[]; readonly before: string; readonly after: string };

/** Linux allows 128 KiB in one argument, and fewer bytes hold on other systems. */
const LONGEST_ARGUMENT = 100_000;

export function shellBody({ parts, bytes, isReadable }: SentBody): ShellBody {
  if (isReadable && bytes.length <= LONGEST_ARGUMENT) return { kind: 'word', word: shellWord(parts) };
  if (parts.some(({ kind }) => kind === 'variable')) {
    return { kind: 'pipe', comments: [], before: `printf ${printfArguments(parts)} | `, after: '' };
  }
  const reason = isReadable ? 'too long for an argument' : 'not plain text';
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? [];
  return {
    kind: 'pipe',
    comments: [shellComment(`The body of ${formatBytes(bytes.length)} is ${reason}: it follows in base64.`)],
    before: "base64 -d <<'END_OF_BODY' | ",
    after: `\n${lines.join('\n')}\nEND_OF_BODY`,
  };
}
