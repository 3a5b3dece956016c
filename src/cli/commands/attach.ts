import { existsSync } from 'node:fs';
import { createDisplayRedaction, type DisplayRedaction } from '../../exchange/redact.ts';
import { UserError } from '../../exchange/user-error.ts';
import type { CommandModule } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { showCapture } from '../live-log.ts';
import { logActions } from '../log-actions.ts';
import { addDataOption, type DataOptions, proxySettings } from '../options.ts';
import { type RunningProxy, runningProxy, watchRunning } from '../running.ts';
import { captureFile } from '../session.ts';

interface AttachOptions extends DataOptions {
  readonly redactDisplay?: boolean;
}

const REPLAYED_BYTES = 10_000_000;

export const command: CommandModule = {
  register(program, terminal, finish) {
    const attach = program
      .command('attach')
      .description('the interface for a proxy that runs in another terminal, or for what was recorded')
      .usage('[options]');
    attach.option('--redact-display', 'mask secrets in the log and in what it shows, for a shared screen');
    addDataOption(attach).action(
      finish(async (options: AttachOptions) => {
        const folder = dataFolder(options.data, terminal.env);
        const capture = captureFile(folder);
        if (!existsSync(capture)) {
          throw new UserError(
            'no-capture',
            `Nothing has been recorded in ${folder}.`,
            'Start httpwhy there first, or name another folder with --data.',
          );
        }
        // For what is sent again from here.
        const settings = proxySettings(
          { data: folder, host: '127.0.0.1', port: 0, maxBody: REPLAYED_BYTES },
          terminal.env,
        );
        const display = options.redactDisplay === true ? await displayRedaction(folder) : null;
        const recordingOf = (running: RunningProxy | undefined) => ({
          address: running === undefined ? folder : `127.0.0.1:${running.port}`,
          isOver: running === undefined,
        });
        // Hosts are read or not by the process that has the proxy; only that one knows which file of rules is in force.
        const session = { folder, capture, settings, display, tunnel: () => undefined };
        await showCapture(
          session,
          terminal,
          (reader) => {
            const { tunnelHost, mockRules, useMockRule, mockQuestion, mockFrom, ...actions } = logActions(
              reader,
              terminal,
              session,
            );
            return actions;
          },
          {
            ...recordingOf(runningProxy(folder)),
            onRecording: (listener) => watchRunning(folder, (running) => listener(recordingOf(running))),
            hints: [],
            onNotice: () => () => undefined,
          },
        );
        return 0;
      }),
    );
  },
};

/** Loaded here only: what reads the rules takes longer to load than the interface. */
async function displayRedaction(folder: string): Promise<DisplayRedaction> {
  const { readRedactionRules } = await import('../redaction-rules.ts');
  return createDisplayRedaction(await readRedactionRules(folder));
}
