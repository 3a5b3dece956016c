import { referenceText } from '../../store/filter/reference.ts';
import { type CommandModule, print } from '../command.ts';
import { hasColour } from '../plain-line.ts';

const DEFAULT_CELLS = 80;
const MIN_CELLS = 40;
/** Longer lines of prose are hard to read. */
const MAX_CELLS = 100;

export const command: CommandModule = {
  register(program, terminal, finish) {
    program
      .command('explain')
      .description('what a status code or cause means, and how to handle it')
      .argument('[words...]', '422, 4xx, rate-limited, grpc 5, ws 1006, ECONNREFUSED, filters, or words to search for')
      .option('--json', 'one JSON object')
      // Accepted like everywhere, for scripts that always pass it; nothing is read from there.
      .option('--data <dir>', 'not needed here')
      .action(
        finish(async (words: string[], options: { json?: boolean }) => {
          if (options.json !== true && /^filters?$/i.test(words.join(' '))) {
            print(terminal.stdout, referenceText());
            return 0;
          }
          // The texts are large, and no other command needs them.
          const { answerJson, answerText } = await import('../explain/answer.ts');
          if (options.json === true) print(terminal.stdout, answerJson(words));
          else {
            const cells = Math.max(MIN_CELLS, Math.min(MAX_CELLS, terminal.stdout.columns ?? DEFAULT_CELLS));
            print(terminal.stdout, answerText(words, cells, hasColour(terminal.stdout, terminal.env)));
          }
          return 0;
        }),
      );
  },
};
