import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import type { CommandModule, Terminal } from '../../src/cli/command.ts';
import { command as exporting } from '../../src/cli/commands/export.ts';
import { command as log } from '../../src/cli/commands/log.ts';
import { command as mark } from '../../src/cli/commands/mark.ts';
import { command as prune } from '../../src/cli/commands/prune.ts';
import { command as recover } from '../../src/cli/commands/recover.ts';
import { command as show } from '../../src/cli/commands/show.ts';
import { command as sql } from '../../src/cli/commands/sql.ts';
import { command as stats } from '../../src/cli/commands/stats.ts';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { CaptureWriter } from '../../src/store/capture-writer.ts';
import { EXPIRED, exchange, QUIET, textBody } from '../support/exchanges.ts';
import { temporaryFolder } from '../support/proxy.ts';

const COMMANDS: readonly CommandModule[] = [exporting, log, mark, prune, recover, show, sql, stats];
const SECRET = 'k3J9x2Lq8Zr5Tn1Wb7Vd';

interface Home {
  readonly path: string;
  /** What the command wrote to standard output, or its error in one line. */
  run(...words: readonly string[]): Promise<string>;
}

/** A data folder with six exchanges: 2 and 4 failed, 6 is pending. */
async function withHome(use: (home: Home) => Promise<void>): Promise<void> {
  const folder = temporaryFolder();
  const run = { kind: 'run' as const, command: `curl -u ada:${SECRET} https://api.example.com` };
  const writer = new CaptureWriter(join(folder.path, 'capture.db'), { run });
  const changes = [1, 2, 3, 4, 5, 6].map((key) => {
    const body = textBody(`{"token":"${SECRET}","number":${key}}`);
    const isFailed = key === 2 || key === 4;
    return {
      key,
      exchange: exchange({
        durationMs: key === 6 ? null : 10 * key,
        request: {
          url: `https://${key < 4 ? 'a' : 'b'}.example.com/v1/orders/${key}`,
          headers: [['Authorization', `Bearer ${SECRET}`]],
        },
        response: { status: isFailed ? 401 : 200, body },
      }),
      chunks: [{ side: 'response' as const, index: 0, bytes: body.bytes }],
      messages: [],
    };
  });
  writer.write(changes, ({ response }) => (response?.status === 401 ? EXPIRED : QUIET));
  writer.close();
  const stream = () => Object.assign(new PassThrough({ highWaterMark: 1e7 }), { isTTY: false });
  try {
    await use({
      path: folder.path,
      async run(name, ...words) {
        const [stdout, stderr] = [stream(), stream()];
        const env = { HTTPWHY_HOME: folder.path };
        const terminal = { stdin: process.stdin, stdout, stderr, env } as unknown as Terminal;
        const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
        for (const command of COMMANDS) {
          command.register(program, terminal, (action) => async (...values) => {
            await action(...values);
          });
        }
        try {
          await program.parseAsync([name!, ...words], { from: 'user' });
        } catch (error) {
          const { message, nextStep = '' } = error as Error & { nextStep?: string };
          return `${message} ${nextStep}`.trim();
        }
        return `${String(stdout.read() ?? '')}${String(stderr.read() ?? '')}`.trimEnd();
      },
    });
  } finally {
    folder.remove();
  }
}

