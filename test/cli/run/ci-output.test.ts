import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { gitHubAnnotations, harmlessOnGitHub, isGitHub } from '../../../src/cli/run/github.ts';
import { junitXml } from '../../../src/cli/run/junit.ts';
import { RunTally } from '../../../src/cli/run/tally.ts';
import type { ExchangeRow } from '../../../src/exchange/row.ts';
import { failing, row } from './rows.ts';

function tallyOf(rows: readonly ExchangeRow[]) {
  const tally = new RunTally();
  for (const each of rows) tally.add(each);
  return tally.result();
}

const HOSTILE = '100% <b>&"\n::set-output name=a::b\x1b[31m\u202e]]>\ufffe';

describe('annotations for GitHub', () => {
  test('say what failed, once for each incident', () => {
    const doubtful = { id: 4, status: 200, class: 'success', cause: 'error-in-success' } as const;
    expect(gitHubAnnotations(tallyOf([row(), failing({ id: 2 }), failing({ id: 3 }), failing(doubtful)]))).toEqual([
      '::error title=POST api.test/v1/orders → 422%3A missing-field::#2 "customer" is missing (missing-field) (2 times)',
      '::warning title=POST api.test/v1/orders → 200%3A error-in-success::#4 "customer" is missing (error-in-success)',
    ]);
    expect(gitHubAnnotations(tallyOf([row()]))).toEqual([]);
  });

  test('are ten at most, one line each, whatever was captured', () => {
    const rows = Array.from({ length: 12 }, (_, id) => failing({ id, url: `https://h${id}.test/`, summary: HOSTILE }));
    const lines = gitHubAnnotations(tallyOf(rows));
    expect(lines).toHaveLength(10);
    for (const line of lines) expect(line).toMatch(/^::error title=[^\n:]+::[^\n]+$/);
    expect(lines[0]).toContain('100%25 <b>&"\\n::set-output name=a::b\\x1b[31m\\u202e');
  });

  test('are made only where GitHub runs the job', () => {
    expect(isGitHub({ GITHUB_ACTIONS: 'true' })).toBe(true);
    expect(isGitHub({ CI: 'true' })).toBe(false);
  });

  test('captured text gives the runner no commands', () => {
    expect(harmlessOnGitHub('  ::add-mask::x')).toBe('  : :add-mask::x');
    expect(harmlessOnGitHub('#1 GET a/##[add-path]/tmp')).toBe('#1 GET a/# #[add-path]/tmp');
    expect(harmlessOnGitHub('#1 GET [::1]:80/ ## x')).toBe('#1 GET [::1]:80/ ## x');
  });
});

describe('JUnit results', () => {
  const context = { name: 'npm test', startedAt: Date.UTC(2026, 0, 2, 3, 4, 5), durationMs: 1500 };

  test('have a test case for each route', () => {
    expect(junitXml(tallyOf([row(), row({ id: 2 }), failing({ id: 3 }), failing({ id: 4 })]), context)).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="httpwhy" tests="2" failures="1" errors="0" skipped="0" time="1.500">
  <testsuite name="npm test" tests="2" failures="1" errors="0" skipped="0" time="1.500" timestamp="2026-01-02T03:04:05">
    <testcase classname="api.test" name="GET api.test/v1/orders" time="0.040"/>
    <testcase classname="api.test" name="POST api.test/v1/orders" time="0.040">
      <failure type="missing-field" message="&quot;customer&quot; is missing (missing-field)">#3 to #4, 2 times: 422, "customer" is missing (missing-field)</failure>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
  });

  test('of a run without exchanges are empty', () => {
    expect(junitXml(tallyOf([]), context)).toContain('tests="0" failures="0"');
  });

  test('are well-formed, whatever was captured', () => {
    const xml = junitXml(tallyOf([failing({ summary: HOSTILE, method: '<&"' })]), { ...context, name: HOSTILE });
    const parse = 'import sys, xml.dom.minidom as m; m.parseString(sys.stdin.buffer.read())';
    const { status, stderr } = spawnSync('python3', ['-c', parse], { input: xml, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
