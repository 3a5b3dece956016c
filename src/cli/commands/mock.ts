import type { Command } from 'commander';
import { UserError } from '../../exchange/user-error.ts';
import { RuleRequest } from '../../mock/rule-request.ts';
import { type CommandModule, print } from '../command.ts';
import { readMocks } from '../mock/edit-mocks.ts';
import { addFromCommand } from '../mock/from-command.ts';
import { mocksFile } from '../mock/mocks-file.ts';
import {
  addCauseOptions,
  addFaultOptions,
  addFileCommands,
  addFileOption,
  addRule,
  addWhenOptions,
  type FileOption,
} from '../mock/rule-commands.ts';
import type { RuleOptions } from '../mock/rule-from-options.ts';
import { testRules } from '../mock/test-rules.ts';

interface TestOptions extends FileOption {
  readonly method?: string;
  readonly header?: readonly string[];
  readonly body?: string;
}

export const command: CommandModule = {
  register(program, terminal, finish) {
    const mock = program.command('mock').description('answer, change or block calls by rules of your own');
    addFileCommands(mock, terminal, finish);
    addFileOption(addAnswerOptions(mock.command('add')))
      .description(
        'add a rule: mock add "POST api.example.com/v1/orders/{id}" --status 402 --json \'{"error": "declined"}\'',
      )
      .argument('<request>', 'for which: "POST api.example.com/v1/orders/{id}"; the method may be left out')
      .action(
        finish((match: string, options: RuleOptions & FileOption) => {
          addRule(match, options, terminal);
          return 0;
        }),
      );
    addFileOption(mock.command('test'))
      .description('which rule is for a request; ends with 1 where none is')
      .argument('<url>', 'its URL')
      .option('-X, --method <method>', 'its method (default: GET, or POST with a body)')
      .option('-H, --header <fields...>', 'its headers: "X-Tenant: acme"')
      .option('-d, --body <text>', 'its body')
      .action(
        finish((url: string, options: TestOptions) => {
          const { rules } = readMocks(mocksFile(options.rules, process.cwd()).file);
          const { match, lines } = testRules(rules, requestOf(url, options));
          for (const line of lines) print(terminal.stdout, line);
          return match === undefined ? 1 : 0;
        }),
      );
    addFromCommand(mock, terminal, finish);
  },
};

function addAnswerOptions(command: Command): Command {
  command
    .option('--status <n>', 'answer with this status')
    .option('--json <json>', 'and this body; {{params.id}}, {{json.name}}, {{uuid}}, {{now}} are filled in')
    .option('--body <text>', 'or this one')
    .option('--file <file>', 'or this file')
    .option('--folder <folder>', 'or the file in this folder that the end of the path names')
    .option('--header <fields...>', 'with these headers: "Retry-After: 5"')
    .option('--delay <time>', 'after a while: 300ms, 100ms-2s')
    .option('--sequence <statuses>', 'one after the other: 503,503,200')
    .option('--after-last <what>', 'after the last of a sequence: last, again or pass');
  addCauseOptions(command)
    .option('--to <origin>', 'send it to another server: http://localhost:3000')
    .option('--keep-host', 'with the Host header as it was')
    .option('--path <path>', 'with another path: /v2/orders/{{params.id}}')
    .option('--set-query <pairs...>', 'with this parameter: page=1')
    .option('--set-header <fields...>', 'with this request header')
    .option('--remove-header <names...>', 'without this request header')
    .option('--set-json <values...>', 'with this in the request’s JSON: /amount=12')
    .option('--response-status <n>', 'and change the status that comes back')
    .option('--response-header <fields...>', 'a header that comes back')
    .option('--response-json <values...>', 'a value in the JSON that comes back')
    .option('--no-cache', 'without caching on either side')
    .option('--block', 'refuse it with 403')
    .option('--pass', 'let it pass, whatever the rules behind say');
  return addFaultOptions(addWhenOptions(command));
}

function requestOf(url: string, { method, header = [], body }: TestOptions): RuleRequest {
  const absolute = /^https?:\/\//i.test(url) ? url : `https://${url}`;
  if (!URL.canParse(absolute)) {
    throw new UserError('test-url', `${url} is no URL.`, 'Write it as https://api.example.com/v1/orders.', 2);
  }
  const fields = header.flatMap((field) => {
    const colon = field.indexOf(':');
    return colon < 0 ? [] : [field.slice(0, colon).trim(), field.slice(colon + 1).trim()];
  });
  const verb = (method ?? (body === undefined ? 'GET' : 'POST')).toUpperCase();
  return new RuleRequest(verb, absolute, fields, Buffer.from(body ?? ''));
}
