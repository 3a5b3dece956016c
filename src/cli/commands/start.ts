import type { Command } from 'commander';
import { UserError } from '../../exchange/user-error.ts';
import { type CommandModule, print } from '../command.ts';
import { prepareLive, showLive } from '../live-log.ts';
import { addSessionOptions, DEFAULT_PORT, proxySettings, type SessionOptions } from '../options.ts';
import { announce } from '../running.ts';
import { startSession } from '../session.ts';

interface StartOptions extends SessionOptions {
  readonly headless?: boolean;
  readonly json?: boolean;
}

export const command: CommandModule = {
  register(program, terminal, finish) {
    const start = program
      .command('start', { isDefault: true })
      // The default command is also where a misspelt one arrives.
      .allowExcessArguments()
      .usage('[options]')
      .description('start the proxy and the live log (what httpwhy alone does)')
      .option('--headless', 'no interface: one annotated line per exchange')
      .option('--json', 'no interface: one JSON object per exchange');
    addSessionOptions(start, DEFAULT_PORT).action(
      finish(async (options: StartOptions, { args }: Command) => {
        if (args[0] !== undefined) {
          throw new UserError('no-such-command', `There is no command ${args[0]}.`, 'See `httpwhy --help`.', 2);
        }
        prepareLive(terminal, options);
        const session = await startSession(proxySettings(options, terminal.env));
        warnIfExposed(session.host, (line) => print(terminal.stderr, line));
        const withdraw = announce(session.folder, { pid: process.pid, port: session.port });
        try {
          await showLive(session, terminal, options);
        } finally {
          withdraw();
        }
        return 0;
      }),
    );
  },
};

function warnIfExposed(host: string, warn: (line: string) => void): void {
  if (host === '::1' || host.startsWith('127.')) return;
  warn(`httpwhy: warning: listening on ${host}, anybody who reaches this machine can use the proxy.`);
}
