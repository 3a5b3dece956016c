import { Option } from 'commander';
import { shellQuote } from '../../export/snippet/shell.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { addDataOption, type DataOptions, DEFAULT_PORT, parsePort } from '../options.ts';
import { clientFiles, trustForJava } from '../run/client-environment.ts';
import { containerOptions } from '../run/containers.ts';
import { rememberingBefore, undoing } from '../run/env-undo.ts';
import { proxyEnvironment } from '../run/environment.ts';
import { environmentText, SHELLS, type Shell } from '../run/shells.ts';
import { isListening, lastingProxy } from '../running.ts';

interface EnvOptions extends DataOptions {
  readonly port?: number;
  readonly shell: Shell | 'docker';
  readonly unset?: boolean;
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
        new Option('--shell <name>', 'whose syntax; docker: options of docker run')
          .choices([...SHELLS, 'docker'])
          .default('sh', 'sh'),
      )
      .option('--unset', 'give the shell back what it had before')
      .addHelpText(
        'after',
        `
bash, zsh, sh   eval "$(httpwhy env)"                      eval "$(httpwhy env --unset)"
fish            httpwhy env --shell fish | source          httpwhy env --shell fish --unset | source
PowerShell      httpwhy env --shell powershell | Out-String | Invoke-Expression
docker          eval "docker run $(httpwhy env --shell docker) IMAGE"`,
      );
    addDataOption(env).action(finish((options: EnvOptions) => printEnvironment(options, terminal)));
  },
};

async function printEnvironment(options: EnvOptions, terminal: Terminal): Promise<number> {
  const { data, shell, unset } = options;
  const { env: base, stdout, stderr } = terminal;
  if (unset === true) {
    const before = undoing(base);
    if (shell === 'docker') print(stderr, 'httpwhy: a container keeps nothing: start it without these options.');
    else if (Object.keys(before).length === 0) print(stderr, 'httpwhy: this shell has no variables of httpwhy.');
    else stdout.write(environmentText(before, shell));
    return 0;
  }
  const port = options.port ?? lastingProxy(dataFolder(data, base))?.port ?? DEFAULT_PORT;
  if (!(await isListening(port))) {
    print(stderr, `httpwhy: nothing listens on port ${port} yet: start it with \`httpwhy\`.`);
  }
  const proxyUrl = `http://127.0.0.1:${port}`;
  const files = clientFiles(data, base);
  const java = await trustForJava(data, base);
  if (java.problem !== null) print(stderr, `httpwhy: ${java.problem}`);
  const settings = { proxyUrl, bypass: [], javaTrustFile: java.file };
  if (shell === 'docker') {
    print(stdout, dockerText(containerOptions({ files, ...settings }, 'bridge')));
    return 0;
  }
  const variables = proxyEnvironment({ ...settings, ...files, base });
  stdout.write(environmentText(rememberingBefore(variables, base), shell));
  return 0;
}

/** One option a line, to be read by people and by `eval`. */
function dockerText(options: readonly string[]): string {
  const lines: string[] = [];
  for (const option of options) {
    const isValue = lines.at(-1) === '-v' || lines.at(-1) === '-e';
    if (isValue) lines.push(`${lines.pop()} ${word(option)}`);
    else lines.push(word(option));
  }
  return lines.join(' \\\n');
}

function word(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : shellQuote(text);
}
