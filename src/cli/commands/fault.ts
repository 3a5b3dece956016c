import type { CommandModule } from '../command.ts';
import { addFaultDemo } from '../mock/fault-demo.ts';
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

export const command: CommandModule = {
  register(program, terminal, finish) {
    const fault = program.command('fault').description('make calls slow, break them, or have them fail for a cause');
    addFileOption(addFaultOptions(addCauseOptions(addWhenOptions(fault.command('add')))))
      .description('add a fault: fault add "api.*" --latency 2s --bandwidth 50kb')
      .argument('<request>', 'for which: "api.*", "POST api.example.com/v1/orders"')
      .action(
        finish((match: string, options: RuleOptions & FileOption) => {
          addRule(match, options, terminal);
          return 0;
        }),
      );
    addFileCommands(fault, terminal, finish);
    addFaultDemo(fault, terminal, finish);
  },
};
