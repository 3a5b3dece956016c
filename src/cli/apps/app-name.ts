import { basename } from 'node:path';

/** What the system tells of a process. */
export interface ProcessFacts {
  /** Path of its executable file; empty where it may not be seen. */
  readonly executable: string;
  readonly argv: readonly string[];
  /** Its short name, with a line feed at the end. */
  readonly comm: string;
}

/** Programs whose name says little: what they run says more. */
const INTERPRETER =
  /^(?:node|nodejs|bun|deno|python[\d.]*|pypy[\d.]*|ruby[\d.]*|php[\d.]*|perl[\d.]*|java|dotnet|sh|bash|dash)$/;
/** What follows these is a program in the command line itself, and often a secret. */
const CODE_FOLLOWS = /^-(?:c|e|E|p|r|pe|-eval|-print)$/;
const SCRIPT = /^[\w.@+-]{1,60}\.(?:[cm]?[jt]sx?|pyc?|rb|php|pl|jar|dll|sh)$/;
/** Installed scripts have no ending: `/usr/bin/npm`. */
const INSTALLED = /\/s?bin\/([\w.@+-]{1,60})$/;
const MOST_ARGUMENTS = 40;

/**
 * How people call the program: `curl`, `node server.js`, `python3.11 -m pytest`. Of the arguments only the name of a script is
 * taken: others may be secrets. Undefined where nothing is known.
 */
export function appName({ executable, argv, comm }: ProcessFacts): string | undefined {
  const program = short(executable) || short(argv[0] ?? '') || comm.trim();
  if (program === '') return undefined;
  const script = INTERPRETER.test(program) ? scriptOf(argv.slice(1, MOST_ARGUMENTS)) : undefined;
  return (script === undefined ? program : `${program} ${script}`).slice(0, 100);
}

function scriptOf(argv: readonly string[]): string | undefined {
  for (const [index, word] of argv.entries()) {
    if (word === '-m' && /^[\w.]{1,60}$/.test(argv[index + 1] ?? '')) return `-m ${argv[index + 1]}`;
    if (CODE_FOLLOWS.test(word)) return undefined;
    if (word.startsWith('-')) continue;
    // The value of an option such as --require is a script, too, but not the one that runs.
    if (/^--?(?:require|import|loader|experimental-loader|cp|classpath|-class-path)$/.test(argv[index - 1] ?? ''))
      continue;
    const name = INSTALLED.exec(word)?.[1] ?? short(word);
    return SCRIPT.test(name) || INSTALLED.test(word) ? name : undefined;
  }
  return undefined;
}

const short = (path: string): string => basename(path).slice(0, 60);
