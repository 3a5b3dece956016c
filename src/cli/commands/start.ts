import type { Command } from 'commander';
import { UserError } from '../../exchange/user-error.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { isInteractive, prepareLive, showLive, showStarting } from '../live-log.ts';
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
        const settings = proxySettings(options, terminal.env);
        const starting = startSession(settings);
        const withdraw = starting.then(({ folder, port }) => announce(folder, { pid: process.pid, port }));
        withdraw.catch(() => undefined); // Said below.
        try {
          if (isInteractive(terminal, options) && isPrivate(settings.host)) {
            await showStarting(starting, settings, terminal);
          } else {
            const session = await starting;
            if (!isPrivate(session.host)) warnOfExposure(session.host, terminal);
            await showLive(session, terminal, options);
          }
        } finally {
          (await withdraw)();
        }
        return 0;
      }),
    );
  },
};

function isPrivate(host: string): boolean {
  return host === '::1' || host === 'localhost' || host.startsWith('127.');
}

function warnOfExposure(host: string, { stderr }: Terminal): void {
  print(stderr, `httpwhy: warning: listening on ${host}, anybody who reaches this machine can use the proxy.`);
}
