import { redactText } from '../exchange/redact.ts';

/** `curl -u name:password`, `--proxy-user=name:password`: the name stays. */
const USER = /((?:^|\s)(?:-u|--user|--proxy-user|-U)[ =]?['"]?[^\s:'"]{1,200}:)[^\s'"]+/g;
/** `--token VALUE`, `--api-key=VALUE`, `-p VALUE` of no certain program is left. */
const OPTION =
  /((?:^|\s)--?[\w-]{0,40}(?:password|passwd|passphrase|token|secret|api-?key|access-?key|private-?key|credentials?)(?:=|\s+)['"]?)(?!-)[^\s'"]+/gi;

/** A command line as it may be shown: what people type there often holds secrets that no form gives away. */
export function maskedCommand(command: string): string {
  return redactText(command.replace(USER, '$1<password>').replace(OPTION, '$1<secret>'));
}
