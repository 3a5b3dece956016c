// What the messages of Node.js and of the system tell beside the code.
import { printable } from './printable.ts';

/** ` (tried ::1)`, where the name stands for an address: `localhost` may mean another one than the server listens on. */
export function triedAddress(message: string, host: string): string {
  const address = /ECONNREFUSED ([\da-fA-F:.]{3,45}):\d{1,5}$/.exec(message.slice(-120))?.[1];
  const isObvious = host.replace(/^\[|\]$/g, '') === address || (host === 'localhost' && address === '127.0.0.1');
  return address === undefined || isObvious ? '' : ` (tried ${address})`;
}

/** Node lists them: `…altnames: Host: a.example. is not in the cert's altnames: DNS:b.example, DNS:c.example`. */
export function certifiedNames(message: string): string | undefined {
  const list = /altnames: ((?:DNS|IP Address):[^\r\n]{1,600})$/.exec(message.slice(-700))?.[1];
  const names = list?.split(', ').map((name) => name.replace(/^(?:DNS|IP Address):/, ''));
  if (names === undefined) return undefined;
  return shown(names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', '));
}

/** The library's words, or what else is not ours, on one line that is safe to print. */
export function shown(text: string): string {
  return printable(text.length <= 300 ? text : `${text.slice(0, 300)}…`);
}
