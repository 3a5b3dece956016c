import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startChild } from '../../../src/cli/run/child.ts';
import { temporaryFolder } from '../../support/proxy.ts';

const endingOf = (program: string, ...args: string[]) =>
  startChild(program, args, { stdio: 'ignore', hasTerminal: false }).ending;

describe('a command that ended', () => {
  test('has its own exit code', async () => {
    expect(await endingOf('sh', '-c', 'exit 7')).toEqual({ kind: 'ended', exitCode: 7 });
    expect(await endingOf('true')).toEqual({ kind: 'ended', exitCode: 0 });
  });

  test('by a signal has 128 and its number, as a shell says it', async () => {
    expect(await endingOf('sh', '-c', 'kill -9 $$')).toEqual({ kind: 'ended', exitCode: 137 });
    expect(await endingOf('sh', '-c', 'kill -TERM $$')).toEqual({ kind: 'ended', exitCode: 143 });
  });
});

describe('a command that could not be started', () => {
  test('because there is none is 127', async () => {
    expect(await endingOf('no-such-command-anywhere')).toEqual({
      kind: 'not-started',
      exitCode: 127,
      message: 'There is no command no-such-command-anywhere.',
      nextStep: 'Check its spelling and PATH.',
    });
  });

  test('because it must not be executed is 126', async () => {
    const folder = temporaryFolder();
    try {
      const file = join(folder.path, 'script.sh');
      writeFileSync(file, '#!/bin/sh\n');
      chmodSync(file, 0o644);
      expect(await endingOf(file)).toEqual({
        kind: 'not-started',
        exitCode: 126,
        message: `The command ${file} could not be started (EACCES).`,
        nextStep: 'Check that it is a file that you may execute.',
      });
      expect(await endingOf(folder.path)).toMatchObject({ exitCode: 126 });
    } finally {
      folder.remove();
    }
  });
});

describe('what the system refuses at once', () => {
  test('is a command without a name', async () => {
    expect(await endingOf('')).toEqual({
      kind: 'not-started',
      exitCode: 127,
      message: 'The command has no name.',
      nextStep: 'Check its spelling and PATH.',
    });
  });

  test.runIf(process.platform === 'linux')('is an argument that is too long; one that just fits is not', async () => {
    expect(await endingOf('true', 'x'.repeat(140_000))).toEqual({
      kind: 'not-started',
      exitCode: 126,
      message: 'The command true could not be started: its arguments and variables are too long.',
      nextStep: 'Hand long values over in a file.',
    });
    expect(await endingOf('true', 'x'.repeat(130_000))).toEqual({ kind: 'ended', exitCode: 0 });
  });
});

describe('signals', () => {
  const listeners = () =>
    (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'] as const).map((name) => process.listenerCount(name));

  async function ready(hasTerminal: boolean) {
    const child = startChild(
      'sh',
      ['-c', 'trap "exit 42" INT; trap "exit 43" TERM; echo ready; while :; do sleep 0.05; done'],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
        hasTerminal,
      },
    );
    await new Promise((resolve) => child.process!.stdout!.once('data', resolve));
    return child;
  }

  test('that reach us are handed on, and nothing of ours stays behind', async () => {
    const before = listeners();
    const child = await ready(false);
    process.emit('SIGINT', 'SIGINT');
    expect(await child.ending).toEqual({ kind: 'ended', exitCode: 42 });
    expect(listeners()).toEqual(before);
  });

  test('that a terminal sends to all in front of it are not sent twice', async () => {
    const child = await ready(true);
    process.emit('SIGINT', 'SIGINT');
    process.emit('SIGTERM', 'SIGTERM');
    // Had the first been handed on, it would have ended with 42.
    expect(await child.ending).toEqual({ kind: 'ended', exitCode: 43 });
  });
});
