import { Option } from 'commander';
import { type CommandModule, print } from '../command.ts';
import { addDataOption, type DataOptions, DEFAULT_PORT, parsePort } from '../options.ts';
import { clientEnvironment } from '../run/client-environment.ts';
import { environmentText, type Shell } from '../run/environment.ts';

interface EnvOptions extends DataOptions {
  readonly port: number;
  readonly shell: Shell;
}

export const command: CommandModule = {
  register(program, terminal, finish) {
    const env = program
      .command('env')
      .description('the variables that send a program through a running proxy: eval "$(httpwhy env)"')
      .option('--port <n>', 'port of the running proxy', parsePort, DEFAULT_PORT)
      .addOption(
        new Option('--shell <name>', 'whose syntax').choices(['sh', 'fish', 'powershell']).default('sh', 'sh'),
      );
    addDataOption(env).action(
      finish((options: EnvOptions) => {
        const variables = clientEnvironment(`http://127.0.0.1:${options.port}`, options.data, terminal.env);
        print(terminal.stdout, environmentText(variables, options.shell));
        return 0;
      }),
    );
  },
};
