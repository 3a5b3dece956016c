import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aftermath, type FinishedRun, withoutCapture } from '../../../src/cli/run/aftermath.ts';
import { spokenTrouble } from '../../../src/cli/run/capture-trouble.ts';
import { RunTally } from '../../../src/cli/run/tally.ts';
import type { CaptureReader } from '../../../src/store/capture-reader.ts';
import { temporaryFolder } from '../../support/proxy.ts';
import { failing, row } from './rows.ts';

function finished(exitCode: number): FinishedRun {
  const tally = new RunTally();
  for (const each of [row(), failing({ id: 2 })]) tally.add(each);
  const run = { id: 1, name: 'npm test', startedAt: 0, durationMs: 5, folder: '/nowhere', isOnGitHub: true };
  return { ...run, tally: tally.result(), exitCode };
}

function failingReader(error: Error): CaptureReader {
  const fail = () => {
    throw error;
  };
  return { matching: fail, page: fail } as unknown as CaptureReader;
}

const DAMAGE = Object.assign(new Error('database disk image is malformed'), { code: 'SQLITE_CORRUPT' });
const DAMAGED =
  'The capture is damaged. Save what can be read with `httpwhy recover FILE`; FILE is capture.db in the data folder.';

describe('a capture that cannot be read any more', () => {
  test.each([0, 9])('leaves the exit code %i of the command as it is, and says what was not done', async (exitCode) => {
    const folder = temporaryFolder();
    try {
      const junit = join(folder.path, 'junit.xml');
      const options = { failOn: 'status:5xx', junit };
      expect(await aftermath(finished(exitCode), failingReader(DAMAGE), options)).toEqual({
        exitCode,
        lines: [
          DAMAGED,
          `--fail-on, --junit: not done, because not all exchanges are known; the exit code ${exitCode} is the command's own.`,
        ],
        annotations: [],
      });
      expect(existsSync(junit)).toBe(false);
    } finally {
      folder.remove();
    }
  });

  test('is said while the run is followed, too', () => {
    const damaged = () => {
      throw DAMAGE;
    };
    expect(spokenTrouble(damaged)).toBe(DAMAGED);
    expect(spokenTrouble(() => undefined)).toBeUndefined();
  });

  test('costs nothing where no results were asked for', () => {
    expect(withoutCapture({ exitCode: 4 }, {})).toEqual({ exitCode: 4, lines: [], annotations: [] });
  });

  test('is not what a mistake of ours is taken for', async () => {
    const mistake = new TypeError('x is not a function');
    expect(() =>
      spokenTrouble(() => {
        throw mistake;
      }),
    ).toThrow(mistake);
    await expect(aftermath(finished(0), failingReader(mistake), { failOn: 'status:5xx' })).rejects.toBe(mistake);
  });
});

describe('a file of results', () => {
  test.each([
    [0, 1],
    [9, 9],
  ])('that cannot be written any more turns the exit code %i into %i', async (exitCode, expected) => {
    const folder = temporaryFolder();
    try {
      const junit = join(folder.path, 'gone', 'junit.xml');
      const { exitCode: code, lines } = await aftermath(finished(exitCode), failingReader(DAMAGE), { junit });
      expect(code).toBe(expected);
      expect(lines).toEqual([`${junit} cannot be written (ENOENT). Choose another file with --junit.`]);
    } finally {
      folder.remove();
    }
  });

  test('that can be written changes no exit code', async () => {
    const folder = temporaryFolder();
    try {
      const junit = join(folder.path, 'junit.xml');
      const { exitCode, lines, annotations } = await aftermath(finished(0), failingReader(DAMAGE), { junit });
      expect({ exitCode, lines }).toEqual({ exitCode: 0, lines: [`JUnit results are in ${junit}.`] });
      expect(annotations).toHaveLength(1);
      expect(readFileSync(junit, 'utf8')).toContain('failures="1"');
    } finally {
      folder.remove();
    }
  });
});