const idsIn = (text: string) => [...text.matchAll(/^#(\d+)/gm)].map((match) => Number(match[1]));

describe('httpwhy mark', () => {
  test('puts pins, labels and notes on, which log, show and filters know; secrets in a note are masked', () =>
    withHome(async ({ run }) => {
      const note = 'ask Ada about ghp_abcdefghijklmnopqrstuvwxyz0123456789';
      const said = await run('mark', '1', '#3', '--pin', '--label', 'checkout', '--label', 'b\u001bad', '--note', note);
      expect(idsIn(said)).toEqual([1, 3]);
      const marks = '[pinned] [b\\x1bad] [checkout] “ask Ada about <github token ghp_…, 40+ characters>”';
      expect(said).toContain(marks);
      expect(await run('show', '3')).toContain(`Marks  ${marks}`);
      for (const filter of ['is:pinned', 'label:checkout', 'note:Ada']) {
        expect(idsIn(await run('log', filter))).toEqual([1, 3]);
      }
      expect(JSON.parse(await run('log', '--json', 'id:3'))).toMatchObject({ pinned: true, note });
      await run('mark', '1', '3', '--unpin', '--unlabel', 'checkout', '--unlabel', 'b\u001bad', '--note', '');
      expect(await run('log', 'is:pinned or is:labelled or is:noted')).toMatch(/no exchange matches/);
    }));

  test('marks all or none, and says what is wrong', () =>
    withHome(async ({ run }) => {
      expect(await run('mark', '1', '99', '--pin')).toBe(
        'There is no exchange 99 in this capture; nothing was marked. See `httpwhy log`.',
      );
      expect(await run('log', 'is:pinned')).toMatch(/no exchange matches/);
      expect(await run('mark', '1')).toBe('Nothing was said to be put on. Give --pin, --label NAME or --note TEXT.');
      expect(await run('mark', '1', '--pin', '--unpin')).toBe('--pin and --unpin contradict each other. Give one.');
      expect(await run('mark', '1', 'abc', '--pin')).toBe(
        "error: command-argument value 'abc' is invalid for argument 'ids'. An exchange is named by its number in the log, for example 17.",
      );
      expect(await run('log', 'is:pinned')).toMatch(/no exchange matches/);
    }));
});

describe('httpwhy prune', () => {
  test('removes what a filter finds; pinned and pending ones stay', () =>
    withHome(async ({ run }) => {
      await run('mark', '2', '--pin');
      expect(await run('prune', 'is:trouble or is:pending', '--dry-run')).toBe(
        'Would remove 1 exchange. 2 exchanges stay: pinned or pending.',
      );
      expect(idsIn(await run('log'))).toEqual([1, 2, 3, 4, 5, 6]);
      expect(await run('prune', 'is:trouble or is:pending')).toMatch(
        /^Removed 1 exchange(, \d.* given back)?\. 2 exchanges stay: pinned or pending\.$/,
      );
      expect(await run('prune', '1', '#99')).toMatch(/^Removed 1 exchange/);
      expect(idsIn(await run('log'))).toEqual([2, 3, 5, 6]);
    }));

  test('removes what the limits do not keep, and nothing where they are not reached', () =>
    withHome(async ({ run }) => {
      expect(await run('prune')).toBe('Nothing to remove.');
      expect(await run('prune', '--keep-count', '4', '--dry-run')).toBe('Would remove 2 exchanges.');
      expect(await run('prune', '--keep-count', '4')).toMatch(/^Removed 2 exchanges/);
      expect(idsIn(await run('log'))).toEqual([3, 4, 5, 6]);
    }));

  test('says what is wrong', () =>
    withHome(async ({ run, path }) => {
      expect(await run('prune', 'host:a', '--keep-count', '4')).toBe(
        'A filter says which exchanges go, the --keep options which stay: both at once is unclear. Use two calls of `httpwhy prune`.',
      );
      expect(await run('prune', 'hsot:a')).toMatch(/^The filter is wrong at column 1: there is no field "hsot"/);
      expect(await run('prune', '--keep-for', '7')).toMatch(
        /A time is a number with a unit, for example 12h, 7d or 4w/,
      );
      const empty = join(path, 'empty');
      expect(await run('prune', '--data', empty)).toMatch(/^There is no capture at/);
      expect(existsSync(empty)).toBe(false);
    }));
});

describe('httpwhy stats', () => {
  test('counts by host, route, class and cause, aligned', () =>
    withHome(async ({ run }) => {
      const said = await run('stats');
      expect(said).toContain(`
HOST           calls  failed  share    p50    p95    p99    max  sent  received
a.example.com      3       1  33.3%  20 ms  30 ms  30 ms  30 ms   0 B     129 B
b.example.com      3       1  33.3%  40 ms  50 ms  50 ms  50 ms   0 B     129 B
`);
      expect(said).toMatch(/^CLASS {9}calls.*\nsuccess {11}3 .*\nclient_error {6}2 .*\npending {11}1 /m);
      expect(said).toMatch(/^none {21}4 .*\nexpired-credentials {6}2 /m);
      expect(await run('stats', '-n', '1')).toContain('\n… and 1 more; -n shows more\n');
    }));

  test('of what a filter finds, as JSON', () =>
    withHome(async ({ run }) => {
      const figures = JSON.parse(await run('stats', '--json', 'host:b.example.com -is:pending'));
      expect(figures.total).toEqual({
        exchanges: 2,
        failures: 1,
        requestBytes: 0,
        responseBytes: 86,
        durationMs: { p50: 40, p95: 50, p99: 50, max: 50 },
      });
      expect(figures.byHost.map(({ name }: { name: string }) => name)).toEqual(['b.example.com']);
      expect(await run('stats', 'host:nowhere')).toBe('No exchanges.');
    }));
});

describe('httpwhy sql', () => {
  test('asks in SQL; secrets are masked, in command lines too', () =>
    withHome(async ({ run }) => {
      expect(await run('sql', 'select id, cause, status from failures order by id')).toBe(
        ['id  cause                status', ' 2  expired-credentials     401', ' 4  expired-credentials     401'].join(
          '\n',
        ),
      );
      expect(await run('sql', 'select command from run')).toBe(
        'command\ncurl -u ada:<password> https://api.example.com',
      );
      expect(await run('sql', '--no-redact', 'select command from run')).toContain(SECRET);
    }));

  test('escapes what could reach the terminal, and says where rows were left out', () =>
    withHome(async ({ run }) => {
      const hostile = "select char(27) || '[31m' as x, x'0102' as b from exchange";
      expect(await run('sql', hostile, '--rows', '1')).toBe(
        [
          'x         b',
          '\\x1b[31m  (2 B of binary data)',
          'httpwhy: these are the first 1 rows; more with --rows.',
        ].join('\n'),
      );
      expect(await run('sql', '--json', "select x'0102' as b, 9223372036854775807 as n, null as u")).toBe(
        '{"b":{"base64":"AQI="},"n":"9223372036854775807","u":null}',
      );
    }));

  test('changes nothing, and says what is wrong', () =>
    withHome(async ({ run, path }) => {
      const refusal = 'Only statements that read are run here. Begin with select, with or explain.';
      const copied = join(path, 'copied.db');
      for (const statement of [
        'delete from exchange',
        "insert into label values (1, 'x') returning 1",
        `attach '${copied}' as other`,
        'pragma journal_mode = delete',
      ]) {
        expect(await run('sql', statement)).toBe(refusal);
      }
      expect(await run('sql', `vacuum into '${copied}'`)).toBe(refusal);
      expect(existsSync(copied)).toBe(false);
      expect(await run('sql', 'select staus from exchanges')).toBe(
        'The statement is wrong: no such column: staus. `httpwhy sql` without a statement shows views and columns.',
      );
    }));

  test('is stopped when its time is over', () =>
    withHome(async ({ run }) => {
      const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n';
      expect(await run('sql', endless, '--timeout', '0.2')).toBe(
        'The statement was stopped after 200 ms. Narrow it, or give it more time with --timeout.',
      );
    }));
});

describe('httpwhy export --format capture', () => {
  test('writes a capture of these exchanges alone, under their numbers, without secrets', () =>
    withHome(async ({ run, path }) => {
      await run('mark', '4', '--label', 'bug', '--note', `the key is ${SECRET}`);
      const file = join(path, 'some.db');
      expect(await run('export', 'host:b.example.com', '--format', 'capture', '-o', file)).toMatch(
        /^httpwhy: Written to \S+: 2 exchanges\.\nhttpwhy: Left out 1 exchange that has not ended yet: --format capture cannot hold that\.\nhttpwhy: Masked 1 secret: header authorization\.$/,
      );
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const reader = new CaptureReader(file);
      try {
        expect(reader.page({ kind: 'last' }, 9).map(({ id }) => id)).toEqual([4, 5]);
        const found = reader.exchange(4);
        expect(found?.annotation).toEqual(EXPIRED);
        expect(JSON.stringify([found?.exchange.request.headers, reader.runs()])).not.toContain(SECRET);
        expect(Buffer.from(found?.exchange.response?.body?.bytes ?? []).toString()).toMatch(/"number":4/);
        expect(Buffer.from(found?.exchange.response?.body?.bytes ?? []).toString()).not.toContain(SECRET);
        expect(reader.marks(4)?.labels).toEqual(['bug']);
        expect(reader.marks(5)).toBeUndefined();
      } finally {
        reader.close();
      }
    }));

  test('needs a file, and replaces one only with a whole one', () =>
    withHome(async ({ run, path }) => {
      const file = join(path, 'some.db');
      writeFileSync(file, 'before');
      expect(await run('export', '1', '--format', 'capture')).toBe(
        'A capture is a file, and is not written anywhere else. Give it with -o FILE.',
      );
      await run('export', '99', '--format', 'capture', '-o', file);
      expect(statSync(file).size).toBe(6);
      await run('export', '1', '--format', 'capture', '-o', file, '--no-redact');
      const reader = new CaptureReader(file);
      expect(JSON.stringify(reader.exchange(1)?.exchange.request.headers)).toContain(SECRET);
      reader.close();
    }));
});

test('httpwhy recover saves into a file of its own, and never over one that is there', () =>
  withHome(async ({ run, path }) => {
    const file = join(path, 'capture.db');
    expect(await run('recover', file)).toBe(
      `Saved 6 exchanges. None is lost.\nThey are in ${join(path, 'capture.recovered.db')}; named capture.db in a folder of its own, it is read with --data FOLDER.`,
    );
    expect(await run('recover', file)).toBe(
      `${join(path, 'capture.recovered.db')} exists already. Choose another with -o.`,
    );
    expect(await run('recover', join(path, 'none.db'))).toBe(
      `There is no file ${join(path, 'none.db')}. Check its name.`,
    );
  }));
