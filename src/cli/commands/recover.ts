import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../../exchange/user-error.ts';
import { type Recovered, recoverCapture } from '../../store/recovery.ts';
import { type CommandModule, print } from '../command.ts';
import { progressLine } from '../progress-line.ts';

export const command: CommandModule = {
  register(program, terminal, finish) {
    program
      .command('recover')
      .description('save what can be read of a damaged capture into a new one')
      .argument('<file>', 'the damaged capture; it stays as it is')
      .option('-o, --output <file>', 'the new capture (default: beside it, with .recovered in its name)')
      .action(
        finish((file: string, { output }: { readonly output?: string }) => {
          const path = resolve(file);
          const newPath = resolve(output ?? join(dirname(path), `${basename(path).replace(/\.db$/, '')}.recovered.db`));
          checkFiles(path, newPath);
          const progress = progressLine(terminal.stderr);
          let recovered: Recovered;
          try {
            recovered = recoverCapture(path, newPath, progress.show);
          } finally {
            progress.clear();
          }
          print(terminal.stdout, recoveredText(recovered, newPath));
          return 0;
        }),
      );
  },
};

function checkFiles(path: string, newPath: string): void {
  if (!existsSync(path)) throw new UserError('no-capture', `There is no file ${path}.`, 'Check its name.');
  if (existsSync(newPath)) {
    throw new UserError('file-exists', `${newPath} exists already.`, 'Choose another with -o.');
  }
}

export function recoveredText({ exchanges, withoutContent, lost }: Recovered, newPath: string): string {
  const bare = withoutContent === 0 ? '' : `, ${withoutContent.toLocaleString('en')} of them without headers and body`;
  const missing =
    lost === null
      ? 'How many are lost cannot be told.'
      : lost === 0
        ? 'None is lost.'
        : `${lost.toLocaleString('en')} ${lost === 1 ? 'is' : 'are'} lost.`;
  const counted = `${exchanges.toLocaleString('en')} ${exchanges === 1 ? 'exchange' : 'exchanges'}`;
  return [
    `Saved ${counted}${bare}. ${missing}`,
    `They are in ${newPath}; named capture.db in a folder of its own, it is read with --data FOLDER.`,
  ].join('\n');
}
