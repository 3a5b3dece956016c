import { Option } from 'commander';
import { type CommandModule, print } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { addDataOption, type DataOptions, DEFAULT_PORT, parsePort } from '../options.ts';
import { clientEnvironment } from '../run/client-environment.ts';
import { environmentText, type Shell } from '../run/environment.ts';
import { isListening, runningProxy } from '../running.ts';

interface EnvOptions extends DataOptions {
  readonly port?: number;
  readonly shell: Shell;
}

export const command: CommandModule = {
  register(program, terminal, finish) {
    const env = program
      .command('env')
      .description('the variables that send a program through a running proxy: eval "$(httpwhy env)"')
      .option(
        '--port <n>',
        `port of the proxy (default: of the one that runs on the data folder, else ${DEFAULT_PORT})`,
        parsePort,
      )
      .addOption(
        new Option('--shell <name>', 'whose syntax').choices(['sh', 'fish', 'powershell']).default('sh', 'sh'),
      );
    addDataOption(env).action(
      finish(async (options: EnvOptions) => {
        const port = options.port ?? runningProxy(dataFolder(options.data, terminal.env))?.port ?? DEFAULT_PORT;
        if (!(await isListening(port))) {
          print(terminal.stderr, `httpwhy: nothing listens on port ${port} yet: start it with \`httpwhy\`.`);
        }
        const variables = clientEnvironment(`http://127.0.0.1:${port}`, options.data, terminal.env);
        print(terminal.stdout, environmentText(variables, options.shell));
        return 0;
      }),
    );
  },
};
