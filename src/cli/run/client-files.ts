import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceFile } from '../../ca/atomic-file.ts';
import { reasonOf } from '../../ca/file-error.ts';
import { UserError } from '../../exchange/user-error.ts';
import type { StartUpFiles } from './environment.ts';
import { PHP_PREPEND, phpSettings } from './start-up/php.ts';
import { PYTHON_MODULE, PYTHON_START } from './start-up/python.ts';
import { RUBY_MODULE } from './start-up/ruby.ts';

/** Where the modules lie that runtimes load first, in one folder that holds no secret, so that a container can have it. */
export function clientFolder(folder: string): string {
  return join(folder, 'clients');
}

/**
 * Writes the start-up modules of Python, Ruby and PHP into the data folder. `bundleFile` is what PHP is told to trust.
 *
 * @throws UserError where the folder cannot be written to.
 */
export function writeClientFiles(folder: string, bundleFile: string): StartUpFiles {
  const own = clientFolder(folder);
  const files = startUpFiles(own);
  try {
    write(join(files.pythonFolder, 'httpwhy_start.py'), PYTHON_MODULE);
    write(join(files.pythonFolder, 'sitecustomize.py'), PYTHON_START);
    write(join(files.rubyFolder, `${RUBY_FEATURE}.rb`), RUBY_MODULE);
    write(join(files.phpFolder, 'prepend.php'), PHP_PREPEND);
    write(join(files.phpFolder, 'zz-httpwhy.ini'), phpSettings(bundleFile, join(files.phpFolder, 'prepend.php')));
  } catch (error) {
    throw new UserError(
      'data-folder-unusable',
      `The folder ${own} cannot be written to: ${reasonOf(error)}.`,
      'Correct its permissions, or choose another data folder with --data DIR or HTTPWHY_HOME.',
    );
  }
  return files;
}

/** What Ruby is told to require. */
export const RUBY_FEATURE = 'httpwhy_start';

export function startUpFiles(own: string): StartUpFiles {
  return { pythonFolder: join(own, 'python'), rubyFolder: join(own, 'ruby'), phpFolder: join(own, 'php') };
}

/** Programs that start meanwhile find the file that was there before, or this one. */
function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
  if (contentOf(file) !== content) replaceFile(file, content, 0o644);
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
