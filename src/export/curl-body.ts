import { Buffer, isUtf8 } from 'node:buffer';
import type { RequestMessage } from '../exchange/exchange.ts';
import { headerValue } from '../exchange/headers.ts';
import { printableLines } from '../exchange/printable.ts';
import { formatBytes } from '../exchange/units.ts';
import type { SecretVariables } from './secret-variables.ts';
import { printfArguments, type ShellPart, shellComment, shellWord } from './shell.ts';

export interface CurlBody {
  readonly comments: readonly string[];
  /** What stands before `curl`: a pipe into it. */
  readonly before: string;
  readonly args: readonly string[];
  /** What stands behind the command: the lines that the pipe reads. */
  readonly after: string;
}

/** Linux allows 128 KiB in one argument, and fewer bytes hold on other systems. */
const LONGEST_ARGUMENT = 100_000;

/** How to send the body, or undefined where none is sent. */
export function writeBody(request: RequestMessage, secrets: SecretVariables, longest = Infinity): CurlBody | undefined {
  const { body, method } = request;
  if (method === 'HEAD' || method === 'CONNECT') return undefined;
  if (body === null || body.bytes.length === 0) {
    if ((body?.totalBytes ?? 0) > 0) return cutBody(request, longest, secrets);
    // An empty body is sent with a length; no body has none.
    return headerValue(request.headers, 'content-length') === '0' ? argument("''") : undefined;
  }
  return cutBody(request, longest, secrets);
}

function cutBody(request: RequestMessage, longest: number, secrets: SecretVariables): CurlBody {
  const { bytes, totalBytes } = request.body ?? { bytes: new Uint8Array(), totalBytes: 0 };
  const comments: string[] = [];
  if (totalBytes > bytes.length) {
    comments.push(
      shellComment(
        `The recording ends after ${bytes.length} bytes of the body: the real one is longer than what this sends.`,
      ),
    );
  }
  if (bytes.length > longest) {
    comments.push(
      shellComment(`The body of ${formatBytes(bytes.length)} is left out here; the export as curl has it.`),
    );
    return { ...argument("''"), comments };
  }
  const body = wholeBody(bytes, secrets);
  return { ...body, comments: [...comments, ...body.comments] };
}

function wholeBody(bytes: Uint8Array, secrets: SecretVariables): CurlBody {
  const parts = bodyParts(bytes, secrets);
  const isReadable = parts.every(
    (part) => part.kind !== 'bytes' && (part.kind === 'variable' || isPlainText(part.text)),
  );
  if (isReadable && bytes.length <= LONGEST_ARGUMENT) return argument(shellWord(parts));
  if (parts.some(({ kind }) => kind === 'variable')) {
    return { comments: [], before: `printf ${printfArguments(parts)} | `, args: ['--data-binary @-'], after: '' };
  }
  const reason = isReadable ? 'too long for an argument' : 'not plain text';
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? [];
  return {
    comments: [shellComment(`The body of ${formatBytes(bytes.length)} is ${reason}: it follows in base64.`)],
    before: "base64 -d <<'END_OF_BODY' | ",
    args: ['--data-binary @-'],
    after: `\n${lines.join('\n')}\nEND_OF_BODY`,
  };
}

/** `--data-raw`, never `--data`: that reads a file when the body begins with `@`. */
function argument(word: string): CurlBody {
  return { comments: [], before: '', args: [`--data-raw ${word}`], after: '' };
}

function bodyParts(bytes: Uint8Array, secrets: SecretVariables): ShellPart[] {
  if (isUtf8(bytes)) return secrets.split(Buffer.from(bytes).toString('utf8'));
  return secrets.split(Buffer.from(bytes).toString('latin1')).flatMap((part): ShellPart[] => {
    return part.kind === 'literal' ? asciiAndBytes(part.text) : [part];
  });
}

function asciiAndBytes(latin1: string): ShellPart[] {
  return latin1
    .split(/([\u0080-\u00ff]+)/)
    .map((piece, index): ShellPart => {
      return index % 2 === 0
        ? { kind: 'literal', text: piece }
        : { kind: 'bytes', bytes: Buffer.from(piece, 'latin1') };
    })
    .filter((part) => part.kind !== 'literal' || part.text !== '');
}

/** Nothing in it is invisible, reorders what a reader sees, or is changed by pasting (a carriage return is). */
function isPlainText(text: string): boolean {
  return !text.includes('\r') && printableLines(text) === text;
}
